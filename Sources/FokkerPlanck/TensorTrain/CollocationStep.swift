internal import LinearAlgebra
internal import TensorTrains

/// A time step in tensor trains: the densities at all collocation points as one train, whose last
/// index is the point.
///
/// ```
/// (K ⊗ 1 − τ 1 ⊗ L) u = −k₀ ⊗ p
/// ```
///
/// where (k₀, K) is the derivative of the polynomial through the start p and the points u.
struct CollocationStep {
  let scheme: CollocationScheme
  /// The density at the start, on its axes.
  let start: TensorTrain
  let length: Double
  /// The densities at the points, times the roots of the weights of the points.
  let stages: TensorTrain
  let sweeps: Int
  let products: Int
  let residual: Double
  /// The largest relative change of a core in the last sweep.
  let change: Double
  let hasConverged: Bool

  /// Solves for the points, with the generator at every point or one for all.
  ///
  /// - Throws: ``TensorTrains/TensorTrainError`` when a decomposition fails or the task is cancelled.
  init(
    _ scheme: CollocationScheme, from start: TensorTrain, length: Double,
    generators: [TensorTrainOperator], guess: TensorTrain?, tolerance: Double, maximumRank: Int
  ) throws(TensorTrainError) {
    let pointCount = scheme.points.count
    let identity = try TensorTrainOperator(sumOf: [.init([:])], sizes: start.sizes)
    var operation = identity.extended(by: scheme.derivative)
    if generators.count == 1 {
      operation =
        (operation + (-length) * generators[0].extended(by: .identity(pointCount))).merged
    } else {
      for (point, generator) in generators.enumerated() {
        var selection = Matrix(rowCount: pointCount, columnCount: pointCount)
        selection[point, point] = 1
        operation = operation + (-length) * generator.extended(by: selection)
      }
      operation = try operation.rounded(tolerance: 1e-13)
    }
    let right = start.extended(by: scheme.derivativeFromStart.map { -$0 })
    var solver = AlternatingMinimalEnergySolver(tolerance: tolerance)
    solver.maximumRank = maximumRank
    let solution = try solver.solve(
      operation, rightHandSide: right, guess: guess ?? start.extended(by: scheme.rootWeights))
    self.scheme = scheme
    self.start = start
    self.length = length
    stages = solution.train
    sweeps = solution.sweeps
    products = solution.products
    residual = solution.localResidual
    change = solution.largestChange
    hasConverged = solution.hasConverged
  }

  /// The density at a fraction of the step.
  func density(at fraction: Double) -> TensorTrain {
    let weights = scheme.interpolation(at: fraction)
    let scaled = zip(weights.points, scheme.rootWeights).map { $0 / $1 }
    let fromPoints = stages.withoutLast(weights: scaled)
    return abs(weights.start) < 1e-14 ? fromPoints : fromPoints + weights.start * start
  }

  /// The estimated error of the polynomial in time, relative to the norm at the end.
  var relativeTimeError: Double {
    let (count, roots) = (scheme.points.count, scheme.rootWeights)
    // The inner products of the points are the Gram matrix of the last index.
    let inner = stages.modeGramMatrices()[stages.dimension - 1]
    var gram = Matrix(rowCount: count + 1, columnCount: count + 1)
    gram[0, 0] = start.dot(start)
    for row in 0..<count {
      var selection = [Double](repeating: 0, count: count)
      selection[row] = 1 / roots[row]
      gram[0, row + 1] = start.dot(stages.withoutLast(weights: selection))
      gram[row + 1, 0] = gram[0, row + 1]
      for column in 0..<count {
        gram[row + 1, column + 1] = inner[row, column] / (roots[row] * roots[column])
      }
    }
    let norm = gram[count, count].squareRoot()
    return norm > 0 ? scheme.estimatedError(gram: gram) / norm : .infinity
  }

  /// A guess of the densities at the points of the next step, by continuing the polynomial.
  func continuation(over next: Double) -> TensorTrain {
    var fromStart: [Double] = []
    var fromPoints = Matrix(
      rowCount: scheme.points.count, columnCount: scheme.points.count)
    for (row, point) in scheme.points.enumerated() {
      // Far continuations of a polynomial are worth nothing.
      let weights = scheme.interpolation(at: 1 + min(1, next / length) * point)
      fromStart.append(weights.start * scheme.rootWeights[row])
      for (column, weight) in weights.points.enumerated() {
        fromPoints[row, column] =
          scheme.rootWeights[row] * weight / scheme.rootWeights[column]
      }
    }
    return stages.transformed(stages.dimension - 1, by: fromPoints)
      + start.extended(by: fromStart)
  }
}

extension TensorTrain {
  /// The train without its last index, which is summed with weights.
  func withoutLast(weights: [Double]) -> TensorTrain {
    var all = sizes.map { [Double](repeating: 0, count: $0) }
    all[dimension - 1] = weights
    return contracted(keeping: Array(0..<dimension - 1), weights: all)
  }
}
