internal import LinearAlgebra

/// The drift and diffusion matrix whose increments over the lag have the measured effective
/// coefficients, by local linearisation at a part of the starting points.
struct MultivariateLagCorrection {
  private let projection: LinearizedProjection
  private let measured: [Double]
  private let scales: [Double]

  init(_ regression: MultivariateRegression) throws(KramersMoyalError) {
    projection = try LinearizedProjection(regression, nodeCount: 1000)
    measured = regression.coefficients
    let split = regression.dimension * regression.drift.count
    let first = measured[..<split].reduce(1e-12) { max($0, abs($1)) }
    let second = measured[split...].reduce(1e-300) { max($0, abs($1)) }
    scales = measured.indices.map { $0 < split ? first : second }
  }

  /// The corrected coefficients and the derivative of the effective ones there.
  ///
  /// Steps with the derivative at the start, which changes little within a lag that is short against
  /// the relaxation; it is computed anew when they do not shrink fast.
  func solve() throws(KramersMoyalError) -> (coefficients: [Double], derivative: Matrix) {
    var theta = measured
    var residual = difference(theta)
    var map = try inverse(derivative(theta, residual))
    var last = Double.infinity
    for _ in 0..<40 {
      if Task.isCancelled { throw .cancelled }
      let step = map * residual
      theta = zip(theta, step).map { $0 - $1 }
      residual = difference(theta)
      let size = zip(step, scales).map { abs($0) / $1 }.max() ?? 0
      if size < 1e-7 { return (theta, derivative(theta, residual)) }
      guard size.isFinite, size < 2 * last else { break }
      if size > 0.3 * last { map = try inverse(derivative(theta, residual)) }
      last = size
    }
    throw .lagTooLong(lag: projection.shortestLag, residual: last)
  }

  private func derivative(_ theta: [Double], _ residual: [Double]) -> Matrix {
    var matrix = Matrix(rowCount: theta.count, columnCount: theta.count)
    for column in theta.indices {
      let step = 1e-5 * scales[column]
      var moved = theta
      moved[column] += step
      for (row, value) in difference(moved).enumerated() {
        matrix[row, column] = (value - residual[row]) / step
      }
    }
    return matrix
  }

  /// The effective coefficients of θ less the measured ones.
  private func difference(_ theta: [Double]) -> [Double] {
    zip(projection.coefficients(theta), measured).map { $0 - $1 }
  }
}
