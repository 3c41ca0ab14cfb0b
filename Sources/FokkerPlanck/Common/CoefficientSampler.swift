internal import StochasticProcesses

/// The drift and the diffusion coefficient of a process on given points, one call per time.
struct CoefficientSampler {
  let points: CellVector
  /// Points whose coefficients are not used and may be anything, as at a reflecting wall.
  let unused: [Int]
  private let evaluate: (CellVector, Double, CellVector, CellVector) -> Void

  /// - Parameters:
  ///   - process: The process.
  ///   - points: The points, which the caller may move between samples.
  ///   - unused: The indices of points whose coefficients are taken for zero.
  init<Process: DiffusionProcess>(
    _ process: Process, at points: CellVector, unused: [Int] = []
  ) where Process.Scalar == Double {
    self.points = points
    self.unused = unused
    evaluate = { points, time, drift, diffusion in
      var driftSpan = drift.buffer.mutableSpan
      var diffusionSpan = diffusion.buffer.mutableSpan
      process.evaluate(
        at: UnsafeBufferPointer(points.buffer).span, time: time, drift: &driftSpan,
        diffusion: &diffusionSpan)
    }
  }

  /// Evaluates both coefficients and checks every value.
  ///
  /// - Throws: ``FokkerPlanckError/driftNotFinite(value:x:time:)`` and
  ///   ``FokkerPlanckError/invalidDiffusion(value:x:time:)``.
  func sample(
    at time: Double, drift: CellVector, diffusion: CellVector
  ) throws(FokkerPlanckError) {
    evaluate(points, time, drift, diffusion)
    for index in unused { (drift.pointer[index], diffusion.pointer[index]) = (0, 0) }
    guard Self.areValid(drift.pointer, diffusion.pointer, points.count) else {
      throw failure(time, drift, diffusion)
    }
  }

  /// Whether all drifts are finite and all diffusion coefficients finite and not negative.
  private static func areValid(
    _ drift: UnsafePointer<Double>, _ diffusion: UnsafePointer<Double>, _ count: Int
  ) -> Bool {
    // A product with zero is zero for finite numbers only.
    var check = Lanes.zero
    var smallest = Lanes.zero
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let diffusionLanes = loadLanes(diffusion + index)
      check += loadLanes(drift + index) * 0 + diffusionLanes * 0
      smallest.replace(with: diffusionLanes, where: diffusionLanes .< smallest)
    }
    var rest = 0.0
    var restSmallest = 0.0
    for index in whole..<count {
      rest += drift[index] * 0 + diffusion[index] * 0
      restSmallest = min(restSmallest, diffusion[index])
    }
    return check.sum() + rest == 0 && smallest.min() >= 0 && restSmallest >= 0
  }

  private func failure(
    _ time: Double, _ drift: CellVector, _ diffusion: CellVector
  ) -> FokkerPlanckError {
    for (index, x) in points.buffer.enumerated() {
      let (a, d) = (drift.pointer[index], diffusion.pointer[index])
      if !a.isFinite { return .driftNotFinite(value: a, x: x, time: time) }
      if !d.isFinite || d < 0 { return .invalidDiffusion(value: d, x: x, time: time) }
    }
    return .diverged(time: time)
  }
}
