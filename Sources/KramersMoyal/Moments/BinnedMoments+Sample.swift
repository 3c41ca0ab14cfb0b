public import Grids

extension BinnedMoments {
  /// Estimates the coefficients from a sample of one variable, with errors of a chosen kind.
  ///
  /// Lags may differ: then D₁ = ΣΔx/Στ, and with the residuals e = Δx − D₁τ the higher moments are
  /// those of e √(τ̄/τ) at the mean lag τ̄.
  ///
  /// - Parameters:
  ///   - sample: The increments.
  ///   - axis: The cells; increments that start outside are left out.
  ///   - errors: Which increments count as independent.
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``,
  ///   ``KramersMoyalError/tooFewClusters(needed:found:)`` and ``KramersMoyalError/noData``.
  public init(
    _ sample: IncrementSample, axis: Axis, errors: ErrorModel = .independent
  ) throws(KramersMoyalError) {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    if let lag = sample.lags.common {
      try self.init(Self.sums(sample.positions[0], sample.increments[0], axis), lag: lag)
    } else {
      try self.init(unequal: sample, axis)
    }
    guard errors != .independent else { return }
    if errors == .clustered, sample.clusterCount < 2 {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
    let cells = CellErrors(sample, self, errors)
    drift.standardErrors = cells.driftErrors
    diffusion.standardErrors = cells.diffusionErrors
  }

  private init(unequal sample: IncrementSample, _ axis: Axis) throws(KramersMoyalError) {
    var counts = [Int](repeating: 0, count: axis.cellCount)
    var (time, change) = ([Double](repeating: 0, count: axis.cellCount), [Double]())
    change = time
    for index in 0..<sample.count {
      guard let cell = axis.cell(containing: sample.positions[0][index]) else { continue }
      counts[cell] += 1
      time[cell] += sample.lags[index]
      change[cell] += sample.increments[0][index]
    }
    let drift = zip(change, time).map { $0 / $1 }
    var powers = [SIMD4<Double>](repeating: .zero, count: axis.cellCount)
    for index in 0..<sample.count {
      guard let cell = axis.cell(containing: sample.positions[0][index]) else { continue }
      let lag = sample.lags[index]
      let e = (sample.increments[0][index] - drift[cell] * lag) / lag.squareRoot()
      powers[cell] += SIMD4(0, e * e, e * e * e, e * e * e * e)
    }
    let lag = sample.meanLag
    try self.init(
      axis: axis, lag: lag, counts: counts, means: drift.map { $0 * lag },
      centralMoments: zip(counts, powers).map { count, powers in
        let mean = powers / Double(count)
        return CentralMoments(
          second: mean[1] * lag, third: mean[2] * lag * lag.squareRoot(),
          fourth: mean[3] * lag * lag)
      })
  }
}

/// Standard errors of cells from sums of residuals over what counts as dependent.
///
/// The drift's residual is e = Δx − D₁τ, the diffusion's e²/(2τ) − D₂; a cell's variance is the sum of
/// the squares of their sums over clusters, or over windows with Bartlett's weights.
private struct CellErrors {
  private var squares: [SIMD2<Double>]
  private var times: [Double]
  private let counts: [Int]
  private let clusterFactor: Double

  init(_ sample: IncrementSample, _ moments: BinnedMoments, _ errors: ErrorModel) {
    squares = [SIMD2<Double>](repeating: .zero, count: moments.axis.cellCount)
    times = [Double](repeating: 0, count: moments.axis.cellCount)
    counts = moments.counts
    let clusters = Double(sample.clusterCount)
    clusterFactor = errors == .clustered ? clusters / (clusters - 1) : 1
    let residuals = CellResiduals(sample, moments)
    for index in 0..<sample.count {
      if let cell = residuals.cells[index] { times[cell] += sample.lags[index] }
    }
    if errors == .clustered {
      for cluster in 0..<sample.clusterCount {
        addSum(residuals, sample.samples(ofCluster: cluster))
      }
    } else {
      let window = errors.window(of: sample) + 1
      for sequence in 0..<sample.sequenceCount {
        addWindows(residuals, sample.samples(ofSequence: sequence), window)
      }
    }
  }

  private mutating func addSum(_ residuals: CellResiduals, _ range: Range<Int>) {
    var sums: [Int: SIMD2<Double>] = [:]
    for index in range {
      if let cell = residuals.cells[index] { sums[cell, default: .zero] += residuals.values[index] }
    }
    for (cell, sum) in sums { squares[cell] += sum * sum }
  }

  /// Adds the squares of the sums over all windows of a length, by which Bartlett's weights come
  /// about; a cell's running sum is squared only when it changes.
  private mutating func addWindows(
    _ residuals: CellResiduals, _ range: Range<Int>, _ window: Int
  ) {
    var running: [Int: (sum: SIMD2<Double>, since: Int)] = [:]
    func change(_ cell: Int, by value: SIMD2<Double>, at time: Int) -> SIMD2<Double> {
      let (sum, since) = running[cell] ?? (.zero, time)
      running[cell] = (sum + value, time)
      return sum * sum * (Double(time - since) / Double(window))
    }
    for time in range.lowerBound..<(range.upperBound + window) {
      if time < range.upperBound, let cell = residuals.cells[time] {
        squares[cell] += change(cell, by: residuals.values[time], at: time)
      }
      let leaving = time - window
      if leaving >= range.lowerBound, let cell = residuals.cells[leaving] {
        squares[cell] += change(cell, by: -residuals.values[leaving], at: time)
      }
    }
  }

  var driftErrors: [Double] {
    zip(squares, times).map { (clusterFactor * $0[0]).squareRoot() / $1 }
  }

  var diffusionErrors: [Double] {
    zip(squares, counts).map {
      $1 > 1 ? (clusterFactor * $0[1]).squareRoot() / Double($1 - 1) : .nan
    }
  }
}

/// The cell of each sample, and the residuals of its drift and diffusion.
private struct CellResiduals {
  var cells: [Int?]
  var values: [SIMD2<Double>]

  init(_ sample: IncrementSample, _ moments: BinnedMoments) {
    cells = sample.positions[0].map { moments.axis.cell(containing: $0) }
    values = []
    values.reserveCapacity(sample.count)
    for index in 0..<sample.count {
      guard let cell = cells[index] else {
        values.append(.zero)
        continue
      }
      let lag = sample.lags[index]
      let e = sample.increments[0][index] - moments.drift.values[cell] * lag
      values.append(SIMD2(e, e * e / (2 * lag) - moments.diffusion.values[cell]))
    }
  }
}
