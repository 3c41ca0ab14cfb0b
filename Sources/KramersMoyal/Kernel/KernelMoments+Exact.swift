extension KernelMoments {
  /// Fits locally at given points with every sample at its own place.
  ///
  /// Lags may differ: the drift weights increments by their lag, and squared residuals are divided by
  /// it. Residuals are taken about the drift that is fitted every fifth of a bandwidth and straight
  /// between. For n samples of which m are within reach the work is O(n log n) and O(m) per fit.
  ///
  /// - Parameters:
  ///   - sample: Increments of one variable.
  ///   - points: Where to fit, at least two, ascending.
  ///   - bandwidth: The width of the kernel.
  ///   - kernel: The kernel.
  ///   - fit: What is fitted locally.
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``,
  ///   ``KramersMoyalError/badParameter(name:value:remedy:)`` and
  ///   ``KramersMoyalError/tooFewSamples(needed:found:)``.
  public init(
    exactly sample: IncrementSample, at points: [Double], bandwidth: Double,
    kernel: SmoothingKernel = .epanechnikov, fit: LocalFit = .linear
  ) throws(KramersMoyalError) {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    guard bandwidth > 0, bandwidth.isFinite else {
      throw .badParameter(name: "bandwidth", value: bandwidth, remedy: "it must be positive")
    }
    guard points.count >= 2, zip(points, points.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .tooFewSamples(needed: 2, found: points.count)
    }
    let local = LocalSamples(sample, bandwidth: bandwidth, kernel: kernel, fit: fit)
    let drift = points.map { local.drift(at: $0) }
    let spread = local.squares(about: local.driftEverywhere())
    let diffusion = points.map { local.mean(of: spread.squares, at: $0) }
    let fourth = points.map { local.mean(of: spread.fourths, at: $0).value }
    self.init(
      points: points, lag: sample.meanLag, bandwidth: bandwidth,
      drift: Estimates(values: drift.map(\.value), standardErrors: drift.map(\.error)),
      diffusion: Estimates(
        values: diffusion.map(\.value), standardErrors: diffusion.map(\.error)),
      fourthCumulant: zip(fourth, diffusion).map {
        ($0 - 12 * $1.value * $1.value) * sample.meanLag / 24
      },
      weights: points.map(local.total), range: sample.range(ofVariable: 0),
      sampleCount: sample.count)
  }
}

/// Samples in the order of their places, for fits within the reach of a kernel.
private struct LocalSamples {
  let positions: [Double]
  let lags: [Double]
  let velocities: [Double]
  let bandwidth: Double
  let kernel: SmoothingKernel
  let fit: LocalFit

  init(_ sample: IncrementSample, bandwidth: Double, kernel: SmoothingKernel, fit: LocalFit) {
    let order = sample.positions[0].indices.sorted {
      sample.positions[0][$0] < sample.positions[0][$1]
    }
    positions = order.map { sample.positions[0][$0] }
    lags = order.map { sample.lags[$0] }
    velocities = order.map { sample.increments[0][$0] / sample.lags[$0] }
    self.bandwidth = bandwidth
    self.kernel = kernel
    self.fit = fit
  }

  func total(at point: Double) -> Double {
    reach(of: point).reduce(0) { $0 + weight($1, point) }
  }

  func drift(at point: Double) -> (value: Double, error: Double) {
    local(velocities, at: point) { lags[$0] }
  }

  func mean(of responses: [Double], at point: Double) -> (value: Double, error: Double) {
    local(responses, at: point) { _ in 1 }
  }

  /// The drift over all samples, every fifth of a bandwidth.
  func driftEverywhere() -> (points: [Double], values: [Double]) {
    guard let low = positions.first, let high = positions.last else { return ([], []) }
    let count = max(2, Int(5 * (high - low) / bandwidth) + 2)
    let points = (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
    return (points, points.map { drift(at: $0).value })
  }

  /// e²/(2τ) and e⁴/τ² about a drift that is straight between points.
  func squares(
    about drift: (points: [Double], values: [Double])
  ) -> (squares: [Double], fourths: [Double]) {
    var (squares, fourths) = ([Double](), [Double]())
    for index in positions.indices {
      let (place, offset) = BasisEvaluator.interval(of: positions[index], drift.points)
      let width = drift.points[place + 1] - drift.points[place]
      let change = drift.values[place + 1] - drift.values[place]
      let mean = drift.values[place] + (width > 0 ? change * offset / width : 0)
      let residual = (velocities[index] - mean) * lags[index]
      squares.append(residual * residual / (2 * lags[index]))
      fourths.append(4 * squares[index] * squares[index])
    }
    return (squares, fourths)
  }

  private func local(
    _ responses: [Double], at point: Double, _ importance: (Int) -> Double
  ) -> (value: Double, error: Double) {
    let range = reach(of: point)
    var sums = SIMD3<Double>.zero
    for index in range where responses[index].isFinite {
      let (w, d) = (weight(index, point) * importance(index), positions[index] - point)
      sums += SIMD3(w, w * d, w * d * d)
    }
    let weights =
      fit == .constant
      ? LocalWeights(total: sums[0])
      : LocalWeights(sums[0], sums[1], sums[2], shortest: 1e-6 * bandwidth)
    func factor(_ index: Int) -> Double {
      (weights.constant + weights.slope * (positions[index] - point))
        * weight(index, point) * importance(index)
    }
    var value = range.isEmpty ? Double.nan : 0
    for index in range where responses[index].isFinite { value += factor(index) * responses[index] }
    var square = 0.0
    for index in range where responses[index].isFinite {
      let part = factor(index) * (responses[index] - value)
      square += part * part
    }
    return (value, square.squareRoot())
  }

  private func weight(_ index: Int, _ point: Double) -> Double {
    kernel.weight((positions[index] - point) / bandwidth)
  }

  /// The samples within the reach of the kernel.
  private func reach(of point: Double) -> Range<Int> {
    let width = bandwidth * kernel.reach
    return firstIndex(above: point - width)..<firstIndex(above: point + width)
  }

  private func firstIndex(above x: Double) -> Int {
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] > x { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
