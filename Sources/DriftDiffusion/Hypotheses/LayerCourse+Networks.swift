internal import InformationTheory
internal import RealModule

extension LayerCourse {
  /// The course of a layer in an ensemble of networks, each a unit of its own.
  ///
  /// The entropy is that of the normal law with the variance of the layer's weights in the network
  /// (its bias removed), so it tells little apart from the gain; the variance inflation of the tests
  /// says how little. A noise ensemble has an entropy of its own.
  ///
  /// There is no course when the log has less than three weights in the layer, or weights and
  /// information do not belong to the same networks.
  ///
  /// - Parameters:
  ///   - log: The weights.
  ///   - layerIndex: The layer's place in the log, from 0.
  ///   - information: The information, with the same layers.
  public init?(_ log: GradientLog, layerIndex: Int, information: InformationLog) {
    let layer = log.layers[layerIndex]
    guard layer.hasWeights, layer.weightCount >= 3, information.networkCount == log.networkCount,
      layerIndex < information.layerCount
    else { return nil }
    let pairs = log.epochs.indices.compactMap { time in
      information.epochs.firstIndex(of: log.epochs[time]).map { (time, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    let curves = information.inputCurves(layer: layerIndex).values
    var estimator = EntropyConfiguration()
    estimator.estimator = .gaussian
    var (entropy, gain) = ([[Double]](), [[Double]]())
    for network in 0..<log.networkCount {
      let states = pairs.map { time, _ in
        layer.weights[layer.range(network: network, time: time, timeCount: log.epochs.count)]
      }
      entropy.append(
        states.map { (try? estimator.entropy(of: Array($0)).value) ?? -.infinity })
      gain.append(states.map { Double.log($0.reduce(0) { $0 + $1 * $1 }) / 2 })
    }
    self.init(
      layer: layer.number, times: pairs.map { log.learningTimes[$0.0] },
      information: curves.map { curve in pairs.map { curve[$0.1] } }, entropy: entropy,
      logGain: gain)
  }
}
