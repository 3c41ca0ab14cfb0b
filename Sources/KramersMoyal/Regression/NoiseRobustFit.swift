internal import LinearAlgebra

/// The regression of drift and diffusion from observations that carry noise of their own.
///
/// Noise of variance σ² on every observation adds σ² to each increment's ends: it enlarges the
/// diffusion coefficient by σ²/τ, anticorrelates successive increments and bends the drift. Here no
/// observation meets its own noise: increments from x_t are regressed with x_{t−1} as instrument, and
///
/// ```
/// α = (Σ φ(x_{t−1}) τ φ(x_t)ᵀ)⁻¹ Σ φ(x_{t−1}) Δx_t,   2 τ D = E[e_t² + 2 e_t e_{t+1}],   σ² = −E[e_t e_{t+1}]
/// ```
///
/// with the residuals e, where σ² is divided by the slope of the mean of x_{t+1} in x_t. The drift is exact
/// in σ when affine, otherwise its error is of the order of σ²; that of D is σ² times the lag times the
/// square of the drift's slope. Errors are Newey-West's, since residuals of neighbours are correlated, or
/// clustered.
///
/// ## References
///
/// C. L. Vestergaard, P. C. Blainey and H. Flyvbjerg, "Optimal estimation of diffusion coefficients
/// from single-particle trajectories", *Physical Review E* 89 (2014) 022726,
/// [doi:10.1103/PhysRevE.89.022726](https://doi.org/10.1103/PhysRevE.89.022726).
/// A. Frishman and P. Ronceray, "Learning force fields from stochastic trajectories", *Physical
/// Review X* 10 (2020) 021009, [doi:10.1103/PhysRevX.10.021009](https://doi.org/10.1103/PhysRevX.10.021009).
public struct NoiseRobustFit: Hashable, Sendable {
  /// A process together with the noise of its observation.
  public struct Result: Hashable, Codable, Sendable {
    /// The process.
    public var process: FittedProcess
    /// The variance σ² of the noise on an observation; negative where there is none beyond the error.
    public var noiseVariance: Double
    /// The standard error of the variance.
    public var noiseVarianceError: Double
  }

  /// The families and the options; weights are not used.
  public let configuration: ProcessFitConfiguration

  /// Prepares a fit.
  ///
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public init(
    _ configuration: ProcessFitConfiguration = ProcessFitConfiguration()
  ) throws(KramersMoyalError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Fits trajectories of one variable.
  ///
  /// - Parameter sample: Disjoint increments in order of time.
  /// - Returns: The process and the variance of the noise.
  /// - Throws: ``KramersMoyalError``; ``KramersMoyalError/tooFewSamples(needed:found:)`` where
  ///   sequences are too short.
  public func fit(_ sample: IncrementSample) throws(KramersMoyalError) -> Result {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    guard sample.overlap == 1 else {
      throw .badParameter(
        name: "overlap", value: Double(sample.overlap), remedy: "give disjoint increments")
    }
    let positions = sample.positions[0]
    let regression = try IncrementRegression(
      sample, drift: BasisEvaluator(configuration.drift.basis(for: positions)),
      diffusion: BasisEvaluator(configuration.diffusion.basis(for: positions)),
      multiplicities: [], reweightings: configuration.reweightings)
    var instruments = try InstrumentRegression(regression)
    try instruments.solve()
    let errors: ErrorModel =
      configuration.errors == .clustered ? .clustered : .neweyWest(lags: 0)
    let effective = EffectiveCoefficients(
      regression, coefficients: instruments.drift + instruments.diffusion,
      covariance: try instruments.covariance(errors), configuration)
    let (variance, error) = instruments.noiseVariance(errors)
    return Result(
      process: try effective.process(degrees: errors.degrees(of: sample)),
      noiseVariance: variance, noiseVarianceError: error)
  }
}

/// Least squares with the state one observation earlier as instrument.
private struct InstrumentRegression {
  let regression: IncrementRegression
  /// The samples that have one before and one after them in their sequence.
  private let inner: [Bool]
  private(set) var drift: [Double] = []
  private(set) var diffusion: [Double] = []
  private var driftInverse = Matrix(rowCount: 0, columnCount: 0)
  private var diffusionInverse = Matrix(rowCount: 0, columnCount: 0)
  private var residuals: [Double] = []

  private var sample: IncrementSample { regression.sample }

