/// Which mean gradient the drift is fitted to.
public enum GradientMode: String, Hashable, Codable, CaseIterable, Sendable {
  /// The mean along the epoch that follows a recorded one, while the weights move.
  case moving
  /// The mean over mini-batches at the recorded weights.
  case frozen
}

/// How drift and diffusion are fitted to measured gradients.
public struct FitConfiguration: Hashable, Codable, Sendable {
  /// The mean gradient that the drift is fitted to; the diffusion always comes from the frozen
  /// standard deviation.
  ///
  /// At the edge of stability (ηλ near 2) the weights oscillate from step to step, and the frozen
  /// gradient is that of the oscillation, not the slow drift. A log of gradients alone is frozen.
  public var gradients = GradientMode.moving
  /// The number of knots of the nonparametric drift and diffusion, at quantiles of the weights;
  /// fewer are used where a layer has less than ten weights per knot in the ensemble.
  public var knots = 7
  /// The width of the kernel that averages the squared noise, as a multiple of the rule of thumb
  /// 1.06 σ n^(−1/5).
  public var bandwidthFactor = 1.0
  /// Whether noise is shrunk out of the nonparametric drift.
  ///
  /// The part beyond the affine drift is reduced by the fraction of its square that the errors over
  /// networks explain, so that noise is not taken for structure: the empirical Bayes rule of B. Efron and C. Morris, *Journal of the American Statistical
  /// Association* 68 (1973) 117-130,
  /// [doi:10.1080/01621459.1973.10481350](https://doi.org/10.1080/01621459.1973.10481350).
  public var shrinksNoise = true
  /// The number of knots of a smooth course of every coefficient in ln s; 0 keeps the estimates of
  /// every recorded epoch as they are.
  public var timeKnots = 0
  /// Whether drift and diffusion are corrected for the finite step or epoch that a gradient stands
  /// for (``FiniteStep``).
  public var correctsFiniteSteps = true
  /// Whether to fit a weights-only equation to a run of an optimiser with a state of its own
  /// (momentum, Adam), which is not closed.
  public var allowStatefulOptimizer = false
  /// The mean-field closure, in which the rates depend on the order parameters of all layers.
  public var meanField = MeanFieldConfiguration()

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
    guard timeKnots == 0 || (timeKnots >= 3 && timeKnots <= 1000) else {
      throw .badParameter(
        name: "fit.timeKnots", value: Double(timeKnots),
        remedy: "choose a number from 3 to 1000, or 0 to smooth nothing")
    }
    guard bandwidthFactor > 0, bandwidthFactor.isFinite else {
      throw .badParameter(
        name: "fit.bandwidthFactor", value: bandwidthFactor, remedy: "it must be positive")
    }
    try meanField.validate()
  }
}
