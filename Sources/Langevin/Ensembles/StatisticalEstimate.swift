/// A number estimated from random samples.
public struct StatisticalEstimate: Hashable, Codable, Sendable {
  /// The estimate.
  public let value: Double
  /// Its standard error.
  public let standardError: Double

  /// Creates an estimate.
  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
