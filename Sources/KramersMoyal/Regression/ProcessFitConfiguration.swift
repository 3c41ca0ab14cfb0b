/// How drift and diffusion are fitted to increments.
public struct ProcessFitConfiguration: Hashable, Codable, Sendable {
  /// The family of the drift.
  public var drift = CurveModel.polynomial(degree: 1)
  /// The family of the diffusion coefficient.
  public var diffusion = CurveModel.constant
  /// Whether the coefficients are those of the process itself instead of its increments over the lag.
  ///
  /// Without it the slope of a relaxing drift is −(1 − e^{−θτ})/τ instead of −θ.
  public var correctsLag = true
  /// Which increments count as independent in the standard errors.
  public var errors = ErrorModel.heteroscedastic
  /// How often the weights of the increments are taken from the diffusion coefficient fitted last;
  /// zero is ordinary least squares.
  public var reweightings = 2
  /// How the drift goes on outside the data.
  public var driftContinuation = Continuation.linear
  /// How the diffusion coefficient goes on outside the data.
  public var diffusionContinuation = Continuation.constant
  /// The smallest diffusion coefficient of the result, as a fraction of its mean over the data.
  public var smallestDiffusionFraction = 1e-3

  /// Creates the default configuration.
  public init() {}

  /// Creates the default configuration for given families.
  public init(drift: CurveModel, diffusion: CurveModel) {
    self.drift = drift
    self.diffusion = diffusion
  }

  /// Checks every parameter.
  ///
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public func validate() throws(KramersMoyalError) {
    try drift.validate("drift")
    try diffusion.validate("diffusion")
    guard (0...20).contains(reweightings) else {
      throw .badParameter(
        name: "reweightings", value: Double(reweightings), remedy: "choose a number from 0 to 20")
    }
    guard smallestDiffusionFraction > 0, smallestDiffusionFraction < 1 else {
      throw .badParameter(
        name: "smallestDiffusionFraction", value: smallestDiffusionFraction,
        remedy: "choose a fraction above 0 and below 1")
    }
  }
}
