internal import RealModule

/// A function φ(x) of the state whose average over a population is wanted.
public enum StateFunction: Sendable {
  /// xⁿ; n = 0 averages to the fraction of the population that no wall has taken.
  case power(Int)
  /// cos kx with the wavenumber k.
  case cosine(wavenumber: Double)
  /// sin kx with the wavenumber k.
  case sine(wavenumber: Double)
  /// Any function.
  case function(@Sendable (Double) -> Double)

  /// The value φ(x).
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .power(let exponent): Double.pow(x, exponent)
    case .cosine(let wavenumber): Double.cos(wavenumber * x)
    case .sine(let wavenumber): Double.sin(wavenumber * x)
    case .function(let function): function(x)
    }
  }

  /// The sum of φ over some states, in double precision and in their order.
  @inlinable
  public func sum<Scalar: BinaryFloatingPoint>(over states: Span<Scalar>) -> Double {
    var sum = 0.0
    switch self {
    case .power(0): sum = Double(states.count)
    case .power(1):
      for index in states.indices { sum += Double(states[index]) }
    case .power(2):
      for index in states.indices {
        let x = Double(states[index])
        sum += x * x
      }
    default:
      for index in states.indices { sum += self(Double(states[index])) }
    }
    return sum
  }

  /// Whether both are the same function; two of the kind ``function(_:)`` never are.
  func isEqual(to other: StateFunction) -> Bool {
    switch (self, other) {
    case (.power(let first), .power(let second)): first == second
    case (.cosine(let first), .cosine(let second)): first == second
    case (.sine(let first), .sine(let second)): first == second
    default: false
    }
  }
}
