import KramersMoyal
import RandomStreams
import StochasticProcesses
import Testing

@Suite("Regression through measurement noise")
struct NoiseRobustFitTests {
  @Test("finds process and noise where ordinary regression is far off", arguments: [0.0, 0.15])
  func ornsteinUhlenbeck(noise: Double) throws {
    var stream = RandomStream(seed: 16, purpose: .general)
    let path = SyntheticPaths.ornsteinUhlenbeck(
      OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5), from: 0, step: 0.05,
      count: 60_001, seed: 17)
    let sample = try IncrementSample([
      Trajectory(path.map { $0 + noise * stream.normal() }, step: 0.05)
    ])
    let result = try NoiseRobustFit().fit(sample)
    let drift = try #require(result.process.driftCurve.powers)
    #expect(abs(drift.values[1] + 1) < 4 * drift.standardErrors[1])
    #expect(drift.standardErrors[1] < 0.05)
    let level = result.process.diffusionCurve
    #expect(abs(level(0) - 0.5) < 4 * level.standardError(at: 0))
    #expect(level.standardError(at: 0) < 0.015)
    #expect(
      abs(result.noiseVariance - noise * noise) < 4 * result.noiseVarianceError)
    let plain = try ProcessFit().process(sample)
    // σ²/τ = 0.45 would be read as diffusion.
    #expect((plain.diffusionCurve(0) > 0.8) == (noise > 0))
  }

  @Test("refuses overlapping increments and short sequences")
  func refusal() throws {
    let path = try Trajectory((0..<50).map { Double($0 % 7) }, step: 1)
    #expect(throws: KramersMoyalError.self) {
      try NoiseRobustFit().fit(IncrementSample([path], lagSteps: 2, overlap: .overlapping))
    }
    let pairs = try (0..<30).map { try Trajectory([Double($0), 1, 2], step: 1) }
    #expect(throws: KramersMoyalError.self) { try NoiseRobustFit().fit(IncrementSample(pairs)) }
  }
}
