/// Which bends of ln(|ḡ|/‖W‖) against ln epoch count as a transition.
public enum BendDirection: String, Hashable, Codable, CaseIterable, Sendable {
  /// Downward ones, where a gradient that rose or stayed begins to fall.
  case downward
  /// Downward and upward ones: the largest curvature of either sign.
  case either
}

/// How the phases of training are read off the gradients.
public struct PhaseConfiguration: Hashable, Codable, Sendable {
  /// Which gradients are looked at: those at frozen weights, or those of the steps of the epoch that
  /// follows, as published, if their standard deviation was recorded.
  public var mode = GradientMode.frozen
  /// The number of resamples of the networks behind every interval.
  public var resamples = 1000
  /// The probability that an interval is meant to cover.
  public var level = 0.95
  /// The seed of the resampling.
  public var seed: UInt64 = 1
  /// The reach f of the local quadratic that measures curvature: the epochs from e/f to e·f count
  /// at epoch e.
  public var smoothingFactor = 3.0
  /// Which bends of the gradient's norm count.
  public var bend = BendDirection.downward
  /// The factor in epochs that the plateau spans: from the last epoch divided by it to the last.
  public var plateauFactor = 10.0

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard (2...1_000_000).contains(resamples) else {
      throw .badParameter(
        name: "gradients.resamples", value: Double(resamples),
        remedy: "choose a number from 2 to 1000000")
    }
    guard level > 0, level < 1 else {
      throw .badParameter(
        name: "gradients.level", value: level, remedy: "choose a number between 0 and 1")
    }
    for (name, factor) in [
      ("gradients.smoothingFactor", smoothingFactor), ("gradients.plateauFactor", plateauFactor),
    ] {
      guard factor > 1, factor.isFinite else {
        throw .badParameter(name: name, value: factor, remedy: "choose a number greater than 1")
      }
    }
  }
}
