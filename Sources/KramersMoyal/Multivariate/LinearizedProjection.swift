internal import LinearAlgebra

/// The regression of a sample of several variables, with its increments replaced by the moments of a
/// process at a part of the starting points.
struct LinearizedProjection {
  private let drift: Derivatives
  private let diffusion: Derivatives
  private let dimension: Int
  private let lags: [Double]
  private let driftWeights: [[Double]]
  private let diffusionWeights: [[Double]]
  private let solutions: [Matrix]
  private let elements: [(row: Int, column: Int)]

  /// The shortest lag of the starting points.
  var shortestLag: Double { lags.min() ?? .nan }

  init(
    _ regression: MultivariateRegression, nodeCount: Int
  ) throws(KramersMoyalError) {
    let sample = regression.sample
    let stride = max(1, sample.count / nodeCount)
    let nodes = Array(Swift.stride(from: 0, to: sample.count, by: stride))
    let points = nodes.map { node in sample.positions.map { $0[node] } }
    dimension = regression.dimension
    elements = regression.elements
    drift = Derivatives(regression.drift, points, regression.elements)
    diffusion = Derivatives(regression.diffusion, points, regression.elements)
    lags = nodes.map { sample.lags[$0] }
    driftWeights = regression.driftWeights.map { weights in nodes.map { weights[$0] } }
    diffusionWeights = regression.diffusionWeights.map { weights in nodes.map { weights[$0] } }
    var solutions: [Matrix] = []
    for weights in driftWeights {
      let weighted = zip(weights, lags).map { $0 * $1 * $1 }
      solutions.append(try drift.inverseGram(weighted))
    }
    for weights in diffusionWeights { solutions.append(try diffusion.inverseGram(weights)) }
    self.solutions = solutions
  }

  /// The effective coefficients of the process with coefficients θ.
  func coefficients(_ theta: [Double]) -> [Double] {
    let (means, covariances) = transitions(theta)
    var effective: [Double] = []
    for component in 0..<dimension {
      var moments = [Double](repeating: 0, count: drift.count)
      for node in lags.indices {
        let response =
          driftWeights[component][node] * lags[node] * means[node * dimension + component]
        drift.add(response, node, to: &moments)
      }
      effective += solutions[component] * moments
    }
    // What the projected drift misses of the means is in the residuals of the data too.
    var missed = means
    for node in lags.indices {
      for component in 0..<dimension {
        missed[node * dimension + component] -=
          lags[node] * drift.value(effective, from: component * drift.count, node)
      }
    }
    for (place, element) in elements.enumerated() {
      var moments = [Double](repeating: 0, count: diffusion.count)
      for node in lags.indices {
        let product =
          missed[node * dimension + element.row] * missed[node * dimension + element.column]
        let square = covariances[node * elements.count + place] + product
        diffusion.add(
          diffusionWeights[place][node] * square / (2 * lags[node]), node, to: &moments)
      }
      effective += solutions[dimension + place] * moments
    }
    return effective
  }

  /// Means and upper triangles of covariances of the increments, node by node.
  private func transitions(_ theta: [Double]) -> (means: [Double], covariances: [Double]) {
    var means: [Double] = []
    var covariances: [Double] = []
    var local = LocalLinearization(dimension: dimension)
    for node in lags.indices {
      fill(&local, theta, node)
      local.advance(by: lags[node])
      means += local.mean
      for element in elements {
        covariances.append(local.covariance[element.row * dimension + element.column])
      }
    }
    return (means, covariances)
  }

  /// Writes the coefficients of the process and their derivatives at a node.
  private func fill(_ local: inout LocalLinearization, _ theta: [Double], _ node: Int) {
    let split = dimension * drift.count
    func symmetric(_ matrix: inout [Double], _ element: (row: Int, column: Int), _ value: Double) {
      matrix[element.row * dimension + element.column] = value
      matrix[element.column * dimension + element.row] = value
    }
    for (place, element) in elements.enumerated() {
      let start = split + place * diffusion.count
      symmetric(&local.diffusion, element, diffusion.value(theta, from: start, node))
    }
    for component in 0..<dimension {
      let start = component * drift.count
      local.drift[component] = drift.value(theta, from: start, node)
      for variable in 0..<dimension {
        local.jacobian[component * dimension + variable] = drift.slope(
          theta, from: start, node, variable)
      }
      local.bend[component] = bend(drift, theta, start, node, local.diffusion)
    }
    guard diffusion.count > 1 else { return }
    for (place, element) in elements.enumerated() {
      let start = split + place * diffusion.count
      var change = bend(diffusion, theta, start, node, local.diffusion)
      for variable in 0..<dimension {
        change += local.drift[variable] * diffusion.slope(theta, from: start, node, variable)
      }
      symmetric(&local.diffusionChange, element, change)
    }
  }

  /// Σ D_kl ∂²f/∂x_k∂x_l.
  private func bend(
    _ functions: Derivatives, _ theta: [Double], _ start: Int, _ node: Int, _ matrix: [Double]
  ) -> Double {
    var sum = 0.0
    for (place, element) in elements.enumerated() {
      let twice = element.row == element.column ? 1.0 : 2.0
      sum +=
        twice * matrix[element.row * dimension + element.column]
        * functions.curvature(theta, from: start, node, place)
    }
    return sum
  }
}

/// The values and derivatives of a basis at some points.
private struct Derivatives {
  let count: Int
  private let variables: Int
  private let pairs: Int
  private let values: [Double]
  private let slopes: [Double]
  private let curvatures: [Double]

  init(_ basis: TensorBasis, _ points: [[Double]], _ elements: [(row: Int, column: Int)]) {
    count = basis.count
    variables = basis.dimension
    pairs = elements.count
    values = points.flatMap(basis.row(at:))
    slopes = points.flatMap { point in
      point.indices.flatMap { basis.row(at: point, derivative: $0) }
    }
    curvatures = points.flatMap { point in
      elements.flatMap { basis.row(at: point, derivatives: $0.row, $0.column) }
    }
  }

  func value(_ theta: [Double], from start: Int, _ node: Int) -> Double {
    sum(theta, start, values, node * count)
  }

  func slope(_ theta: [Double], from start: Int, _ node: Int, _ variable: Int) -> Double {
    sum(theta, start, slopes, (node * variables + variable) * count)
  }

  func curvature(_ theta: [Double], from start: Int, _ node: Int, _ pair: Int) -> Double {
    sum(theta, start, curvatures, (node * pairs + pair) * count)
  }

  @inline(__always)
  private func sum(_ theta: [Double], _ start: Int, _ table: [Double], _ place: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += theta[start + index] * table[place + index] }
    return sum
  }

  func add(_ response: Double, _ node: Int, to moments: inout [Double]) {
    for index in 0..<count { moments[index] += response * values[node * count + index] }
  }

  /// The inverse of Σ w φ φᵀ.
  func inverseGram(_ weights: [Double]) throws(KramersMoyalError) -> Matrix {
    var equations = NormalEquations(count: count)
    var rows = values
    rows.withUnsafeMutableBufferPointer { rows in
      for (node, weight) in weights.enumerated() {
        let row = rows[(node * count)..<((node + 1) * count)]
        equations.add(UnsafeMutableBufferPointer(rebasing: row), weight: weight, response: 0)
      }
    }
    return try equations.solve(samples: weights.count).inverse
  }
}
