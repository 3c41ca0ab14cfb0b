internal import StochasticProcesses

extension WhitenedResiduals {
  /// Whitens a sample of several variables.
  ///
  /// Residuals are multiplied by the inverse of the triangular root of their predicted covariance;
  /// each variable's make sequences of their own.
  ///
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``.
  public init(
    _ sample: IncrementSample, _ process: MultivariateFittedProcess
  ) throws(KramersMoyalError) {
    guard sample.dimension == process.dimension else {
      throw .wrongDimension(expected: process.dimension, found: sample.dimension)
    }
    var whitening = MultivariateWhitening(process)
    var sequences: [[Double]] = []
    for sequence in 0..<sample.sequenceCount {
      var parts = [[Double]](repeating: [], count: process.dimension)
      let range = sample.samples(ofSequence: sequence)
      for index in stride(from: range.lowerBound, to: range.upperBound, by: sample.overlap) {
        let residual = whitening.residual(
          at: sample.positions.map { $0[index] }, increment: sample.increments.map { $0[index] },
          lag: sample.lags[index])
        for variable in residual.indices { parts[variable].append(residual[variable]) }
      }
      sequences += parts
    }
    self.init(sequences: sequences, predictedExcessKurtosis: 0)
  }
}

/// Means and covariances of the increments of a process of several variables.
private struct MultivariateWhitening {
  let process: MultivariateFittedProcess
  private var local: LocalLinearization

  init(_ process: MultivariateFittedProcess) {
    self.process = process
    local = LocalLinearization(dimension: process.dimension)
  }

  mutating func residual(at point: [Double], increment: [Double], lag: Double) -> [Double] {
    let dimension = process.dimension
    local.drift = process.drift(at: point)
    let triangle = process.diffusion(at: point)
    for row in 0..<dimension {
      for column in 0..<dimension {
        local.diffusion[row * dimension + column] =
          triangle[MatrixTriangle.index(row, column, dimension: dimension)]
      }
      guard process.isLagCorrected else { continue }
      let gradient = process.driftFields[row].slopes(at: point)
      for column in 0..<dimension { local.jacobian[row * dimension + column] = gradient[column] }
    }
    local.advance(by: lag)
    return whitened((0..<dimension).map { increment[$0] - local.mean[$0] })
  }

  /// L⁻¹ e with the triangular root L of the covariance.
  private func whitened(_ residual: [Double]) -> [Double] {
    let n = process.dimension
    var root = local.covariance
    var result = residual
    for row in 0..<n {
      for column in 0...row {
        var sum = local.covariance[row * n + column]
        for inner in 0..<column { sum -= root[row * n + inner] * root[column * n + inner] }
        root[row * n + column] =
          row == column
          ? max(sum, 1e-300).squareRoot() : sum / root[column * n + column]
      }
      for inner in 0..<row { result[row] -= root[row * n + inner] * result[inner] }
      result[row] /= root[row * n + row]
    }
    return result
  }
}
