/// How densities of weights are forecast for networks and times that the fit never saw.
public struct ForecastConfiguration: Hashable, Codable, Sendable {
  /// Whether forecasts are made.
  public var isIncluded = true
  /// The last epoch of the fitting window, whose measured density the forecasts start from; the nearest
  /// recorded one is taken, and 0 stands for a tenth of the last epoch.
  public var epoch = 0.0
  /// The part of the window from which the extrapolations take their trend, as the ratio of its last
  /// epoch to its first.
  public var trendFactor = 4.0

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard epoch >= 0, epoch.isFinite else {
      throw .badParameter(name: "forecast.epoch", value: epoch, remedy: "it must not be negative")
    }
    guard trendFactor > 1, trendFactor.isFinite else {
      throw .badParameter(
        name: "forecast.trendFactor", value: trendFactor, remedy: "it must be above 1 and finite")
    }
  }
}
