import Foundation
import KramersMoyal
import StochasticProcesses
import Testing

@Suite("Regression of drift and diffusion on increments")
struct ProcessFitTests {
  /// R18: θ = 1, D = ½, τ = 0.2, stationary.
  static let path = SyntheticPaths.ornsteinUhlenbeck(
    OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5), from: 0.3, step: 0.2,
    count: 100_001, seed: 11)

  @Test("has the finite-lag values R18 without the correction")
  func finiteLag() throws {
    var configuration = ProcessFitConfiguration()
    configuration.correctsLag = false
    configuration.errors = .independent
    let process = try ProcessFit(configuration).process(
      IncrementSample([Trajectory(Self.path, step: 0.2)]))
    let slope = try #require(process.driftCurve.powers)
    #expect(abs(slope.values[1] + 0.906346235) < 4 * slope.standardErrors[1])
    // The textbook errors: a slope on x of variance D/θ has √(2 D₂/(τ N Var x)).
    let expected = (2 * 0.412099942 / (0.2 * 1e5 * 0.5)).squareRoot()
    #expect(abs(slope.standardErrors[1] / expected - 1) < 0.02)
    let level = try #require(process.diffusionCurve.powers)
    #expect(abs(level.values[0] - 0.412099942) < 4 * level.standardErrors[0])
    #expect(abs(level.standardErrors[0] / (0.412099942 * (2 / 1e5).squareRoot()) - 1) < 0.02)
    #expect(!process.isLagCorrected && process.lag == 0.2)
  }

  @Test("recovers the process itself with the correction", arguments: [0.2, 1.0])
  func correctedLag(lag: Double) throws {
    let sample = try IncrementSample(
      [Trajectory(Self.path, step: 0.2)], lagSteps: Int((lag / 0.2).rounded()))
    let process = try ProcessFit().process(sample)
    let drift = try #require(process.driftCurve.powers)
    #expect(abs(drift.values[1] + 1) < 4 * drift.standardErrors[1])
    #expect(abs(drift.values[0]) < 4 * drift.standardErrors[0])
    #expect(drift.standardErrors[1] < 0.03)
    let level = try #require(process.diffusionCurve.powers)
    #expect(abs(level.values[0] - 0.5) < 4 * level.standardErrors[0])
    #expect(level.standardErrors[0] < 0.02)
  }
}
