/// Averages along a time step, as parabolas in time.
///
/// ```
/// A(t) = value + slope (t − start) + curvature (t − start)²
/// ```
public struct FieldPath: Hashable, Sendable {
  /// The time at which the averages are ``value``.
  public var start: Double
  /// The averages at the start.
  public var value: [Double]
  /// Their rates of change at the start; empty when they do not change.
  public var slope: [Double]
  /// Half their second derivatives; empty when they are zero.
  public var curvature: [Double]

  /// Creates a path from its coefficients.
  public init(start: Double, value: [Double], slope: [Double] = [], curvature: [Double] = []) {
    precondition(slope.isEmpty || slope.count == value.count, "one slope per average")
    precondition(curvature.isEmpty || curvature.count == value.count, "one curvature per average")
    self.start = start
    self.value = value
    self.slope = slope
    self.curvature = curvature
  }

  /// The averages at a time.
  public func averages(at time: Double) -> [Double] {
    let distance = time - start
    guard distance != 0, !(slope.isEmpty && curvature.isEmpty) else { return value }
    var result = value
    for index in slope.indices { result[index] += distance * slope[index] }
    for index in curvature.indices { result[index] += distance * distance * curvature[index] }
    return result
  }
}
