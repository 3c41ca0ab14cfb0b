import DriftDiffusion
import RandomStreams
import Testing

@Suite("Assumptions behind the layer equations")
struct AssumptionTests {
  private func check(
    _ assumption: Assumption, _ log: GradientLog
  ) throws -> AssumptionCheck {
    let checks = AssumptionChecks(log)
    return try #require(
      (checks.ofNetwork() + checks.ofLayer(at: 0)).first { $0.assumption == assumption })
  }

  @Test("What was not measured is unknown")
  func unknown() throws {
    let log = try SyntheticLog().log()
    for assumption in [Assumption.smallSteps, .whiteNoise, .normalNoise, .independentNoise] {
      let check = try check(assumption, log)
      #expect(check.verdict == .unknown && check.measure.estimate.isNaN)
    }
  }

  @Test(
    "The step in units of the curvature",
    arguments: [(1.0, "holds"), (50, "strained"), (190, "fails")])
  func smallSteps(sharpness: Double, verdict: String) throws {
    var log = try SyntheticLog().log()
    var sharpnesses: [Double] = []
    for index in 0..<48 {
      let factor = 1 + 0.01 * Double(index % 5)
      sharpnesses.append(index % 4 == 2 ? Double.nan : sharpness * factor)
    }
    log.steps.sharpness = sharpnesses
    let check = try check(.smallSteps, log)
    #expect(check.verdict.rawValue == verdict)
    #expect(abs(check.measure.estimate / (0.01 * sharpness) - 1.02) < 0.02)
  }

  @Test("Correlated steps are told from reshuffled ones")
  func whiteNoise() throws {
    var log = try SyntheticLog().log()
    log.steps.stepsPerEpoch = 14
    log.steps.autocorrelation = (0..<48).map { _ in -1.0 / 13 }
    #expect(try check(.whiteNoise, log).verdict == .holds)
    log.steps.autocorrelation = (0..<48).map { _ in -0.7 }
    let check = try check(.whiteNoise, log)
    #expect(check.verdict == .fails && abs(check.measure.estimate - (1.0 / 13 - 0.7)) < 1e-12)
  }

  @Test("A drift that w describes, and one that it does not")
  func driftOfWeight() throws {
    #expect(try check(.driftOfWeight, try SyntheticLog().log()).measure.estimate > 0.999)
    var noisy = SyntheticLog()
    noisy.weightError = 10
    let share = try check(.driftOfWeight, try noisy.log())
    #expect(share.verdict == .fails && abs(share.measure.estimate) < 0.05)
  }

  @Test("A diffusion that depends on the weight")
  func uniformDiffusion() throws {
    #expect(try check(.uniformDiffusion, try SyntheticLog().log()).verdict == .holds)
    var log = SyntheticLog()
    log.weights = 400
    log.deviation = { 0.1 + 0.3 * $0 * $0 }
    #expect(try check(.uniformDiffusion, try log.log()).verdict == .fails)
  }

  /// Weights that really diffuse with the D of their gradients: w′ = w + √(2 D τ) z.
  @Test("Increments that come from the measured noise")
  func increments() throws {
    var log = try SyntheticLog().log()
    let diffusion = 0.01 / 2 * 0.2 * 0.2
    for network in 0..<12 {
      var stream = RandomStream(seed: 5, purpose: .general, index: UInt64(network))
      for weight in 0..<80 {
        for time in 1..<4 {
          let place = (network * 4 + time) * 80 + weight
          let lag = log.learningTimes[time] - log.learningTimes[time - 1]
          log.layers[0].weights[place] =
            log.layers[0].weights[place - 80] + (2 * diffusion * lag).squareRoot() * stream.normal()
        }
      }
    }
    let check = try check(.diffusiveIncrements, log)
    #expect(check.verdict == .holds)
    #expect(check.measure.lower < 1.0 && check.measure.upper > 0.95)
  }
}
