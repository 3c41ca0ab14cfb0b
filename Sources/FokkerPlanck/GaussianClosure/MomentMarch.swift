internal import LinearAlgebra
internal import RealModule
internal import StochasticProcesses

/// Integrates the moment equations of the Gaussian closure from output time to output time.
struct MomentMarch<Process: MultivariateDiffusionProcess> where Process.Scalar == Double {
  private let process: Process
  private let cubature: NormalCubature
  private let tolerance: Double
  private let order: Int
  private var time: Double
  private var step = 0.0
  /// The means, then the covariance row by row.
  private var state: [Double]

  init(
    process: Process, initial: MultivariateGaussianLaw, startTime: Double, tolerance: Double
  ) {
    self.process = process
    self.tolerance = tolerance
    order = initial.dimension
    cubature = NormalCubature(dimension: order)
    time = startTime
    state = initial.mean + initial.covariance.elements
  }

  /// Steps to a time and returns the law there.
  mutating func law(at target: Double) throws(FokkerPlanckError) -> MultivariateGaussianLaw {
    if step == 0 { step = 0.01 * (target - time) }
    while time < target {
      if Task.isCancelled { throw .cancelled(time: time) }
      let length = min(step, target - time)
      guard time + length > time else { throw .stepTooSmall(time: time, step: length) }
      let (next, error) = try attempt(length)
      let factor = error > 0 ? 0.9 * Double.pow(tolerance / error, 0.2) : 5
      if error <= tolerance {
        state = next
        time = length < target - time ? time + length : target
        step = max(length * min(5, factor), length < step ? step : 0)
      } else {
        step = length * (error.isFinite ? max(0.2, factor) : 0.2)
      }
    }
    let covariance = Matrix(
      uncheckedRowCount: order, columnCount: order, elements: Array(state[order...]))
    return MultivariateGaussianLaw(mean: Array(state[..<order]), covariance: covariance)
  }

  /// One step of Dormand and Prince and its estimated error, relative to the scale of the state.
  private func attempt(
    _ h: Double
  ) throws(FokkerPlanckError) -> (state: [Double], error: Double) {
    var slopes: [[Double]] = []
    for (fraction, row) in zip(DormandPrince.fractions, DormandPrince.stages) {
      let moved = combined(row, slopes, h)
      slopes.append(try slope(of: moved, at: time + fraction * h))
    }
    let next = combined(DormandPrince.stages[6], slopes, h)
    let scale = state[order...].reduce(0) { max($0, abs($1)) }
    var error = 0.0
    for index in state.indices {
      let part = zip(DormandPrince.errors, slopes).reduce(0) { $0 + $1.0 * $1.1[index] }
      error = max(error, abs(h * part))
      if !next[index].isFinite { error = .infinity }
    }
    return (next, error / max(scale, .leastNormalMagnitude))
  }

  private func combined(_ weights: [Double], _ slopes: [[Double]], _ h: Double) -> [Double] {
    var result = state
    for (weight, slope) in zip(weights, slopes) where weight != 0 {
      for index in result.indices { result[index] += h * weight * slope[index] }
    }
    return result
  }

  /// The right-hand side of the moment equations.
  private func slope(
    of moments: [Double], at time: Double
  ) throws(FokkerPlanckError) -> [Double] {
    let covariance = Matrix(
      uncheckedRowCount: order, columnCount: order, elements: Array(moments[order...]))
    let root: Matrix
    do {
      root = try CholeskyFactorization(covariance).lower
    } catch {
      throw .diverged(time: time)
    }
    let count = cubature.count
    let deviations =
      root
      * Matrix(uncheckedRowCount: order, columnCount: count, elements: cubature.points)
    var points = deviations.elements
    for variable in 0..<order {
      for index in 0..<count { points[variable * count + index] += moments[variable] }
    }
    var drift = points
    var diffusion = [Double](
      repeating: 0, count: MatrixTriangle.count(dimension: order) * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(
      at: points.span, time: time, drift: &driftSpan, diffusion: &diffusionSpan)
    return expectations(drift, diffusion, deviations.elements)
  }

  private func expectations(
    _ drift: [Double], _ diffusion: [Double], _ deviations: [Double]
  ) -> [Double] {
    let (count, weights) = (cubature.count, cubature.weights)
    var result = [Double](repeating: 0, count: order + order * order)
    for row in 0..<order {
      for index in 0..<count { result[row] += weights[index] * drift[row * count + index] }
      for column in row..<order {
        let place = MatrixTriangle.index(row, column, dimension: order) * count
        var sum = 0.0
        for index in 0..<count {
          let (x, y) = (row * count + index, column * count + index)
          sum +=
            weights[index]
            * (deviations[x] * drift[y] + drift[x] * deviations[y] + 2 * diffusion[place + index])
        }
        result[order + row * order + column] = sum
        result[order + column * order + row] = sum
      }
    }
    return result
  }
}

/// The coefficients of the method of Dormand and Prince.
///
/// ## Reference
///
/// J. R. Dormand and P. J. Prince, *Journal of Computational and Applied Mathematics* 6 (1980)
/// 19-26, [doi:10.1016/0771-050X(80)90013-3](https://doi.org/10.1016/0771-050X(80)90013-3).
private enum DormandPrince {
  static let fractions = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1]
  static let stages: [[Double]] = [
    [],
    [1.0 / 5],
    [3.0 / 40, 9.0 / 40],
    [44.0 / 45, -56.0 / 15, 32.0 / 9],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
    [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
  ]
  /// The weights of order 5 minus those of order 4.
  static let errors = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339_200, 22.0 / 525, -1.0 / 40,
  ]
}
