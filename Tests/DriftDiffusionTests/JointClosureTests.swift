import DriftDiffusion
import Foundation
import RandomStreams
import Testing

@Suite("The joint law of the gains of all layers")
struct JointClosureTests {
  private static let coupling = [[-0.8, 0.5], [0.3, -0.6]]
  private static let velocity = [1.2, 0.8]
  private static let center = [1.0, 0.5]

  /// The velocity of the gain of a layer.
  private static func velocity(_ layer: Int, _ gains: [Double]) -> Double {
    let deviations = zip(gains, center).map { $0 - $1 }
    return zip(coupling[layer], deviations).reduce(velocity[layer]) { $0 + $1.0 * $1.1 }
  }

  /// Networks of two layers whose weights grow as their gains do, without noise.
  private static func log(networks: Int, noise: Double = 0) throws -> GradientLog {
    let counts = [20, 12]
    let epochs = (0...20).map { Double($0) }
    var layers = counts.enumerated().map { index, count in
      LayerLog(
        number: index + 1, weightCount: count, weights: [], means: [], standardDeviations: [])
    }
    for network in 0..<networks {
      var stream = RandomStream(seed: 4, purpose: .general, index: UInt64(network))
      var gains = [1 + 0.5 * stream.normal(), 0.5 * stream.normal()]
      let shapes = counts.map { count in
        let values = (0..<count).map { _ in stream.normal() }
        let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / norm }
      }
      for time in epochs.indices {
        // Euler steps of a thousandth between records.
        for _ in 0..<(time == 0 ? 0 : 100) {
          let rates = [velocity(0, gains), velocity(1, gains)]
          gains = zip(gains, rates).map { $0 + 1e-3 * $1 }
        }
        for layer in layers.indices {
          let weights = shapes[layer].map { Foundation.exp(gains[layer]) * $0 }
          let rate = velocity(layer, gains)
          layers[layer].weights += weights
          layers[layer].means += weights.map { -rate * $0 }
          layers[layer].standardDeviations += weights.map { _ in noise }
        }
      }
    }
    return try GradientLog(
      epochs: epochs, learningTimes: epochs.map { 0.1 * $0 }, networkCount: networks,
      learningRate: 0.01, layers: layers)
  }

  @Test("The fit gives back the couplings, and the noise of the gains that of the weights")
  func fit() throws {
    let found = try JointClosure(fitting: Self.log(networks: 8), noiseAt: 3)
    for layer in 0..<2 {
      for other in 0..<2 {
        let error = abs(found.coupling[layer][other] - Self.coupling[layer][other])
        // The smallest penalty is 10⁻⁴ of the mean square; gains that grow together have little of their
        // own, a few hundredths of it, so couplings are too small by some thousandths.
        #expect(error < 0.01 * abs(Self.coupling[layer][other]), "\(found.coupling)")
      }
      let there = Self.velocity(layer, found.center)
      #expect(abs(found.velocity[layer] - there) < 1e-3, "\(found.velocity[layer]) \(there)")
    }
    #expect(found.diffusion == [0, 0])
    // D_w = (η/2) σ² for all weights gives D_w/‖W‖².
    let noisy = try Self.log(networks: 1, noise: 0.2)
    let closure = try JointClosure(fitting: noisy, noiseAt: 0)
    for (layer, diffusion) in zip(noisy.layers, closure.diffusion) {
      let square = layer.weights[..<layer.weightCount].reduce(0) { $0 + $1 * $1 }
      #expect(abs(diffusion * square - 0.005 * 0.04) < 1e-15)
    }
  }

  @Test("The law of a gain alone is that of the Ornstein-Uhlenbeck process")
  func law() throws {
    let closure = JointClosure(
      layers: [1], center: [0.2], velocity: [0.3], coupling: [[-1.5]], diffusion: [0.4])
    let laws = try closure.laws(from: [[1], [-2]], after: 0.7)
    let (rest, decay) = (0.2 + 0.3 / 1.5, Foundation.exp(-1.5 * 0.7))
    for (law, start) in zip(laws, [1.0, -2]) {
      #expect(abs(law.mean[0] - (rest + decay * (start - rest))) < 1e-12)
      #expect(abs(law.variance[0] - 0.4 / 1.5 * (1 - decay * decay)) < 1e-12)
    }
    let unstable = JointClosure(
      layers: [1], center: [0], velocity: [0], coupling: [[5]], diffusion: [0])
    #expect(throws: DriftDiffusionError.self) { try unstable.laws(from: [[1]], after: 3) }
  }

  @Test("Forecasts weights that scale with coupled gains where layers alone cannot")
  func forecast() throws {
    var configuration = ForecastConfiguration()
    configuration.epoch = 8
    var solve = SolveConfiguration()
    solve.cells = 512
    solve.accuracy = 1e-3
    let plan = try ForecastPlan(Self.log(networks: 16), configuration, solve: solve)
    let forecasts = try (0..<plan.layerCount).map { try plan.forecast(ofLayer: $0) }
    let skills = ForecastScore.skills(of: forecasts)
    let joint = try #require(skills.first { $0.method == .joint }).skill
    let affine = try #require(skills.first { $0.method == .affine }).skill
    #expect(joint.lower > 0 && joint.estimate > affine.estimate, "\(joint) \(affine)")
    // The moments of the gains are known: a forecast entropy follows the mean gain.
    for forecast in forecasts {
      let score = try #require(forecast.scores { _ in 0 }.first { $0.method == .joint })
      let isFinite = score.entropyError.allSatisfy { $0.isFinite }
      #expect(isFinite)
    }
  }
}
