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
    learningRate: Double = 1e-3, batchSize: Double = .nan, seed: UInt64
  ) throws -> GradientLog {
    let epochs = (0...24).map { Double($0 * 5) }
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
    var steps = StepRecord()
    steps.batchSize = batchSize
    return try GradientLog(
      epochs: epochs, learningTimes: times, networkCount: networks, learningRate: learningRate,
      steps: steps, layers: [layer])
  }

  private static func scores(
    _ log: GradientLog, from other: GradientLog? = nil
  ) throws -> [ForecastMethod: ForecastScore] {
    var configuration = ForecastConfiguration()
    configuration.epoch = 30
    var solve = SolveConfiguration()
    solve.cells = 512
    solve.accuracy = 1e-3
    let plan =
      if let other {
        try ForecastPlan(log, from: other, configuration, solve: solve)
      } else {
        try ForecastPlan(log, configuration, solve: solve)
      }
    let forecast = try plan.forecast(ofLayer: 0)
    let skills = ForecastScore.skills(of: [forecast])
    #expect(skills.count == forecast.densities.count)
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
    // Rates that depend on nothing but the time, which they do not: the same equation.
    let meanField = try #require(scores[.meanField])
    let (coupled, alone) = (meanField.ranked.reduce(0, +), affine.ranked.reduce(0, +))
    #expect(coupled < 1.01 * alone, "\(coupled) \(alone)")
    #expect(scores[.otherRun] == nil)
    for method in ForecastMethod.allCases where ![.affine, .meanField].contains(method) {
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
      try ForecastPlan(log, configuration).forecast(ofLayer: 0),
      try ForecastPlan(changed, configuration).forecast(ofLayer: 0)
    )
    #expect(first.epochs.first == 35 && first.heldOut == [1, 3])
    for method in ForecastMethod.allCases {
      #expect(first.densities[method] == second.densities[method], "\(method)")
    }
  }

  @Test("A run with four times the η/B is forecast from the fit of another run")
  func otherRun() throws {
    let source = try Self.log(
      networks: 40, weights: 60, diffusion: 0.02, learningRate: 1e-3, batchSize: 32, seed: 12)
    let target = try Self.log(
      networks: 40, weights: 60, diffusion: 0.08, learningRate: 2e-3, batchSize: 16, seed: 13)
    let scores = try Self.scores(target, from: source)
    let affine = try #require(scores[.affine])
    #expect(affine.coverage > 0.93 && affine.coverage < 0.97, "\(affine.coverage)")
    #expect(affine.calibration.pValue > 0.01, "\(affine.calibration)")
    for method in [ForecastMethod.noChange, .linearTime, .logTime, .otherRun, .homogeneous] {
      let other = try #require(scores[method])
      #expect(affine.ranked.reduce(0, +) < other.ranked.reduce(0, +), "\(method)")
    }
    // Without the scaling of D the forecast is too narrow: the widths differ by a factor of 1.9.
    var unscaled = source
    unscaled.learningRate = 2e-3
    unscaled.steps.batchSize = 16
    unscaled.layers[0].standardDeviations = source.layers[0].standardDeviations.map {
      $0 / 2.0.squareRoot()
    }
    let narrow = try #require(Self.scores(target, from: unscaled)[.affine])
    #expect(narrow.coverage < 0.85, "\(narrow.coverage)")

    // Its gradients, and its weights after the window of seven records, are not used.
    var changed = target
    for index in changed.layers[0].means.indices {
      changed.layers[0].means[index] *= -3
      if index / 60 % 25 > 6 { changed.layers[0].weights[index] += 1 }
    }
    var configuration = ForecastConfiguration()
    configuration.epoch = 30
    let (first, second) = (
      try ForecastPlan(target, from: source, configuration).forecast(ofLayer: 0),
      try ForecastPlan(changed, from: source, configuration).forecast(ofLayer: 0)
    )
    for method in ForecastMethod.allCases {
      #expect(first.densities[method] == second.densities[method], "\(method)")
    }
  }

  @Test("Other runs are refused where η/B does not say what their noise is")
  func strangers() throws {
    let known = try Self.log(networks: 4, weights: 8, batchSize: 32, seed: 1)
    func refuses(_ change: (inout GradientLog) -> Void, asSource: Bool) {
      var other = known
      change(&other)
      let (log, source) = asSource ? (known, other) : (other, known)
      #expect(throws: DriftDiffusionError.self) {
        try ForecastPlan(log, from: source, ForecastConfiguration())
      }
    }
    for asSource in [true, false] {
      refuses({ $0.steps.batchSize = .nan }, asSource: asSource)
      refuses({ $0.injectedDiffusion = 1 }, asSource: asSource)
      refuses({ $0.layers[0].weightCount = 4 }, asSource: asSource)
    }
    refuses({ $0.noiseScale = 0 }, asSource: true)
    var still = known
    still.noiseScale = 0
    let plan = try ForecastPlan(still, from: known, ForecastConfiguration())
    #expect(try plan.forecast(ofLayer: 0).densities[.affine] != nil)
  }

  @Test("Refuses windows and ensembles that are too small")
  func refusals() throws {
    let log = try Self.log(networks: 4, weights: 5, seed: 1)
    var configuration = ForecastConfiguration()
    configuration.epoch = 120
    #expect(throws: DriftDiffusionError.self) { try ForecastPlan(log, configuration) }
    let two = try log.selecting(networks: [0, 1], upTo: 10)
    #expect(two.networkCount == 2 && two.epochs.count == 11)
    #expect(throws: DriftDiffusionError.self) {
      try ForecastPlan(two, ForecastConfiguration())
    }
  }
}
