internal import LinearAlgebra

/// Weighted least squares of increments and of their squared residuals.
///
/// ```
/// minimise Σ w (Δx − τ φ·α)²,   w = 1/(2 D τ),   then Σ v (e²/(2τ(1 − h)) − ψ·δ)²,   v = 1/(2 D²)
/// ```
///
/// with e the residual of the first and h its leverage. The weights are the inverse variances under
/// the diffusion coefficient D that was fitted before.
struct IncrementRegression {
  let sample: IncrementSample
  let drift: BasisEvaluator
  let diffusion: BasisEvaluator
  /// How often each sample counts; empty means once.
  let multiplicities: [Double]
  private(set) var driftWeights: [Double]
  private(set) var diffusionWeights: [Double]
  private(set) var driftSolution = NormalSolution(
    coefficients: [], inverse: Matrix(rowCount: 0, columnCount: 0))
  private(set) var diffusionSolution = NormalSolution(
    coefficients: [], inverse: Matrix(rowCount: 0, columnCount: 0))

  /// Fits the effective coefficients of a sample of one variable.
  init(
    _ sample: IncrementSample, drift: BasisEvaluator, diffusion: BasisEvaluator,
    multiplicities: [Double], reweightings: Int
  ) throws(KramersMoyalError) {
    self.sample = sample
    self.drift = drift
    self.diffusion = diffusion
    self.multiplicities = multiplicities
    driftWeights = []
    diffusionWeights = multiplicities
    if multiplicities.isEmpty {
      diffusionWeights = [Double](repeating: 1, count: sample.count)
    }
    driftWeights = (0..<sample.count).map { [diffusionWeights] in
      diffusionWeights[$0] / sample.lags[$0]
    }
    try solve()
    for _ in 0..<reweightings {
      if Task.isCancelled { throw .cancelled }
      reweight()
      try solve()
    }
  }

  private mutating func solve() throws(KramersMoyalError) {
    driftSolution = try driftEquations().solve(samples: sample.count)
    diffusionSolution = try diffusionEquations().solve(samples: sample.count)
  }

  /// The mean of the fitted diffusion coefficient over the data.
  var meanDiffusion: Double {
    var (sum, total) = (0.0, 0.0)
    forEachSample { index, _, psi in
      let weight = multiplicities.isEmpty ? 1 : multiplicities[index]
      sum += weight * dot(diffusionSolution.coefficients, psi)
      total += weight
    }
    return sum / total
  }

  private mutating func reweight() {
    // Where the diffusion coefficient nearly vanishes its inverse square would outweigh the rest, and
    // carry the noise of the fit into the weights.
    let floor = 0.25 * max(meanDiffusion, 1e-300)
    var (first, second) = (driftWeights, diffusionWeights)
    forEachSample { index, _, psi in
      let value = max(floor, dot(diffusionSolution.coefficients, psi))
      let weight = multiplicities.isEmpty ? 1 : multiplicities[index]
      first[index] = weight / (2 * value * sample.lags[index])
      second[index] = weight / (2 * value * value)
    }
    (driftWeights, diffusionWeights) = (first, second)
  }

  private func driftEquations() -> NormalEquations {
    var equations = NormalEquations(count: drift.count)
    let increments = sample.increments[0]
    forEachSample { index, phi, _ in
      let lag = sample.lags[index]
      equations.add(
        phi, weight: driftWeights[index] * lag * lag, response: increments[index] / lag)
    }
    return equations
  }

  private func diffusionEquations() -> NormalEquations {
    var equations = NormalEquations(count: diffusion.count)
    forEachSample { index, phi, psi in
      equations.add(
        psi, weight: diffusionWeights[index], response: squaredResidual(index, phi))
    }
    return equations
  }

