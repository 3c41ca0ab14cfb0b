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

/// The ways of forecasting the density of a layer's weights.
public enum ForecastMethod: String, CaseIterable, Hashable, Codable, Sendable {
  /// Closure 1a with the coefficients of the end of the window.
  case homogeneous
  /// Closure 1b with the coefficients of the end of the window.
  case affine
  /// Closure 1c with the coefficients of the end of the window.
  case nonparametric
  /// The density of the end of the window stays.
  case noChange = "no-change"
  /// A normal law whose mean and variance go on linearly in the learning time.
  case linearTime = "linear-time"
  /// A normal law whose mean and variance go on linearly in the logarithm of the learning time.
  case logTime = "log-time"

  /// The closure that makes the forecast, or nil for a baseline.
  public var closure: Closure? {
    switch self {
    case .homogeneous: .homogeneous
    case .affine: .affine
    case .nonparametric: .nonparametric
    case .noChange, .linearTime, .logTime: nil
    }
  }
}
