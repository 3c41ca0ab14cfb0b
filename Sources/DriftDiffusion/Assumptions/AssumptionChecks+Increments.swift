extension AssumptionChecks {
  /// The least slope of w(s + τ) on w(s) that tells a diffusion coefficient: with less the lag is
  /// beyond 1.4 relaxation times, and increments tell the stationary variance alone.
  private static let leastMemory = 0.25

  /// The diffusion coefficient of the increments to the next recorded epoch over that of the gradients.
  ///
  /// A linear process of the memory g = 1 + slope of the increments on w leaves the variance
  /// D τ (g² − 1)/ln g about the line, which is 2 D τ for g = 1 alone.
  func increments(ofLayer index: Int) -> [Double] {
    let layer = log.layers[index]
    return perEpoch(layer, 0..<log.epochs.count - 1) { increments(layer, $0) }
  }

  private func increments(_ layer: LayerLog, _ time: Int) -> [Double] {
    let networks = LayerSample(log, layer, time: time).networks
    let lines = networks.indices.map { incrementLine(layer, $0, time) }
    let lag = log.learningTimes[time + 1] - log.learningTimes[time]
    guard let factor = lagFactor(of: lines.compactMap(\.self), lag: lag) else {
      return networks.map { _ in .nan }
    }
    return zip(lines, networks).map { line, network in
      let (diffusion, _) = moments(network.diffusion[...])
      guard let line, diffusion > 0 else { return .nan }
      return line.rest * factor / (2 * lag * diffusion)
    }
  }

  private func incrementLine(_ layer: LayerLog, _ network: Int, _ time: Int) -> LineOverWeights? {
    let count = log.epochs.count
    let now = layer.weights[layer.range(network: network, time: time, timeCount: count)]
    let next = layer.weights[layer.range(network: network, time: time + 1, timeCount: count)]
    let changes = zip(next, now).map { $0 - $1 }
    return now.count > 3 ? LineOverWeights(weights: now, values: changes[...]) : nil
  }

  /// 2 ln g/(g² − 1) for the memory of all networks; nil where the weights have lost it, or too few
  /// weights tell it from none (four standard errors).
  private func lagFactor(of lines: [LineOverWeights], lag: Double) -> Double? {
    var (slope, weightSquares, rest) = (0.0, 0.0, 0.0)
    for line in lines {
      slope += line.slope * line.weightVariance
      weightSquares += line.weightVariance * (line.count - 1)
      rest += line.rest / Double(lines.count)
    }
    slope /= lines.reduce(0) { $0 + $1.weightVariance }
    let error = (rest / weightSquares).squareRoot()
    guard 1 + slope > max(Self.leastMemory, 4 * error) else { return nil }
    // The noise of the whole lag, as if it entered in one step.
    let process = FiniteStep(lag: lag, step: lag)
    let rate = slope / lag
    return process.driftFactor(slope: rate).map {
      process.diffusionFactor(correctedSlope: rate * $0)
    }
  }
}
