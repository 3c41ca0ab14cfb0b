import DriftDiffusion
import Foundation
import RandomStreams
import Testing

@Suite("Forecasts of what the fit never saw")
struct ForecastTests {
  /// Networks whose weights follow dw = −θ (w − μ) ds + √(2 D) dW exactly, with gradients measured
  /// without error.
  static func log(
    networks: Int, weights: Int, theta: Double = 0.5, mu: Double = 0.6, diffusion: Double = 0.05,
    seed: UInt64
  ) throws -> GradientLog {
    let epochs = (0...24).map { Double($0 * 5) }
    let learningRate = 1e-3
    let times = epochs.map { 0.02 * $0 }
    var layer = LayerLog(
      number: 1, weightCount: weights, weights: [], means: [], standardDeviations: [])
    for network in 0..<networks {
      var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(network))
      var state = (0..<weights).map { _ in -0.5 + 0.2 * stream.normal() }
      for time in times.indices {
        if time > 0 {
          let decay = Foundation.exp(-theta * (times[time] - times[time - 1]))
          let spread = (diffusion / theta * (1 - decay * decay)).squareRoot()
          state = state.map { mu + decay * ($0 - mu) + spread * stream.normal() }
        }
        layer.weights += state
        layer.means += state.map { theta * ($0 - mu) }
        layer.standardDeviations += state.map { _ in (2 * diffusion / learningRate).squareRoot() }
      }
    }
    return try GradientLog(
      epochs: epochs, learningTimes: times, networkCount: networks, learningRate: learningRate,
      layers: [layer])
  }

  private static func scores(_ log: GradientLog) throws -> [ForecastMethod: ForecastScore] {
    var configuration = ForecastConfiguration()
    configuration.epoch = 30
    var solve = SolveConfiguration()
    solve.cells = 512
    solve.accuracy = 1e-3
    let forecast = try LayerForecast(log, layerIndex: 0, configuration, solve: solve)
    return Dictionary(
      uniqueKeysWithValues: forecast.scores { _ in .nan }.map { ($0.method, $0) })
  }

  @Test("The affine closure is calibrated on data simulated from it, and beats every baseline")
  func calibrated() throws {
    // 40 held-out networks of 60 independent weights.
    let scores = try Self.scores(Self.log(networks: 80, weights: 60, seed: 2))
    let affine = try #require(scores[.affine])
    #expect(affine.calibration.pValue > 0.01, "\(affine.calibration)")
    #expect(affine.coverage > 0.93 && affine.coverage < 0.97, "\(affine.coverage)")
    #expect(affine.skill.lower > 0)
    for method in ForecastMethod.allCases where method != .affine {
      guard let other = scores[method], method != .nonparametric else { continue }
      let own = affine.ranked.reduce(0, +)
      #expect(own < other.ranked.reduce(0, +), "\(method)")
      #expect(affine.logarithmic.reduce(0, +) < other.logarithmic.reduce(0, +), "\(method)")
    }
    let still = try #require(scores[.noChange])
    #expect(still.skill.estimate == 0 && still.calibration.pValue < 1e-6)
  }

  @Test("Nothing that comes later, and nothing of held-out networks, enters a forecast")
  func blind() throws {
    let log = try Self.log(networks: 4, weights: 30, seed: 5)
    var changed = log
    let count = log.epochs.count
    for network in 0..<4 {
      for time in 0..<count where network % 2 == 1 || time > 6 {
        for weight in 0..<30 {
          let index = (network * count + time) * 30 + weight
          changed.layers[0].weights[index] = 3 - changed.layers[0].weights[index]
          changed.layers[0].means[index] *= -2
        }
      }
    }
    var configuration = ForecastConfiguration()
    configuration.epoch = 30
    let (first, second) = (
      try LayerForecast(log, layerIndex: 0, configuration),
      try LayerForecast(changed, layerIndex: 0, configuration)
    )
    #expect(first.epochs.first == 35 && first.heldOut == [1, 3])
    for method in ForecastMethod.allCases {
      #expect(first.densities[method] == second.densities[method], "\(method)")
    }
  }

  @Test("Refuses windows and ensembles that are too small")
  func refusals() throws {
    let log = try Self.log(networks: 4, weights: 5, seed: 1)
    var configuration = ForecastConfiguration()
    configuration.epoch = 120
    #expect(throws: DriftDiffusionError.self) {
      try LayerForecast(log, layerIndex: 0, configuration)
    }
    let two = try log.selecting(networks: [0, 1], upTo: 10)
    #expect(two.networkCount == 2 && two.epochs.count == 11)
    #expect(throws: DriftDiffusionError.self) {
      try LayerForecast(two, layerIndex: 0, ForecastConfiguration())
    }
  }
}
