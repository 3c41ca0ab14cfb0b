/// A function of one variable that is linear between given points and constant outside them.
public struct PiecewiseLinear: Hashable, Codable, Sendable {
  /// The places of the points, strictly ascending.
  public let knots: [Double]
  /// The values at the knots.
  public let values: [Double]
  /// The integral from the first knot to each knot.
  private let integrals: [Double]

  /// Creates the function through the points (`knots[i]`, `values[i]`).
  ///
  /// - Throws: ``GridError/wrongCount(expected:found:)`` when the counts differ,
  ///   ``GridError/tooFewKnots(_:)`` without a point, ``GridError/knotsNotAscending(index:)`` and
  ///   ``GridError/notFinite(cell:)``.
  public init(knots: [Double], values: [Double]) throws(GridError) {
    guard !knots.isEmpty else { throw .tooFewKnots(0) }
    try checkPoints(knots: knots, values: values)
    self.knots = knots
    self.values = values
    var sum = 0.0
    var integrals = [0.0]
    for index in knots.indices.dropFirst() {
      sum += (values[index - 1] + values[index]) / 2 * (knots[index] - knots[index - 1])
      integrals.append(sum)
    }
    self.integrals = integrals
  }

  /// The position of `x` among the knots: the last knot at or below it and the fraction of the way
  /// to the next one.
  public func position(of x: Double) -> (interval: Int, fraction: Double) {
    let last = knots.count - 1
    if x <= knots[0] || last == 0 { return (0, 0) }
    if x >= knots[last] { return (last - 1, 1) }
    var (low, high) = (0, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= x { low = middle } else { high = middle }
    }
    return (low, (x - knots[low]) / (knots[high] - knots[low]))
  }

  /// The value at `x`.
  public func callAsFunction(_ x: Double) -> Double {
    let (interval, fraction) = position(of: x)
    guard fraction > 0 else { return values[interval] }
    return values[interval] + fraction * (values[interval + 1] - values[interval])
  }

  /// The exact integral from `start` to `end`.
  public func integral(from start: Double, to end: Double) -> Double {
    antiderivative(end) - antiderivative(start)
  }

  /// The function times a constant.
  ///
  /// - Throws: ``GridError/notFinite(cell:)`` when a value overflows.
  public func scaled(by factor: Double) throws(GridError) -> PiecewiseLinear {
    try PiecewiseLinear(knots: knots, values: values.map { factor * $0 })
  }

  private func antiderivative(_ x: Double) -> Double {
    let last = knots.count - 1
    if x <= knots[0] { return values[0] * (x - knots[0]) }
    if x >= knots[last] { return integrals[last] + values[last] * (x - knots[last]) }
    let (interval, _) = position(of: x)
    return integrals[interval] + (values[interval] + self(x)) / 2 * (x - knots[interval])
  }
}

/// Throws when points of a curve are not finite, not ascending or not as many as their values.
func checkPoints(knots: [Double], values: [Double]) throws(GridError) {
  guard values.count == knots.count else {
    throw .wrongCount(expected: knots.count, found: values.count)
  }
  for index in knots.indices {
    guard knots[index].isFinite, values[index].isFinite else { throw .notFinite(cell: index) }
    guard index == 0 || knots[index] > knots[index - 1] else {
      throw .knotsNotAscending(index: index)
    }
  }
}
