internal import LinearAlgebra

/// The regression of the fourth coefficient D₄ = κ₄/(24τ) on a family of curves.
///
/// With the predicted variance V of an increment and its whitened residual z, the responses are
///
/// ```
/// y = (V² (z⁴ − 6z² + 3) − κ₄)/(24τ)
/// ```
///
/// whose mean is zero for the fitted diffusion, κ₄ being the cumulant that it has at its finite lag. The
/// polynomial is Hermite's fourth, so an error of V does not enter in first order, and the raw
/// moment's background D₂² τ/2 is gone.
public struct FourthCumulantFit: Hashable, Sendable {
  /// The family of the coefficient.
  public let model: CurveModel
  /// Which increments count as independent in the errors.
  public let errors: ErrorModel

  /// Prepares a fit.
  ///
  /// - Parameters:
  ///   - model: The family of the coefficient.
  ///   - errors: Which increments count as independent.
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public init(
    _ model: CurveModel = .constant, errors: ErrorModel = .heteroscedastic
  ) throws(KramersMoyalError) {
    try model.validate("fourth coefficient")
    self.model = model
    self.errors = errors
  }

  /// Fits what the increments of a sample have beyond a fitted process.
  ///
  /// - Parameters:
  ///   - sample: Increments of one variable.
  ///   - process: The drift and diffusion that were fitted to them.
  /// - Returns: The coefficient with its errors, in units of state⁴ per unit of time.
  /// - Throws: ``KramersMoyalError``.
  public func curve(
    _ sample: IncrementSample, _ process: FittedProcess
  ) throws(KramersMoyalError) -> FittedCurve {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    if errors == .clustered, sample.clusterCount < 2 {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
    let basis = try BasisEvaluator(model.basis(for: sample.positions[0]))
    let responses = responses(sample, process)
    var equations = NormalEquations(count: basis.count)
    var row = [Double](repeating: 0, count: basis.count)
    for (index, x) in sample.positions[0].enumerated() {
      row.withUnsafeMutableBufferPointer {
        basis.evaluate(at: x, into: $0)
        equations.add($0, weight: 1, response: responses[index])
      }
    }
    let solution = try equations.solve(samples: sample.count)
    let meat = ScoreCovariance(count: basis.count, sample, errors) { index, score in
      basis.evaluate(at: sample.positions[0][index], into: score)
      let residual = responses[index] - dot(solution.coefficients, score)
      for place in score.indices { score[place] *= residual }
    }
    return try FittedCurve(
      basis: basis.basis, coefficients: solution.coefficients,
      errors: .covariance(solution.inverse * meat.matrix * solution.inverse),
      range: sample.range(ofVariable: 0), continuation: .constant)
  }

  private func responses(_ sample: IncrementSample, _ process: FittedProcess) -> [Double] {
    let law = IncrementLaw(process, lags: LagGroups(sample).lags)
    return (0..<sample.count).map { index in
      let lag = sample.lags[index]
      let value = law.moments(at: sample.positions[0][index], lag: lag)
      let residual = sample.increments[0][index] - value.mean
      let (square, variance) = (residual * residual, value.variance)
      let hermite = square * square - 6 * square * variance + 3 * variance * variance
      return (hermite - value.fourthCumulant) / (24 * lag)
    }
  }
}
