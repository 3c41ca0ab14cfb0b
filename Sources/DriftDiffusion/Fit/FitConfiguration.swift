/// How drift and diffusion are fitted to measured gradients.
public struct FitConfiguration: Hashable, Codable, Sendable {
  /// The number of knots of the nonparametric drift and diffusion, at quantiles of the weights;
  /// fewer are used where a layer has less than ten weights per knot in the ensemble.
  public var knots = 7
  /// The width of the kernel that averages the squared noise, as a multiple of the rule of thumb
  /// 1.06 σ n^(−1/5).
  public var bandwidthFactor = 1.0
  /// Whether the part of the nonparametric drift beyond the affine one is shrunk by the fraction of
  /// its square that the errors over networks explain, so that noise is not taken for structure:
  /// the empirical Bayes rule of B. Efron and C. Morris, *Journal of the American Statistical
  /// Association* 68 (1973) 117-130,
  /// [doi:10.1080/01621459.1973.10481350](https://doi.org/10.1080/01621459.1973.10481350).
  public var shrinksNoise = true
  /// Whether to fit a weights-only equation to a run of an optimiser with a state of its own
  /// (momentum, Adam), which is not closed.
  public var allowStatefulOptimizer = false

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard knots >= 3, knots <= 100 else {
      throw .badParameter(
        name: "fit.knots", value: Double(knots), remedy: "choose a number from 3 to 100")
    }
    guard bandwidthFactor > 0, bandwidthFactor.isFinite else {
      throw .badParameter(
        name: "fit.bandwidthFactor", value: bandwidthFactor, remedy: "it must be positive")
    }
  }
}
