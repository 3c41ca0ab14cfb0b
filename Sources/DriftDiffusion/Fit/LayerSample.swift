/// The weights and gradients of one layer at one time, network by network.
struct LayerSample {
  /// One network's part.
  struct Network {
    var weights: ArraySlice<Double>
    var means: ArraySlice<Double>
    /// (η/2) σ² of each weight, times the noise that the optimiser feels, plus what it injects.
    var diffusion: [Double]
  }

  let layer: Int
  let epoch: Double
  let networks: [Network]

  init(_ log: GradientLog, _ layer: LayerLog, time: Int) {
    self.layer = layer.number
    epoch = log.epochs[time]
    let factor = log.learningRate / 2 * log.noiseScale
    networks = (0..<log.networkCount).map { network in
      let range = layer.range(network: network, time: time, timeCount: log.epochs.count)
      return Network(
        weights: layer.hasWeights ? layer.weights[range] : [], means: layer.means[range],
        diffusion: layer.standardDeviations[range].map { factor * $0 * $0 + log.injectedDiffusion })
    }
  }

  /// All weights.
  var pooledWeights: [Double] { networks.flatMap(\.weights) }

  /// The mean and the unbiased variance of all weights.
  var weightMeanAndVariance: (mean: Double, variance: Double) {
    let weights = pooledWeights
    var mean = 0.0
    for weight in weights { mean += weight }
    mean /= Double(weights.count)
    var sum = 0.0
    for weight in weights { sum += (weight - mean) * (weight - mean) }
    return (mean, weights.count > 1 ? sum / Double(weights.count - 1) : 0)
  }
}