  init(_ regression: IncrementRegression) throws(KramersMoyalError) {
    self.regression = regression
    let sample = regression.sample
    var inner = [Bool](repeating: false, count: sample.count)
    for sequence in 0..<sample.sequenceCount {
      for index in sample.samples(ofSequence: sequence).dropFirst().dropLast() {
        inner[index] = true
      }
    }
    let (found, needed) =
      (inner.lazy.filter { $0 }.count, 4 * (regression.drift.count + regression.diffusion.count))
    guard found >= needed else { throw .tooFewSamples(needed: needed, found: found) }
    self.inner = inner
  }

  mutating func solve() throws(KramersMoyalError) {
    let lags = sample.lags
    let increments = sample.increments[0]
    (drift, driftInverse) = try solution(
      regression.drift, weight: { lags[$0] }, response: { increments[$0] })
    let (basis, coefficients) = (regression.drift, drift)
    let positions = sample.positions[0]
    residuals = positions.indices.map { index in
      let row = basis.row(at: positions[index])
      let predicted = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      return increments[index] - lags[index] * predicted
    }
    (diffusion, diffusionInverse) = try solution(
      regression.diffusion, weight: { _ in 1 }, response: { [self] in square($0) })
  }

  /// (e_t² + 2 e_t e_{t+1})/(2τ).
  private func square(_ index: Int) -> Double {
    residuals[index] * (residuals[index] + 2 * residuals[index + 1]) / (2 * sample.lags[index])
  }

  /// Solves Σ φ(x_{t−1}) w φ(x_t)ᵀ c = Σ φ(x_{t−1}) y.
  private func solution(
    _ basis: BasisEvaluator, weight: (Int) -> Double, response: (Int) -> Double
  ) throws(KramersMoyalError) -> ([Double], Matrix) {
    var gram = Matrix(rowCount: basis.count, columnCount: basis.count)
    var moments = [Double](repeating: 0, count: basis.count)
    for index in 0..<sample.count where inner[index] {
      let before = basis.row(at: sample.positions[0][index - 1])
      let here = basis.row(at: sample.positions[0][index])
      for i in 0..<basis.count {
        moments[i] += before[i] * response(index)
        for j in 0..<basis.count { gram[i, j] += before[i] * weight(index) * here[j] }
      }
    }
    let map = try inverse(gram)
    return (map * moments, map)
  }

  func covariance(_ errors: ErrorModel) throws(KramersMoyalError) -> Matrix {
    if errors == .clustered, sample.clusterCount < 2 {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
    let (first, second) = (drift.count, diffusion.count)
    let meat = ScoreCovariance(count: first + second, sample, errors) { index, score in
      score.update(repeating: 0)
      guard inner[index] else { return }
      let before = sample.positions[0][index - 1]
      for (i, value) in regression.drift.row(at: before).enumerated() {
        score[i] = value * residuals[index]
      }
      let fitted = zip(regression.diffusion.row(at: sample.positions[0][index]), diffusion)
        .reduce(0) { $0 + $1.0 * $1.1 }
      for (i, value) in regression.diffusion.row(at: before).enumerated() {
        score[first + i] = value * (square(index) - fitted)
      }
    }
    var bread = Matrix(rowCount: first + second, columnCount: first + second)
    for i in 0..<first {
      for j in 0..<first { bread[i, j] = driftInverse[i, j] }
    }
    for i in 0..<second {
      for j in 0..<second { bread[first + i, first + j] = diffusionInverse[i, j] }
    }
    return bread * meat.matrix * bread.transposed
  }

  /// −E[e_t e_{t+1}] over the slope of the mean of x_{t+1} in x_t, with its error.
  func noiseVariance(_ errors: ErrorModel) -> (Double, Double) {
    var (sum, count) = (0.0, 0.0)
    for index in 0..<sample.count where inner[index] {
      sum -= residuals[index] * residuals[index + 1]
      count += 1
    }
    let mean = sum / count
    let spread = ScoreCovariance(count: 1, sample, errors) { index, score in
      score[0] = inner[index] ? -residuals[index] * residuals[index + 1] - mean : 0
    }
    let slope = meanSlope
    return (mean / slope, spread.matrix[0, 0].squareRoot() / (count * abs(slope)))
  }

  /// The mean over the data of 1 + τ ∂a/∂x.
  private var meanSlope: Double {
    let range = sample.range(ofVariable: 0)
    let step = 1e-4 * (range.upperBound - range.lowerBound)
    var sum = 0.0
    for (index, x) in sample.positions[0].enumerated() {
      let (above, below) = (regression.drift.row(at: x + step), regression.drift.row(at: x - step))
      for i in drift.indices { sum += sample.lags[index] * drift[i] * (above[i] - below[i]) }
    }
    return 1 + sum / (2 * step * Double(sample.count))
  }
}
