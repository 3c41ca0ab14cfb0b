/// The smoothest curve through given points: cubic between the knots, linear beyond them.
///
/// The second derivative is continuous everywhere and zero at both ends, so the curve extrapolates
/// along its end tangents.
///
/// ## Reference
///
/// C. de Boor, *A Practical Guide to Splines*, Springer (1978), chapter IV.
public struct NaturalCubicSpline: Hashable, Codable, Sendable {
  /// The places of the points, strictly ascending.
  public let knots: [Double]
  /// The values at the knots.
  public let values: [Double]
  /// The second derivatives at the knots; zero at both ends.
  public let curvatures: [Double]

  /// Creates the spline through the points (`knots[i]`, `values[i]`).
  ///
  /// - Throws: ``GridError/wrongCount(expected:found:)`` when the counts differ,
  ///   ``GridError/tooFewKnots(_:)`` for less than two points,
  ///   ``GridError/knotsNotAscending(index:)`` and ``GridError/notFinite(cell:)``.
  public init(knots: [Double], values: [Double]) throws(GridError) {
    guard knots.count >= 2 else { throw .tooFewKnots(knots.count) }
    try checkPoints(knots: knots, values: values)
    self.knots = knots
    self.values = values
    curvatures = Self.curvatures(knots: knots, values: values)
  }

  /// Solves the tridiagonal system for the second derivatives.
  private static func curvatures(knots: [Double], values: [Double]) -> [Double] {
    let last = knots.count - 1
    var upper = [Double](repeating: 0, count: knots.count)
    var result = [Double](repeating: 0, count: knots.count)
    guard last >= 2 else { return result }
    for i in 1..<last {
      let (left, right) = (knots[i] - knots[i - 1], knots[i + 1] - knots[i])
      let slopeChange =
        (values[i + 1] - values[i]) / right - (values[i] - values[i - 1]) / left
      let pivot = 2 * (left + right) - left * upper[i - 1]
      upper[i] = right / pivot
      result[i] = (6 * slopeChange - left * result[i - 1]) / pivot
    }
    for i in stride(from: last - 1, to: 0, by: -1) { result[i] -= upper[i] * result[i + 1] }
    return result
  }

  /// The curve at `x`.
  @inlinable
  public func callAsFunction(_ x: Double) -> Double {
    let last = knots.count - 1
    if x <= knots[0] { return values[0] + slopeAtStart * (x - knots[0]) }
    if x >= knots[last] { return values[last] + slopeAtEnd * (x - knots[last]) }
    var interval = 0
    while x > knots[interval + 1] { interval += 1 }
    let width = knots[interval + 1] - knots[interval]
    let right = (x - knots[interval]) / width
    let left = 1 - right
    let bend =
      (left * left * left - left) * curvatures[interval]
      + (right * right * right - right) * curvatures[interval + 1]
    return left * values[interval] + right * values[interval + 1] + bend * width * width / 6
  }

  /// The slope at and below the first knot.
  @inlinable
  public var slopeAtStart: Double {
    let width = knots[1] - knots[0]
    return (values[1] - values[0]) / width - curvatures[1] * width / 6
  }

  /// The slope at and above the last knot.
  @inlinable
  public var slopeAtEnd: Double {
    let last = knots.count - 1
    let width = knots[last] - knots[last - 1]
    return (values[last] - values[last - 1]) / width + curvatures[last - 1] * width / 6
  }
}
