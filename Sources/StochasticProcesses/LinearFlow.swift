public import Grids
internal import RealModule

/// The solution of y′ = f(t) + g(t) y for piecewise linear f and g.
///
/// Variation of constants, y(t) = e^{G(t)} (y₀ + ∫ f e^{−G}), with the exact integral G of g and
/// Gauss-Legendre quadrature of order 16 for the rest.
public struct LinearFlow: Hashable, Sendable {
  /// The source f(t).
  public let source: PiecewiseLinear
  /// The rate g(t).
  public let rate: PiecewiseLinear
  /// The time at which the solution has its initial value.
  public let startTime: Double
  private let nodes: [Double]
  private let values: [Double]

  /// Solves the equation from `value` at `startTime`.
  public init(source: PiecewiseLinear, rate: PiecewiseLinear, startTime: Double, value: Double) {
    self.source = source
    self.rate = rate
    self.startTime = startTime
    nodes = [startTime] + Set(source.knots + rate.knots).filter { $0 > startTime }.sorted()
    var values = [value]
    for index in nodes.indices.dropFirst() {
      let last = values[index - 1]
      values.append(Self.advance(last, source, rate, from: nodes[index - 1], to: nodes[index]))
    }
    self.values = values
  }

  /// The solution at a time not before its start.
  public func callAsFunction(_ time: Double) -> Double {
    precondition(time >= startTime, "a flow has no past")
    let node = nodes.lastIndex { $0 <= time } ?? 0
    return Self.advance(values[node], source, rate, from: nodes[node], to: time)
  }

  /// One interval without a knot inside, in pieces over which the exponent changes by less than one.
  private static func advance(
    _ value: Double, _ source: PiecewiseLinear, _ rate: PiecewiseLinear, from start: Double,
    to end: Double
  ) -> Double {
    guard end > start else { return value }
    let steepest = max(abs(rate(start)), abs(rate(end))) * (end - start)
    let pieces = steepest < 10_000 ? max(1, Int(steepest.rounded(.up))) : 10_000
    var result = value
    for piece in 0..<pieces {
      let left = start + (end - start) * Double(piece) / Double(pieces)
      let right = start + (end - start) * Double(piece + 1) / Double(pieces)
      let gained = gaussLegendre(from: left, to: right) { time in
        source(time) * Double.exp(rate.integral(from: time, to: right))
      }
      result = result * Double.exp(rate.integral(from: left, to: right)) + gained
    }
    return result
  }
}

/// The integral of a smooth function by Gauss-Legendre quadrature with eight points.
private func gaussLegendre(
  from start: Double, to end: Double, _ function: (Double) -> Double
) -> Double {
  let points = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362_0),
    (0.525_532_409_916_329_0, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
  ]
  let (middle, half) = ((start + end) / 2, (end - start) / 2)
  var sum = 0.0
  for (node, weight) in points {
    sum += weight * (function(middle - half * node) + function(middle + half * node))
  }
  return sum * half
}
