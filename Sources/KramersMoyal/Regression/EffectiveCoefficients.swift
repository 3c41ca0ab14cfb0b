internal import LinearAlgebra

/// Coefficients of increments over the lag, on their way to those of a process.
struct EffectiveCoefficients {
  private let regression: IncrementRegression
  private let configuration: ProcessFitConfiguration
  private let range: ClosedRange<Double>
  private let smallestDiffusion: Double
  private var coefficients: [Double]
  private var covariance: Matrix

  /// - Parameters:
  ///   - regression: The regression that belongs to the coefficients.
  ///   - coefficients: The coefficients, those of the drift first.
  ///   - covariance: Their covariance.
  ///   - configuration: The options.
  init(
    _ regression: IncrementRegression, coefficients: [Double], covariance: Matrix,
    _ configuration: ProcessFitConfiguration
  ) {
    self.regression = regression
    self.coefficients = coefficients
    self.covariance = covariance
    self.configuration = configuration
    range = regression.sample.range(ofVariable: 0)
    smallestDiffusion =
      configuration.smallestDiffusionFraction * max(regression.meanDiffusion, 0)
  }

  /// The process, corrected for the lag where that is wanted.
  func process(degrees: Double) throws(KramersMoyalError) -> FittedProcess {
    var result = self
    // Without noise nothing spreads within the lag, and no lattice is fine enough.
    if configuration.correctsLag, smallestDiffusion > 0 { try result.correct() }
    return FittedProcess(
      drift: try result.curve(regression.drift, from: 0, configuration.driftContinuation),
      diffusion: try result.curve(
        regression.diffusion, from: regression.drift.count, configuration.diffusionContinuation),
      smallestDiffusion: smallestDiffusion, lag: regression.sample.meanLag,
      sampleCount: regression.sample.count,
      degreesOfFreedom: degrees.isFinite ? degrees : nil,
      isLagCorrected: configuration.correctsLag)
  }

  private mutating func correct() throws(KramersMoyalError) {
    let correction = try LagCorrection(
      coefficients, regression, configuration, range: range,
      smallestDiffusion: smallestDiffusion)
    let (solution, derivative) = try correction.solve()
    let map = try inverse(derivative)
    coefficients = solution
    covariance = map * covariance * map.transposed
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