  /// e²/(2τ(1 − h)), whose expectation is D for independent increments.
  private func squaredResidual(
    _ index: Int, _ phi: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let lag = sample.lags[index]
    let residual = sample.increments[0][index] - lag * dot(driftSolution.coefficients, phi)
    let inverse = driftSolution.inverse.elements
    var leverage = 0.0
    for i in 0..<drift.count {
      var sum = 0.0
      for j in 0..<drift.count { sum += inverse[i * drift.count + j] * phi[j] }
      leverage += phi[i] * sum
    }
    leverage *= driftWeights[index] * lag * lag
    return residual * residual / (2 * lag * (1 - min(leverage, 0.5)))
  }

  /// The covariance of the effective coefficients, those of the drift first.
  func covariance(_ errors: ErrorModel) throws(KramersMoyalError) -> Matrix {
    if errors == .clustered, sample.clusterCount < 2 {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
    let (first, second) = (drift.count, diffusion.count)
    var bread = Matrix(rowCount: first + second, columnCount: first + second)
    for i in 0..<first {
      for j in 0..<first { bread[i, j] = driftSolution.inverse[i, j] }
    }
    for i in 0..<second {
      for j in 0..<second { bread[first + i, first + j] = diffusionSolution.inverse[i, j] }
    }
    if errors == .independent { return bread * independentMeat() * bread }
    let meat = ScoreCovariance(count: first + second, sample, errors) { index, score in
      writeScore(of: index, into: score)
    }
    return bread * meat.matrix * bread
  }

  /// Writes the scores w τ φ e and v ψ (e²/(2τ(1 − h)) − D) of a sample.
  private func writeScore(of index: Int, into score: UnsafeMutableBufferPointer<Double>) {
    let phi = UnsafeMutableBufferPointer(rebasing: score[..<drift.count])
    let psi = UnsafeMutableBufferPointer(rebasing: score[drift.count...])
    drift.evaluate(at: sample.positions[0][index], into: phi)
    diffusion.evaluate(at: sample.positions[0][index], into: psi)
    let lag = sample.lags[index]
    let residual = sample.increments[0][index] - lag * dot(driftSolution.coefficients, phi)
    let excess = squaredResidual(index, phi) - dot(diffusionSolution.coefficients, psi)
    for i in phi.indices { phi[i] *= driftWeights[index] * lag * residual }
    for i in psi.indices { psi[i] *= diffusionWeights[index] * excess }
  }

  /// The covariance of the sum of scores of independent normal increments.
  private func independentMeat() -> Matrix {
    let (first, second) = (drift.count, diffusion.count)
    var meat = Matrix(rowCount: first + second, columnCount: first + second)
    forEachSample { index, phi, psi in
      let lag = sample.lags[index]
      let value = max(0, dot(diffusionSolution.coefficients, psi))
      let forDrift = driftWeights[index] * driftWeights[index] * lag * lag * 2 * value * lag
      let forDiffusion =
        diffusionWeights[index] * diffusionWeights[index] * 2 * value * value
      for i in 0..<first {
        for j in 0..<first { meat[i, j] += forDrift * phi[i] * phi[j] }
      }
      for i in 0..<second {
        for j in 0..<second { meat[first + i, first + j] += forDiffusion * psi[i] * psi[j] }
      }
    }
    return meat
  }

  /// Calls a function with the values of both bases at every starting point.
  private func forEachSample(
    _ body: (
      Int, UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: drift.count) { phi in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: diffusion.count) { psi in
        phi.initialize(repeating: 0)
        psi.initialize(repeating: 0)
        let positions = sample.positions[0]
        for index in positions.indices {
          drift.evaluate(at: positions[index], into: phi)
          diffusion.evaluate(at: positions[index], into: psi)
          body(index, phi, psi)
        }
      }
    }
  }
}

/// The sum of products.
@inline(__always)
func dot(_ coefficients: [Double], _ row: UnsafeMutableBufferPointer<Double>) -> Double {
  var sum = 0.0
  for index in coefficients.indices { sum += coefficients[index] * row[index] }
  return sum
}
