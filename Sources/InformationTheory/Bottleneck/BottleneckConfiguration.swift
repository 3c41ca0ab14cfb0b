/// How a bottleneck curve is computed.
public struct BottleneckConfiguration: Hashable, Codable, Sendable {
  /// The number of values of β on the curve, at least 2.
  public var pointCount = 200
  /// The largest β, where reverse annealing starts from the identity map; a pure number above 1.
  public var largestBeta = 1000.0
  /// The iteration at one β has converged when no p(t, y) changes by more than this.
  public var tolerance = 1e-13
  /// The largest number of steps at one β; a point that needs more reports its residual.
  public var iterationLimit = 5000
  /// The relative width to which each β is located at which the number of clusters changes.
  public var bifurcationAccuracy = 1e-5

  /// Creates the configuration with its defaults.
  public init() {}

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard pointCount >= 2 else {
      throw .invalidParameter("pointCount", value: Double(pointCount), remedy: "use at least 2")
    }
    guard largestBeta > 1, largestBeta <= 1e6 else {
      throw .invalidParameter(
        "largestBeta", value: largestBeta, remedy: "use a number above 1 and at most 10⁶")
    }
    guard tolerance > 0, tolerance < 1e-3 else {
      throw .invalidParameter("tolerance", value: tolerance, remedy: "use a number from 0 to 10⁻³")
    }
    guard iterationLimit >= 1 else {
      throw .invalidParameter(
        "iterationLimit", value: Double(iterationLimit), remedy: "use at least 1")
    }
    guard bifurcationAccuracy > 0, bifurcationAccuracy < 1 else {
      throw .invalidParameter(
        "bifurcationAccuracy", value: bifurcationAccuracy, remedy: "use a number from 0 to 1")
    }
  }
}
