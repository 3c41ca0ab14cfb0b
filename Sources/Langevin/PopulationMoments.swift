/// The mean field of one population of particles.
public struct PopulationMoments: Hashable, Sendable {
  /// The mean position.
  public let mean: Double
  /// The mean squared deviation from the mean.
  public let variance: Double

  /// Creates moments.
  public init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }

  /// The mean square of the position.
  public var secondMoment: Double { mean * mean + variance }
}
