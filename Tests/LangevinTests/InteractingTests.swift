import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

/// dX = (−rate X − pull (X − mean)) dt + √(2 D) dW.
private struct PulledOrnsteinUhlenbeck: DiffusionProcess {
  var rate = 0.5
  var pull = 1.5
  var coefficient = 0.4
  var mean: Double

  func drift(at x: Double, time t: Double) -> Double { -rate * x - pull * (x - mean) }
  func diffusion(at x: Double, time t: Double) -> Double { coefficient }
}

/// dX = (X − X³ − (X − mean)) dt + √(2 D) dW.
private struct PulledDoubleWell: DiffusionProcess {
  var coefficient = 0.3
  var mean: Double

  func drift(at x: Double, time t: Double) -> Double { mean - x * x * x }
  func diffusion(at x: Double, time t: Double) -> Double { coefficient }
}

@Suite("Interacting particles")
struct InteractingTests {
  let axis: Axis

  init() throws { axis = try Axis(-4...4, cellCount: 40) }

  private func ensemble(_ count: Int, stepSize: Double) throws -> LangevinEnsemble {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = stepSize
    configuration.keepsPositions = true
    return try LangevinEnsemble(configuration)
  }

  @Test("R19: the linear mean-field model has its known mean and variance")
  func linearMeanField() throws {
    let ensemble = try ensemble(20_000, stepSize: 1e-3)
    let initial = Density(
      axis: try Axis(-1...3, cellCount: 4000),
      cumulative: { 0.5 * Double.erfc((1 - $0) / (2 * 0.1).squareRoot()) })
    let start = try ensemble.initialPositions(from: initial)
    let evolutions = try ensemble.runInteracting(
      from: [start], recordingAt: [0.8], on: axis
    ) { _, moments, _ in PulledOrnsteinUhlenbeck(mean: moments[0].mean) }
    let snapshot = try #require(evolutions.first?.snapshots.first)
    // The mean of all particles diffuses with D/n without the pull: variance below 2 D t/n + var₀/n.
    let error = ((2 * 0.4 * 0.8 + 0.1) / 20_000).squareRoot()
    #expect(abs(snapshot.mean - 0.670_320_046) < 4 * error + 1e-3)
    #expect(abs(snapshot.variance - 0.195_923_780) < 4 * snapshot.varianceStandardError + 1e-3)
  }

  @Test("R11: below the critical noise Desai and Zwanzig's model keeps its magnetisation")
  func desaiZwanzig() throws {
    let ensemble = try ensemble(20_000, stepSize: 0.01)
    let evolutions = try ensemble.runInteracting(
      from: [[Double](repeating: 1, count: 20_000)],
      recordingAt: Array(stride(from: 20, through: 40, by: 0.5)), on: axis
    ) { _, moments, _ in PulledDoubleWell(mean: moments[0].mean) }
    let means = try #require(evolutions.first).snapshots.map(\.mean)
    let mean = means.reduce(0, +) / Double(means.count)
    // The mean fluctuates by a few 1/√n and forgets slowly; the step's bias is below 0.005.
    #expect(abs(mean - 0.705_495_273_209) < 4 * 2 / 20_000.0.squareRoot() * 0.3 + 0.005)
  }

  @Test("populations that do not look at each other are those run alone")
  func independentPopulations() async throws {
    let ensemble = try ensemble(700, stepSize: 0.01)
    let start = [Double](repeating: 0.5, count: 700)
    let together = try ensemble.runInteracting(
      from: [start, start], recordingAt: [0.3, 1], on: axis
    ) { _, _, _ in DoubleWell() }
    let alone = try await ensemble.run(DoubleWell(), from: start, recordingAt: [0.3, 1], on: axis)
    #expect(together[0].snapshots == alone.snapshots)
    #expect(together[1].snapshots != alone.snapshots)
  }

  @Test("a population follows the mean of another")
  func coupledPopulations() throws {
    let ensemble = try ensemble(200, stepSize: 0.01)
    // The first population rests at 2; the second is pulled to the first one's mean.
    let evolutions = try ensemble.runInteracting(
      from: [[Double](repeating: 2, count: 200), [Double](repeating: 0, count: 200)],
      recordingAt: [1], on: axis
    ) { population, moments, _ in
      population == 0
        ? PulledOrnsteinUhlenbeck(rate: 0, pull: 0, coefficient: 0, mean: 0)
        : PulledOrnsteinUhlenbeck(rate: 0, pull: 1, coefficient: 0, mean: moments[0].mean)
    }
    #expect(evolutions[0].snapshots[0].mean == 2)
    // Explicit Euler steps: 2 (1 − 0.99¹⁰⁰).
    #expect(abs(evolutions[1].snapshots[0].mean - 2 * (1 - Double.pow(0.99, 100))) < 1e-12)
  }

  @Test("a wrong number of positions is refused")
  func badInput() throws {
    let ensemble = try ensemble(3, stepSize: 0.1)
    #expect(throws: LangevinError.wrongPositionCount(expected: 3, found: 2)) {
      try ensemble.runInteracting(from: [[0, 0, 0], [1, 1]], recordingAt: [1], on: axis) {
        _, _, _ in
        DoubleWell()
      }
    }
  }
}
