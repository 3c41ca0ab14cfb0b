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
    var result = FitResult(
      regression, configuration, range: sample.range(ofVariable: 0), covariance: covariance)
    if configuration.correctsLag { try result.correct(regression) }
    return try result.process(sample, degrees: errors?.degrees(of: sample) ?? .infinity)
  }
}

/// Coefficients on their way from a regression to a process.
private struct FitResult {
  let drift: BasisEvaluator
  let diffusion: BasisEvaluator
  let configuration: ProcessFitConfiguration
  let range: ClosedRange<Double>
  let smallestDiffusion: Double
  var coefficients: [Double]
  var covariance: Matrix

  init(
    _ regression: IncrementRegression, _ configuration: ProcessFitConfiguration,
    range: ClosedRange<Double>, covariance: Matrix
  ) {
    drift = regression.drift
    diffusion = regression.diffusion
    self.configuration = configuration
    self.range = range
    coefficients =
      regression.driftSolution.coefficients + regression.diffusionSolution.coefficients
    self.covariance = covariance
    smallestDiffusion =
      configuration.smallestDiffusionFraction * max(regression.meanDiffusion, 0)
  }

  mutating func correct(_ regression: IncrementRegression) throws(KramersMoyalError) {
    // Without noise nothing spreads within the lag, and no lattice is fine enough.
    guard smallestDiffusion > 0 else { return }
    let correction = try LagCorrection(
      regression, configuration, range: range, smallestDiffusion: smallestDiffusion)
    let (solution, derivative) = try correction.solve()
    let map = try inverse(derivative)
    coefficients = solution
    covariance = map * covariance * map.transposed
  }

  func process(_ sample: IncrementSample, degrees: Double) throws(KramersMoyalError)
    -> FittedProcess
  {
    FittedProcess(
      drift: try curve(drift, from: 0, configuration.driftContinuation),
      diffusion: try curve(diffusion, from: drift.count, configuration.diffusionContinuation),
      smallestDiffusion: smallestDiffusion, lag: sample.meanLag, sampleCount: sample.count,
      degreesOfFreedom: degrees.isFinite ? degrees : nil,
      isLagCorrected: configuration.correctsLag)
  }

  private func curve(
    _ basis: BasisEvaluator, from start: Int, _ continuation: Continuation
  ) throws(KramersMoyalError) -> FittedCurve {
    var part = Matrix(rowCount: basis.count, columnCount: basis.count)
    for i in 0..<basis.count {
      for j in 0..<basis.count { part[i, j] = covariance[start + i, start + j] }
    }
    return try FittedCurve(
      basis: basis.basis, coefficients: Array(coefficients[start..<(start + basis.count)]),
      errors: .covariance(part), range: range, continuation: continuation)
  }
}
