internal import LinearAlgebra

/// The regression of the drift vector and the full diffusion matrix of several variables on
/// polynomials of a total degree.
///
/// Each component's increments are regressed on the drift and the products of residuals on the
/// elements of the diffusion matrix, weighted by their variances, then corrected for the lag by local
/// linearisation: exact for linear drift and constant noise, of second order in the lag otherwise.
///
/// Memory: the values of all functions at all samples.
public struct MultivariateFit: Hashable, Sendable {
  /// The degrees and the options.
  public let configuration: MultivariateFitConfiguration

  /// Prepares a fit.
  ///
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public init(
    _ configuration: MultivariateFitConfiguration = MultivariateFitConfiguration()
  ) throws(KramersMoyalError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Fits a sample.
  ///
  /// - Parameter sample: The increments.
  /// - Returns: The process with the errors of its coefficients.
  /// - Throws: ``KramersMoyalError``.
  public func process(
    _ sample: IncrementSample
  ) throws(KramersMoyalError) -> MultivariateFittedProcess {
    let box = (0..<sample.dimension).map(sample.range(ofVariable:))
    let centers = box.map { ($0.lowerBound + $0.upperBound) / 2 }
    let scales = box.map { max(($0.upperBound - $0.lowerBound) / 2, 1e-300) }
    let regression = try MultivariateRegression(
      sample,
      drift: TensorBasis(degree: configuration.driftDegree, centers: centers, scales: scales),
      diffusion: TensorBasis(
        degree: configuration.diffusionDegree, centers: centers, scales: scales),
      reweightings: configuration.reweightings)
    var coefficients = regression.coefficients
    var covariance = try regression.covariance(configuration.errors)
    if configuration.correctsLag {
      let (solution, derivative) = try MultivariateLagCorrection(regression).solve()
      let map = try inverse(derivative)
      coefficients = solution
      covariance = map * covariance * map.transposed
    }
    let parts = FieldParts(coefficients: coefficients, covariance: covariance, box: box)
    let split = sample.dimension * regression.drift.count
    return MultivariateFittedProcess(
      drift: (0..<sample.dimension).map {
        parts.field(
          regression.drift, from: $0 * regression.drift.count, configuration.driftContinuation)
      },
      diffusion: regression.elements.indices.map {
        parts.field(
          regression.diffusion, from: split + $0 * regression.diffusion.count,
          configuration.diffusionContinuation)
      },
      smallestDiffusion: configuration.smallestDiffusionFraction
        * max(regression.meanDiffusion.reduce(0, +) / Double(sample.dimension), 0),
      lag: sample.meanLag, sampleCount: sample.count,
      isLagCorrected: configuration.correctsLag)
  }
}

/// All coefficients with their covariance, to be cut into functions.
private struct FieldParts {
  let coefficients: [Double]
  let covariance: Matrix
  let box: [ClosedRange<Double>]

  func field(_ basis: TensorBasis, from start: Int, _ continuation: Continuation) -> FittedField {
    var part = Matrix(rowCount: basis.count, columnCount: basis.count)
    for i in 0..<basis.count {
      for j in 0..<basis.count { part[i, j] = covariance[start + i, start + j] }
    }
    return FittedField(
      basis: basis, coefficients: Array(coefficients[start..<(start + basis.count)]),
      covariance: part, box: box, continuation: continuation)
  }
}
