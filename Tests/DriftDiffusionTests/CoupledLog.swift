import DriftDiffusion
import RandomStreams

/// A log of two layers in which every network has weights of its own mean and width, so that order
/// parameters differ from network to network and from epoch to epoch.
struct CoupledLog {
  var networks = 12
  var weightCounts = [60, 40]
  var epochs = [0.0, 1, 2, 4, 8]
  var seed: UInt64 = 1
  /// The drift of a weight of a layer, given the moments of both layers of its network.
  var drift: (_ layer: Int, _ weight: Double, _ moments: [WeightMoments]) -> Double
  /// The standard deviation of an error of every weight's gradient.
  var weightError = 0.0
  /// The standard deviation of an error that all weights of a layer of a network share.
  var networkError = 0.0

  /// The log; the noise of the gradients makes D = 0.01.
  func log() throws -> GradientLog {
    var layers = weightCounts.enumerated().map { index, count in
      LayerLog(
        number: index + 1, weightCount: count, weights: [], means: [], standardDeviations: [])
    }
    for network in 0..<networks {
      var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(network))
      for _ in epochs {
        let weights = weightCounts.map { count in
          let (center, width) = (0.3 * stream.normal(), 0.6 + 0.8 * stream.uniform())
          return (0..<count).map { _ in center + width * stream.normal() }
        }
        let moments = weights.map(Self.moments)
        for index in layers.indices {
          let shared = networkError * stream.normal()
          for weight in weights[index] {
            layers[index].weights.append(weight)
            layers[index].means.append(
              -drift(index, weight, moments) + shared + weightError * stream.normal())
            layers[index].standardDeviations.append(2.0.squareRoot())
          }
        }
      }
    }
    return try GradientLog(
      epochs: epochs, learningTimes: epochs.map { 0.5 * $0 }, networkCount: networks,
      learningRate: 0.01, layers: layers)
  }

  private static func moments(of weights: [Double]) -> WeightMoments {
    let count = Double(weights.count)
    return WeightMoments(
      mean: weights.reduce(0, +) / count,
      secondMoment: weights.reduce(0) { $0 + $1 * $1 } / count)
  }
}

/// Rates that depend linearly on the means and gains of both layers, of 60 and 40 weights.
func coupledRates(_ layer: Int, _ moments: [WeightMoments]) -> AffineRates {
  let gains = zip([60.0, 40], moments).map { ($0 * $1.secondMoment).squareRoot() }
  return layer == 0
    ? AffineRates(intercept: 0.1 + 0.3 * moments[1].mean, slope: -0.5 - 0.05 * (gains[1] - 6))
    : AffineRates(
      intercept: -0.2 * moments[0].mean, slope: -0.1 - 0.04 * (gains[0] - 8) - 0.1 * moments[1].mean
    )
}

func coupledDrift(_ layer: Int, _ weight: Double, _ moments: [WeightMoments]) -> Double {
  let rates = coupledRates(layer, moments)
  return rates.intercept + rates.slope * weight
}
