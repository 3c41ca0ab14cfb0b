internal import LinearAlgebra
internal import StochasticProcesses

/// Weighted least squares of the increments of several variables and of the products of their
/// residuals.
///
/// Component c is weighted by 1/(2 D_cc τ), element (j, k) of the diffusion matrix by
/// 1/(D_jj D_kk + D_jk²), the inverse variances under the matrix that was fitted before.
struct MultivariateRegression {
  let sample: IncrementSample
  let drift: TensorBasis
  let diffusion: TensorBasis
  /// The values of the functions, sample after sample.
  private let driftRows: [Double]
  private let diffusionRows: [Double]
  private(set) var driftWeights: [[Double]]
  private(set) var diffusionWeights: [[Double]]
  private(set) var driftSolutions: [NormalSolution] = []
  private(set) var diffusionSolutions: [NormalSolution] = []
  /// The residual of each component, divided by the root of 1 − h with its leverage h.
  private var residuals: [[Double]] = []

  var dimension: Int { sample.dimension }
  var elements: [(row: Int, column: Int)] {
    (0..<dimension).flatMap { row in (row..<dimension).map { (row, $0) } }
  }
  var coefficients: [Double] {
    driftSolutions.flatMap(\.coefficients) + diffusionSolutions.flatMap(\.coefficients)
  }

  init(
    _ sample: IncrementSample, drift: TensorBasis, diffusion: TensorBasis, reweightings: Int
  ) throws(KramersMoyalError) {
    self.sample = sample
    self.drift = drift
    self.diffusion = diffusion
    let points = (0..<sample.count).map { index in sample.positions.map { $0[index] } }
    driftRows = points.flatMap(drift.row(at:))
    diffusionRows = points.flatMap(diffusion.row(at:))
    let inverseLags = (0..<sample.count).map { 1 / sample.lags[$0] }
    driftWeights = [[Double]](repeating: inverseLags, count: sample.dimension)
    diffusionWeights = [[Double]](
      repeating: [Double](repeating: 1, count: sample.count),
      count: MatrixTriangle.count(dimension: sample.dimension))
    try solve()
    for _ in 0..<reweightings {
      if Task.isCancelled { throw .cancelled }
      reweight()
      try solve()
    }
  }

  private mutating func solve() throws(KramersMoyalError) {
    var solutions: [NormalSolution] = []
    for component in 0..<dimension {
      var equations = NormalEquations(count: drift.count)
      forEachRow(driftRows, drift.count) { index, row in
        let lag = sample.lags[index]
        equations.add(
          row, weight: driftWeights[component][index] * lag * lag,
          response: sample.increments[component][index] / lag)
      }
      solutions.append(try equations.solve(samples: sample.count))
    }
    driftSolutions = solutions
    residuals = (0..<dimension).map(scaledResiduals)
    solutions = []
    for (place, element) in elements.enumerated() {
      var equations = NormalEquations(count: diffusion.count)
      forEachRow(diffusionRows, diffusion.count) { index, row in
        equations.add(
          row, weight: diffusionWeights[place][index], response: product(element, index))
      }
      solutions.append(try equations.solve(samples: sample.count))
    }
    diffusionSolutions = solutions
  }

  /// e_j e_k/(2τ), whose expectation is D_jk.
  private func product(_ element: (row: Int, column: Int), _ index: Int) -> Double {
    residuals[element.row][index] * residuals[element.column][index] / (2 * sample.lags[index])
  }

  private func scaledResiduals(_ component: Int) -> [Double] {
    var result = [Double](repeating: 0, count: sample.count)
    let (solution, count) = (driftSolutions[component], drift.count)
    forEachRow(driftRows, count) { index, row in
      let lag = sample.lags[index]
      var leverage = 0.0
      for i in 0..<count {
        var sum = 0.0
        for j in 0..<count { sum += solution.inverse.elements[i * count + j] * row[j] }
        leverage += row[i] * sum
      }
      leverage *= driftWeights[component][index] * lag * lag
      let residual = sample.increments[component][index] - lag * dot(solution.coefficients, row)
      result[index] = residual / (1 - min(leverage, 0.5)).squareRoot()
    }
    return result
  }

  private mutating func reweight() {
    let means = meanDiffusion
    let floors = means.map { 0.25 * max($0, 1e-300) }
    let count = diffusion.count
    var (first, second) = (driftWeights, diffusionWeights)
    let elements = elements
    forEachRow(diffusionRows, count) { index, row in
      let values = diffusionSolutions.map { dot($0.coefficients, row) }
      let diagonal = (0..<dimension).map { variable in
        max(
          floors[variable],
          values[MatrixTriangle.index(variable, variable, dimension: dimension)])
      }
      for component in 0..<dimension {
        first[component][index] = 1 / (2 * diagonal[component] * sample.lags[index])
      }
      for (place, element) in elements.enumerated() {
        let product = diagonal[element.row] * diagonal[element.column]
        let mixed = element.row == element.column ? diagonal[element.row] : values[place]
        second[place][index] = 1 / (product + min(mixed * mixed, product))
      }
    }
    (driftWeights, diffusionWeights) = (first, second)
  }

  /// The means of the fitted diagonal elements over the data.
  var meanDiffusion: [Double] {
    (0..<dimension).map { variable in
      let place = MatrixTriangle.index(variable, variable, dimension: dimension)
      var sum = 0.0
      forEachRow(diffusionRows, diffusion.count) { _, row in
        sum += dot(diffusionSolutions[place].coefficients, row)
      }
      return sum / Double(sample.count)
    }
  }

  /// The covariance of all coefficients, component by component, then element by element.
  func covariance(_ errors: ErrorModel) throws(KramersMoyalError) -> Matrix {
    if errors == .clustered, sample.clusterCount < 2 {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
    let solutions = driftSolutions + diffusionSolutions
    let count = solutions.reduce(0) { $0 + $1.coefficients.count }
    var bread = Matrix(rowCount: count, columnCount: count)
    var start = 0
    for solution in solutions {
      let size = solution.coefficients.count
      for i in 0..<size {
        for j in 0..<size { bread[start + i, start + j] = solution.inverse[i, j] }
      }
      start += size
    }
    let meat = ScoreCovariance(count: count, sample, errors) { index, score in
      writeScore(of: index, into: score)
    }
    return bread * meat.matrix * bread
  }

  private func writeScore(of index: Int, into score: UnsafeMutableBufferPointer<Double>) {
    var place = 0
    for component in 0..<dimension {
      let lag = sample.lags[index]
      let factor = driftWeights[component][index] * lag * residuals[component][index]
      for i in 0..<drift.count {
        score[place] = factor * driftRows[index * drift.count + i]
        place += 1
      }
    }
    for (number, element) in elements.enumerated() {
      var fitted = 0.0
      for i in 0..<diffusion.count {
        fitted +=
          diffusionSolutions[number].coefficients[i] * diffusionRows[index * diffusion.count + i]
      }
      let factor = diffusionWeights[number][index] * (product(element, index) - fitted)
      for i in 0..<diffusion.count {
        score[place] = factor * diffusionRows[index * diffusion.count + i]
        place += 1
      }
    }
  }

  private func forEachRow(
    _ rows: [Double], _ count: Int, _ body: (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { row in
      row.initialize(repeating: 0)
      for index in 0..<sample.count {
        for i in 0..<count { row[i] = rows[index * count + i] }
        body(index, row)
      }
    }
  }
}
