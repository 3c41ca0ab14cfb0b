extension KernelMoments {
  /// The process with these curves, straight between the points.
  ///
  /// Points with too little data are left out; what lies beyond the rest is continued. With the
  /// correction for the lag the curves are changed, a few times over, by what the increments of the
  /// process still differ from the measured ones; structure finer than an increment's spread, which
  /// no data over this lag contain, is left alone.
  ///
  /// - Parameters:
  ///   - correctsLag: Whether the curves are corrected for the finite lag.
  ///   - smallestWeight: The weighted number of samples in reach that a point must have.
  ///   - spacing: The distance of the points that are kept, in bandwidths.
  /// - Returns: The process.
  /// - Throws: ``KramersMoyalError/noData`` when fewer than two points are left.
  public func process(
    correctsLag: Bool = true, smallestWeight: Double = 20, spacing: Double = 0.2
  ) throws(KramersMoyalError) -> FittedProcess {
    var kept: [Int] = []
    let distance = spacing * min(driftBandwidth, diffusionBandwidth)
    for index in points.indices where weights[index] >= smallestWeight {
      guard drift.values[index].isFinite, diffusion.values[index] > 0 else { continue }
      if kept.last.map({ points[index] - points[$0] >= distance }) ?? true { kept.append(index) }
    }
    guard kept.count >= 2 else { throw .noData }
    var curves = KernelCurves(self, kept)
    if correctsLag {
      for _ in 0..<6 { try curves.correct() }
      try curves.scaleErrors()
    }
    return try curves.process(isLagCorrected: correctsLag)
  }
}

/// Curves at chosen points on their way to a process.
private struct KernelCurves {
  let measured: KernelMoments
  let kept: [Int]
  let points: [Double]
  let range: ClosedRange<Double>
  let smallestDiffusion: Double
  var drift: Estimates
  var diffusion: Estimates

  init(_ moments: KernelMoments, _ kept: [Int]) {
    measured = moments
    self.kept = kept
    points = kept.map { moments.points[$0] }
    range = points[0]...points[points.count - 1]
    drift = Self.selected(moments.drift, kept)
    diffusion = Self.selected(moments.diffusion, kept)
    smallestDiffusion = 1e-3 * diffusion.values.reduce(0, +) / Double(kept.count)
  }

  private static func selected(_ estimates: Estimates, _ kept: [Int]) -> Estimates {
    Estimates(
      values: kept.map { estimates.values[$0] },
      standardErrors: kept.map { estimates.standardErrors[$0] })
  }

  /// Changes the curves by what is still missing in the increments.
  mutating func correct() throws(KramersMoyalError) {
    let found = try transitions()
    for (place, index) in kept.enumerated() {
      let (mean, variance) = found[place]
      drift.values[place] += measured.drift.values[index] - mean / measured.lag
      let change = measured.diffusion.values[index] - variance / (2 * measured.lag)
      diffusion.values[place] = max(smallestDiffusion, diffusion.values[place] + change)
    }
  }

  /// Divides the errors by how much the increments follow a change of the curves.
  mutating func scaleErrors() throws(KramersMoyalError) {
    let before = try transitions()
    var moved = self
    let step = 1e-3 * moved.drift.standardErrors.reduce(0, max)
    for place in points.indices {
      moved.drift.values[place] += step
      moved.diffusion.values[place] *= 1.001
    }
    let after = try moved.transitions()
    for place in points.indices {
      let first = (after[place].0 - before[place].0) / (step * measured.lag)
      let second = (after[place].1 / before[place].1 - 1) / 0.001
      drift.standardErrors[place] /= min(max(first, 0.05), 20)
      diffusion.standardErrors[place] /= min(max(second, 0.05), 20)
    }
  }

  /// Mean and variance of the increments from each point.
  private func transitions() throws(KramersMoyalError) -> [(Double, Double)] {
    let process = try process(isLagCorrected: true)
    let moments = TransitionMoments(process, lags: [measured.lag])
    return points.map { x in
      let value = moments.value(at: x, lag: measured.lag)
      return (value.mean, value.variance)
    }
  }

  func process(isLagCorrected: Bool) throws(KramersMoyalError) -> FittedProcess {
    FittedProcess(
      drift: try FittedCurve(
        basis: .line(points: points), coefficients: drift.values,
        errors: .standardErrors(drift.standardErrors), range: range, continuation: .linear),
      diffusion: try FittedCurve(
        basis: .line(points: points), coefficients: diffusion.values,
        errors: .standardErrors(diffusion.standardErrors), range: range, continuation: .constant),
      smallestDiffusion: smallestDiffusion, lag: measured.lag,
      sampleCount: measured.sampleCount, isLagCorrected: isLagCorrected)
  }
}
