/// How the drift vector and the diffusion matrix of several variables are fitted.
public struct MultivariateFitConfiguration: Hashable, Codable, Sendable {
  /// The total degree of the polynomials of the drift.
  public var driftDegree = 1
  /// The total degree of the polynomials of the diffusion matrix.
  public var diffusionDegree = 0
  /// Whether the coefficients are those of the process itself instead of its increments over the lag.
  public var correctsLag = true
  /// Which increments count as independent in the standard errors.
  public var errors = ErrorModel.heteroscedastic
  /// How often the weights are taken from the diffusion matrix fitted last; zero is ordinary least
  /// squares.
  public var reweightings = 1
  /// How the drift goes on outside the data.
  public var driftContinuation = Continuation.linear
  /// How the diffusion matrix goes on outside the data.
  public var diffusionContinuation = Continuation.constant
  /// The smallest diagonal element of the result, as a fraction of the mean one over the data.
  public var smallestDiffusionFraction = 1e-3

  /// Creates the default configuration.
  public init() {}

  /// Creates the default configuration for given degrees.
  public init(driftDegree: Int, diffusionDegree: Int) {
    self.driftDegree = driftDegree
    self.diffusionDegree = diffusionDegree
  }

  /// Checks every parameter.
  ///
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public func validate() throws(KramersMoyalError) {
    for (name, degree) in [("driftDegree", driftDegree), ("diffusionDegree", diffusionDegree)] {
      guard (0...8).contains(degree) else {
        throw .badParameter(
          name: name, value: Double(degree), remedy: "choose a degree from 0 to 8")
      }
    }
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
