internal import RealModule

/// A number that a population shows to all others: a functional of its density.
public enum OrderParameter: Sendable {
  /// The mean ⟨x⟩.
  case mean
  /// The mean square ⟨x²⟩.
  case secondMoment
  /// The variance ⟨x²⟩ − ⟨x⟩²; it loses digits where the mean is thousands of standard deviations.
  case variance
  /// The gain √(n ⟨x²⟩): the norm of n values, as the Frobenius norm of a layer with n weights.
  case gain(count: Int)
  /// ⟨cos kx⟩, the real part of a trigonometric moment on a periodic axis.
  case cosine(wavenumber: Double)
  /// ⟨sin kx⟩, the imaginary part of a trigonometric moment on a periodic axis.
  case sine(wavenumber: Double)
  /// The average of any function of the state.
  case average(of: StateFunction)

  /// The functions whose averages the parameter is made of.
  var functions: [StateFunction] {
    switch self {
    case .mean: [.power(1)]
    case .secondMoment, .gain: [.power(2)]
    case .variance: [.power(1), .power(2)]
    case .cosine(let wavenumber): [.cosine(wavenumber: wavenumber)]
    case .sine(let wavenumber): [.sine(wavenumber: wavenumber)]
    case .average(let function): [function]
    }
  }

  /// The parameter from the averages of ``functions``, the first and the last of them.
  func value(_ first: Double, _ last: Double) -> Double {
    switch self {
    case .mean, .secondMoment, .cosine, .sine, .average: first
    case .variance: last - first * first
    case .gain(let count): (Double(count) * max(0, first)).squareRoot()
    }
  }
}
