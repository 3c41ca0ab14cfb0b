import DriftDiffusion
import RandomStreams

/// A log of one layer whose gradients are given functions of the weights.
struct SyntheticLog {
  var networks = 12
  var weights = 80
  var epochs = [0.0, 1, 3, 10]
  var learningRate = 0.01
  var noiseScale = 1.0
  var optimizer = ""
  var seed: UInt64 = 1
  /// The drift of a weight, minus its mean gradient.
  var drift: (Double) -> Double = { 0.3 - 0.7 * $0 }
  /// The standard deviation of a weight's gradient between mini-batches.
  var deviation: (Double) -> Double = { _ in 0.2 }
  /// The standard deviation of an error that all weights of a network share.
  var networkError = 0.0
  /// The standard deviation of an error of every weight.
  var weightError = 0.0

  /// The log; weights are standard normal.
  func log() throws -> GradientLog {
    var layer = LayerLog(
      number: 1, weightCount: weights, weights: [], means: [], standardDeviations: [])
    for network in 0..<networks {
      var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(network))
      for _ in epochs {
        let shared = networkError * stream.normal()
        for _ in 0..<weights {
          let weight = stream.normal()
          layer.weights.append(weight)
          layer.means.append(-drift(weight) + shared + weightError * stream.normal())
          layer.standardDeviations.append(deviation(weight))
        }
      }
    }
    return try GradientLog(
      epochs: epochs, learningTimes: epochs.map { 0.14 * $0 }, networkCount: networks,
      learningRate: learningRate, noiseScale: noiseScale, statefulOptimizer: optimizer,
      layers: [layer])
  }
}
