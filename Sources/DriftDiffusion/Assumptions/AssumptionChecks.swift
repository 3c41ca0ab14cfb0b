/// What a gradient log says of the assumptions behind the layer equations.
///
/// Every measure is a number per network and recorded epoch; its interval resamples networks.
public struct AssumptionChecks: Sendable {
  let log: GradientLog
  private let bootstrap: NetworkBootstrap

  /// Prepares the checks of a log.
  ///
  /// - Parameters:
  ///   - log: The gradients, with what is known of the steps.
  ///   - resamples: The number of resamples of the networks.
  ///   - level: The probability that an interval is meant to cover.
  ///   - seed: The seed of the resampling.
  public init(_ log: GradientLog, resamples: Int = 400, level: Double = 0.95, seed: UInt64 = 1) {
    self.log = log
    bootstrap = NetworkBootstrap(
      networkCount: log.networkCount, resamples: resamples, level: level, seed: seed)
  }

  /// The checks of the network as a whole.
  public func ofNetwork() -> [AssumptionCheck] {
    let sharpness = log.steps.sharpness
    let values = sharpness.isEmpty ? unknown : sharpness.map { $0 * log.learningRate }
    return [check(.smallSteps, 0, values)]
  }

  /// The checks of one layer.
  ///
  /// - Parameter index: The layer's place in the log, from 0.
  /// - Returns: One check per assumption about a layer.
  public func ofLayer(at index: Int) -> [AssumptionCheck] {
    let number = log.layers[index].number
    return [
      check(.whiteNoise, number, correlations(ofLayer: index)),
      check(.normalNoise, number, kurtoses(ofLayer: index)),
      check(.independentNoise, number, participations(ofLayer: index)),
      check(.uniformDiffusion, number, diffusionVariations(ofLayer: index)),
      check(.driftOfWeight, number, driftShares(ofLayer: index)),
      check(.diffusiveIncrements, number, increments(ofLayer: index)),
    ]
  }

  private func check(
    _ assumption: Assumption, _ layer: Int, _ values: [Double]
  ) -> AssumptionCheck {
    AssumptionCheck(assumption, layer: layer, values: values, epochs: log.epochs, bootstrap)
  }

  /// No value for any network at any epoch.
  var unknown: [Double] {
    [Double](repeating: .nan, count: log.networkCount * log.epochs.count)
  }

  /// One layer's part of an array of the shape [network][epoch][layer].
  private func part(_ values: [Double], _ layer: Int) -> [Double] {
    guard !values.isEmpty else { return unknown }
    return stride(from: layer, to: values.count, by: log.layers.count).map { values[$0] }
  }

  // MARK: - Noise

  private func correlations(ofLayer index: Int) -> [Double] {
    let steps = log.steps.stepsPerEpoch
    let expected = steps > 1 ? -1 / (steps - 1) : 0
    return part(log.steps.autocorrelation, index).map { $0 - expected }
  }

  private func kurtoses(ofLayer index: Int) -> [Double] {
    part(log.steps.excessKurtosis, index).map { $0 / log.steps.batchSize }
  }

  private func participations(ofLayer index: Int) -> [Double] {
    let count = Double(log.layers[index].weightCount)
    return part(log.steps.participationRatio, index).map { $0 / count }
  }

  // MARK: - Closures

  /// The variation of σ² over tenths of the weights, less what the few weights of a tenth explain.
  private func diffusionVariations(ofLayer index: Int) -> [Double] {
    perSample(log.layers[index]) { network in
      let order = network.weights.indices.sorted { network.weights[$0] < network.weights[$1] }
      let offset = network.weights.startIndex
      let sorted = order.map { network.diffusion[$0 - offset] }
      let parts = min(10, sorted.count / 4)
      guard parts > 1 else { return .nan }
      var (means, noise) = ([Double](), 0.0)
      for part in 0..<parts {
        let values = sorted[part * sorted.count / parts..<(part + 1) * sorted.count / parts]
        let (mean, variance) = moments(values)
        means.append(mean)
        noise += variance / Double(values.count) / Double(parts)
      }
      let (mean, variance) = moments(means[...])
      guard mean > 0 else { return .nan }
      return max(variance - noise, 0).squareRoot() / mean
    }
  }

  /// A measure of every network at every epoch, shape [network][epoch].
  func perSample(
    _ layer: LayerLog, _ measure: (LayerSample.Network) -> Double
  ) -> [Double] {
    perEpoch(layer, log.epochs.indices) { time in
      LayerSample(log, layer, time: time).networks.map(measure)
    }
  }

  /// A measure of all networks at some epochs, shape [network][epoch], NaN at the others.
  func perEpoch(
    _ layer: LayerLog, _ times: Range<Int>, _ measure: (Int) -> [Double]
  ) -> [Double] {
    guard layer.hasWeights else { return unknown }
    var result = unknown
    for time in times {
      for (network, value) in measure(time).enumerated() {
        result[network * log.epochs.count + time] = value
      }
    }
    return result
  }
}
