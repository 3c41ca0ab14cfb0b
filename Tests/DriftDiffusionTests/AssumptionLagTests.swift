import DriftDiffusion
import RandomStreams
import RealModule
import Testing

/// The checks of increments and of the drift, on paths of a process in which every assumption holds.
@Suite("Assumptions of an exact Ornstein-Uhlenbeck process")
struct AssumptionLagTests {
  private func check(
    _ assumption: Assumption, _ log: GradientLog
  ) throws -> AssumptionCheck {
    try #require(AssumptionChecks(log).ofLayer(at: 0).first { $0.assumption == assumption })
  }

  private func every(_ gap: Double) -> [Double] { (0..<10).map { gap * Double($0) } }

  // MARK: - Increments

  @Test(
    "Increments over a lag up to 1.2 relaxation times are those of the measured noise",
    arguments: [(0.25, 1.0), (2, 1), (2, 2), (2, 3), (0.5, 10)])
  func finiteLag(rate: Double, gap: Double) throws {
    let log = OrnsteinUhlenbeckLog(rate: rate, epochs: every(gap))
    let check = try check(.diffusiveIncrements, try log.log())
    #expect(check.verdict == .holds, "\(check.measure)")
    #expect(abs(check.measure.estimate - 1) < 0.05, "\(check.measure)")
  }

  @Test("Increments of weights that run away from each other", arguments: [0.5, 2])
  func growth(rate: Double) throws {
    var log = try OrnsteinUhlenbeckLog().log()
    for network in 0..<8 {
      var stream = RandomStream(seed: 11, purpose: .general, index: UInt64(network))
      for weight in 0..<400 {
        for time in 1..<10 {
          let place = (network * 10 + time) * 400 + weight
          let lag = log.learningTimes[time] - log.learningTimes[time - 1]
          let growth = Double.exp(rate * lag)
          let variance = 0.01125 * (growth * growth - 1) / rate
          log.layers[0].weights[place] =
            growth * log.layers[0].weights[place - 400] + variance.squareRoot() * stream.normal()
        }
      }
    }
    let check = try check(.diffusiveIncrements, log)
    #expect(check.verdict == .holds && abs(check.measure.estimate - 1) < 0.05, "\(check.measure)")
  }

  @Test("Beyond the relaxation time increments tell nothing", arguments: [10.0, 40])
  func lostMemory(gap: Double) throws {
    let check = try check(
      .diffusiveIncrements, try OrnsteinUhlenbeckLog(epochs: every(gap)).log())
    #expect(check.verdict == .unknown && check.measure.estimate.isNaN)
    #expect(check.assumption.reasonForUnknown?.contains("relaxation time") == true)
  }

  @Test("Few weights do not tell whether they remember")
  func fewWeights() throws {
    for seed in 0..<20 {
      let log = OrnsteinUhlenbeckLog(
        networks: 1, weights: 6, epochs: [0, 20], seed: UInt64(seed))
      let verdict = try check(.diffusiveIncrements, try log.log()).verdict
      #expect(verdict == .unknown, "seed \(seed)")
    }
  }

  @Test(
    "A spread four times wider or narrower than the noise fails at every lag",
    arguments: [(4.0, 1.0), (4, 3), (0.25, 1), (0.25, 3)])
  func wrongSpread(spread: Double, gap: Double) throws {
    let log = OrnsteinUhlenbeckLog(epochs: every(gap), spread: spread)
    let check = try check(.diffusiveIncrements, try log.log())
    #expect(check.verdict == .fails)
    #expect(abs(check.measure.estimate / (spread * spread) - 1) < 0.05, "\(check.measure)")
  }

  @Test("Twice the spread, four times the D, is strained", arguments: [0.5, 2])
  func strainedSpread(spread: Double) throws {
    let log = OrnsteinUhlenbeckLog(spread: spread)
    #expect(try check(.diffusiveIncrements, try log.log()).verdict == .strained)
  }

  // MARK: - Drift

  @Test("The noise of velocities does not hide a line in the frozen gradients")
  func frozenBesideVelocities() throws {
    var log = OrnsteinUhlenbeckLog(rate: 0.25, epochs: every(4), isMoving: true)
    log.keepsFrozen = true
    let check = try check(.driftOfWeight, try log.log())
    #expect(check.verdict == .holds && abs(check.measure.estimate - 1) < 1e-12)
  }

  @Test("Velocities below their noise tell nothing, those above it the line")
  func velocitiesAlone() throws {
    var log = OrnsteinUhlenbeckLog(rate: 0.25, epochs: every(4), isMoving: true)
    #expect(try check(.driftOfWeight, try log.log()).verdict == .unknown)
    // θ² var w = 2 D/τ for these: half of the variance of the velocities is signal.
    (log.rate, log.weights) = (10, 2000)
    var strong = try log.log()
    for index in strong.layers[0].means.indices {
      strong.layers[0].means[index] = 10 * strong.layers[0].weights[index]
    }
    add(variance: 0.01125 * 2 / 0.2, to: &strong)
    let share = try check(.driftOfWeight, strong)
    #expect(share.verdict == .holds && abs(share.measure.estimate - 1) < 0.1, "\(share.measure)")
    strong.steps.stepsPerEpoch = .nan
    #expect(try check(.driftOfWeight, strong).verdict == .unknown)
  }

  private func add(variance: Double, to log: inout GradientLog) {
    var stream = RandomStream(seed: 7, purpose: .general, index: 0)
    for index in log.layers[0].means.indices {
      log.layers[0].means[index] += variance.squareRoot() * stream.normal()
    }
  }

  @Test("Weights of one value that drift apart fail, whatever was logged")
  func ownDrift() throws {
    // The centres have sixteen times the variance of w about them: 1/17 of that of w − m.
    var log = OrnsteinUhlenbeckLog(weights: 2000, rate: 10, epochs: every(4), ownCenters: 4)
    let frozen = try check(.driftOfWeight, try log.log())
    #expect(frozen.verdict == .fails && abs(frozen.measure.estimate - 1.0 / 17) < 0.02)
    (log.isMoving, log.keepsFrozen) = (true, true)
    #expect(try check(.driftOfWeight, try log.log()).measure == frozen.measure)
  }

  @Test("Velocities above their noise that no line describes fail")
  func ownVelocities() throws {
    var log = try OrnsteinUhlenbeckLog(epochs: every(4), isMoving: true).log()
    for index in log.layers[0].means.indices { log.layers[0].means[index] = 0 }
    add(variance: 3 * 0.01125 * 2 / 0.2, to: &log)
    let share = try check(.driftOfWeight, log)
    #expect(share.verdict == .fails && abs(share.measure.estimate) < 0.02, "\(share.measure)")
  }

  // MARK: - Ranges

  @Test("Shares of one and the rounding beyond it hold", arguments: 1...20)
  func rounding(seed: Int) throws {
    let log = OrnsteinUhlenbeckLog(networks: 1, weights: 100, seed: UInt64(seed))
    let share = try check(.driftOfWeight, try log.log())
    #expect(share.verdict == .holds && share.measure.estimate <= 1)
  }
}
