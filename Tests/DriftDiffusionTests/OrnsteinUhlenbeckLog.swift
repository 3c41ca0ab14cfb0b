import DriftDiffusion
import RandomStreams
import RealModule

/// A log of exact stationary paths of dw = −θ (w − m) ds + √(2 D) dW, with velocities over the epoch
/// that follows each recorded one.
struct OrnsteinUhlenbeckLog {
  var networks = 8
  var weights = 400
  /// The relaxation rate θ per unit of learning time.
  var rate = 2.0
  /// The recorded epochs, at least one apart; an epoch has 20 steps of 0.01.
  var epochs = stride(from: 0.0, to: 20, by: 2).map { $0 }
  /// How much wider increments are than the measured noise makes them.
  var spread = 1.0
  /// The standard deviation over the weights of their own m, in units of that of w about m.
  var ownCenters = 0.0
  /// Whether the mean gradients are minus the velocities.
  var isMoving = false
  /// Whether the frozen means are logged beside the velocities.
  var keepsFrozen = false
  var seed: UInt64 = 3

  private let learningRate = 0.01
  private let stepsPerEpoch = 20.0
  private let deviation = 1.5
  private var epochTime: Double { learningRate * stepsPerEpoch }
  /// The standard deviation of w about m.
  private var width: Double {
    spread * (learningRate / 2 * deviation * deviation / rate).squareRoot()
  }

  func log() throws -> GradientLog {
    var layer = LayerLog(
      number: 1, weightCount: weights, weights: [], means: [], standardDeviations: [])
    for network in 0..<networks { append(network, to: &layer) }
    var steps = StepRecord()
    steps.stepsPerEpoch = stepsPerEpoch
    return try GradientLog(
      epochs: epochs, learningTimes: epochs.map { epochTime * $0 }, networkCount: networks,
      learningRate: learningRate, gradients: isMoving ? .moving : .frozen, steps: steps,
      layers: [layer])
  }

  private func append(_ network: Int, to layer: inout LayerLog) {
    var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(network))
    let centers = (0..<weights).map { _ in ownCenters * width * stream.normal() }
    var now = centers.map { $0 + width * stream.normal() }
    for (index, epoch) in epochs.enumerated() {
      let next = zip(now, centers).map { moved($0, about: $1, epochs: 1, &stream) }
      let frozen = zip(now, centers).map { rate * ($0 - $1) }
      layer.weights += now
      layer.means += isMoving ? zip(now, next).map { ($0 - $1) / epochTime } : frozen
      if isMoving && keepsFrozen { layer.frozenMeans += frozen }
      layer.standardDeviations += now.map { _ in deviation }
      let gap = (index + 1 < epochs.count ? epochs[index + 1] : epoch + 1) - epoch - 1
      now = zip(next, centers).map { moved($0, about: $1, epochs: gap, &stream) }
    }
  }

  private func moved(
    _ weight: Double, about center: Double, epochs: Double, _ stream: inout RandomStream
  ) -> Double {
    let memory = Double.exp(-rate * epochs * epochTime)
    return center + memory * (weight - center)
      + width * (1 - memory * memory).squareRoot() * stream.normal()
  }
}
