internal import LinearAlgebra

/// The drift and diffusion whose increments over the lag have the effective coefficients that were
/// measured.
///
/// A process θ has mean increments M₁ and variances V over the lag, computed with the exponential of
/// its generator. A regression of them, with the weights of the data, gives effective coefficients
/// c(θ), and c(θ) = ĉ is solved by Newton's method. What a curve of the family cannot follow within
/// the lag is thus accounted for as it was in the data. The covariance follows from the derivative of
/// c at the solution.
struct LagCorrection {
  private let drift: BasisEvaluator
  private let diffusion: BasisEvaluator
  private let groups: LagGroups
  private let layout: LatticeLayout
  private let range: ClosedRange<Double>
  private let configuration: ProcessFitConfiguration
  private let smallestDiffusion: Double
  private let projection: LatticeProjection
  private let measured: [Double]

  /// Prepares the correction of effective coefficients.
  ///
  /// - Parameters:
  ///   - measured: The effective coefficients, those of the drift first.
  ///   - regression: The regression whose weights and starting points are used.
  ///   - configuration: The continuations of the curves.
  ///   - range: Where there were data.
  ///   - smallestDiffusion: The value that replaces smaller diffusion coefficients.
  /// - Throws: ``KramersMoyalError/undetermined(coefficients:samples:)``.
  init(
    _ measured: [Double], _ regression: IncrementRegression,
    _ configuration: ProcessFitConfiguration, range: ClosedRange<Double>,
    smallestDiffusion: Double
  ) throws(KramersMoyalError) {
    drift = regression.drift
    diffusion = regression.diffusion
    groups = LagGroups(regression.sample)
    self.measured = measured
    self.configuration = configuration
    self.range = range
    self.smallestDiffusion = smallestDiffusion
    let curves = try Self.curves(
      measured, drift, diffusion, range, configuration, smallestDiffusion)
    layout = LatticeLayout(
      range: range, lags: groups.lags, drift: curves.drift, diffusion: curves.diffusion)
    projection = try LatticeProjection(regression, groups, layout)
  }

  /// The corrected coefficients, those of the drift first, and the derivative of c there.
  func solve() throws(KramersMoyalError) -> (coefficients: [Double], derivative: Matrix) {
    var theta = measured
    var residual = try difference(theta)
    let scales = scales
    for _ in 0..<12 {
      if Task.isCancelled { throw .cancelled }
      let derivative = try derivative(theta, residual, scales)
      let step = try linearSolve(derivative, residual.map { -$0 })
      let (next, rest) = try advance(theta, step, residual, scales)
      let moved = zip(zip(next, theta), scales).map { abs($0.0 - $0.1) / $1 }.max() ?? 0
      (theta, residual) = (next, rest)
      if moved < 1e-7 { return (theta, derivative) }
    }
    throw .lagTooLong(lag: groups.lags[0], residual: size(residual, scales))
  }

  /// Takes a step that makes the residual smaller, halving it when necessary.
  private func advance(
    _ theta: [Double], _ step: [Double], _ residual: [Double], _ scales: [Double]
  ) throws(KramersMoyalError) -> ([Double], [Double]) {
    var fraction = 1.0
    let before = size(residual, scales)
    for _ in 0..<8 {
      let next = zip(theta, step).map { $0 + fraction * $1 }
      let rest = try difference(next)
      let after = size(rest, scales)
      if after < before || after < 1e-9 { return (next, rest) }
      fraction /= 2
    }
    throw .lagTooLong(lag: groups.lags[0], residual: before)
  }

  /// The size of the largest coefficient of the drift, for each of its coefficients, then likewise.
  private var scales: [Double] {
    let first = measured[..<drift.count].reduce(1e-12) { max($0, abs($1)) }
    let second = measured[drift.count...].reduce(1e-300) { max($0, abs($1)) }
    return measured.indices.map { $0 < drift.count ? first : second }
  }

  private func size(_ residual: [Double], _ scales: [Double]) -> Double {
    zip(residual, scales).map { abs($0) / $1 }.max() ?? 0
  }

  private func difference(_ theta: [Double]) throws(KramersMoyalError) -> [Double] {
    let curves = try Self.curves(theta, drift, diffusion, range, configuration, smallestDiffusion)
    let lattice = layout.lattice(drift: curves.drift, diffusion: curves.diffusion)
    let effective = projection.coefficients(lattice.displacements(after: groups.lags))
    return zip(effective, measured).map { $0 - $1 }
  }

  private func derivative(
    _ theta: [Double], _ residual: [Double], _ scales: [Double]
  ) throws(KramersMoyalError) -> Matrix {
    var matrix = Matrix(rowCount: theta.count, columnCount: theta.count)
    for column in theta.indices {
      let step = 1e-4 * scales[column]
      var moved = theta
      moved[column] += step
      for (row, value) in try difference(moved).enumerated() {
        matrix[row, column] = (value - residual[row]) / step
      }
    }
    return matrix
  }

  /// Drift and diffusion with their continuations, as functions.
  private static func curves(
    _ theta: [Double], _ drift: BasisEvaluator, _ diffusion: BasisEvaluator,
    _ range: ClosedRange<Double>, _ configuration: ProcessFitConfiguration, _ smallest: Double
  ) throws(KramersMoyalError) -> (drift: (Double) -> Double, diffusion: (Double) -> Double) {
    let first = try FittedCurve(
      basis: drift.basis, coefficients: Array(theta[..<drift.count]),
      errors: .standardErrors([]), range: range, continuation: configuration.driftContinuation)
    let second = try FittedCurve(
      basis: diffusion.basis, coefficients: Array(theta[drift.count...]),
      errors: .standardErrors([]), range: range,
      continuation: configuration.diffusionContinuation)
    return ({ first($0) }, { max(smallest, second($0)) })
  }
}

/// The solution of a small square system.
func linearSolve(
  _ matrix: Matrix, _ rightHandSide: [Double]
) throws(KramersMoyalError) -> [Double] {
  do throws(LinearAlgebraError) {
    return try matrix.leastSquares(rightHandSide).coefficients
  } catch {
    throw .undetermined(coefficients: matrix.columnCount, samples: matrix.rowCount)
  }
}

/// The inverse of a small square matrix.
func inverse(_ matrix: Matrix) throws(KramersMoyalError) -> Matrix {
  var result = Matrix(rowCount: matrix.rowCount, columnCount: matrix.rowCount)
  for column in 0..<matrix.rowCount {
    var unit = [Double](repeating: 0, count: matrix.rowCount)
    unit[column] = 1
    for (row, value) in try linearSolve(matrix, unit).enumerated() { result[row, column] = value }
  }
  return result
}
