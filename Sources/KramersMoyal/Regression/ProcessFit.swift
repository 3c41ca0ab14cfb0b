internal import LinearAlgebra

/// The regression of drift and diffusion on chosen families of curves.
///
/// Increments are regressed on the drift and squared residuals on the diffusion coefficient, both
/// weighted by their variances; then both are corrected for the lag. Without the correction the
/// estimates are of first order in the lag; with it they are consistent for a diffusion of the
/// chosen families at any lag over which its increments still tell the coefficients apart.
///
/// ```swift
/// let sample = try IncrementSample([Trajectory(path, step: 0.01)])
/// let fit = try ProcessFit(.init(drift: .polynomial(degree: 3), diffusion: .constant))
/// let process = try fit.process(sample)
/// ```
///
/// ## Reference
///
/// S. J. Lade, "Finite sampling interval effects in Kramers-Moyal analysis", *Physics Letters A* 373
/// (2009) 3705-3709.
public struct ProcessFit: Hashable, Sendable {
  /// The families and the options.
  public let configuration: ProcessFitConfiguration

  /// Prepares a fit.
  ///
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public init(
    _ configuration: ProcessFitConfiguration = ProcessFitConfiguration()
  ) throws(KramersMoyalError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Fits a sample of one variable.
  ///
  /// - Parameter sample: The increments.
  /// - Returns: The process with the errors of its coefficients.
  /// - Throws: ``KramersMoyalError``.
  public func process(_ sample: IncrementSample) throws(KramersMoyalError) -> FittedProcess {
    try process(sample, multiplicities: [], errors: configuration.errors)
  }

  /// Fits a sample of which some parts count several times or not at all.
  ///
  /// - Parameters:
  ///   - sample: The increments.
  ///   - multiplicities: How often each sample counts; empty means once.
  ///   - errors: What the errors are made of; nil leaves them out.
  /// - Returns: The process.
  /// - Throws: ``KramersMoyalError``.
  func process(
    _ sample: IncrementSample, multiplicities: [Double], errors: ErrorModel?
  ) throws(KramersMoyalError) -> FittedProcess {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    let positions = sample.positions[0]
    let regression = try IncrementRegression(
      sample, drift: BasisEvaluator(configuration.drift.basis(for: positions)),
      diffusion: BasisEvaluator(configuration.diffusion.basis(for: positions)),
      multiplicities: multiplicities, reweightings: configuration.reweightings)
    let count = regression.drift.count + regression.diffusion.count
    var covariance = Matrix(rowCount: count, columnCount: count)
    if let errors { covariance = try regression.covariance(errors) }
    let effective = EffectiveCoefficients(
      regression,
      coefficients: regression.driftSolution.coefficients
        + regression.diffusionSolution.coefficients,
      covariance: covariance, configuration)
    return try effective.process(degrees: errors?.degrees(of: sample) ?? .infinity)
  }
}
