import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

/// A normal law's density, averaged over cells.
private func gaussian(_ axis: Axis, mean: Double, variance: Double) -> Density {
  Density(
    axis: axis, cumulative: { 0.5 * Double.erfc((mean - $0) / (2 * variance).squareRoot()) })
}

/// Runs an ensemble of 20 000 particles and returns its last snapshot.
private func lastSnapshot<Process: DiffusionProcess<Double>>(
  _ process: Process, mean: Double, variance: Double, until time: Double, stepSize: Double,
  on axis: Axis
) async throws -> EnsembleSnapshot {
  var configuration = LangevinConfiguration()
  configuration.particleCount = 20_000
  configuration.stepSize = stepSize
  configuration.seed = 17
  let ensemble = try LangevinEnsemble(configuration)
  // A narrow uniform law stands for a point.
  let start = try ensemble.initialPositions(
    from: variance > 0
      ? gaussian(try Axis(-4...4, cellCount: 4000), mean: mean, variance: variance)
      : Density(axis: Axis(mean - 1e-9...mean + 1e-9, cellCount: 2), values: [1, 1]))
  let evolution = try await ensemble.run(process, from: start, recordingAt: [time], on: axis)
  return try #require(evolution.snapshots.last)
}

/// Four standard errors and the bias of the step, first order in it.
private func expect(
  _ snapshot: EnsembleSnapshot, mean: Double, variance: Double, bias: Double
) {
  #expect(abs(snapshot.mean - mean) < 4 * snapshot.meanStandardError + bias)
  #expect(abs(snapshot.variance - variance) < 4 * snapshot.varianceStandardError + bias)
  let exact = gaussian(snapshot.density.axis, mean: mean, variance: variance)
  for (cell, value) in snapshot.density.values.enumerated() {
    // The standard error of an empty cell is that of one particle.
    let floor = 1 / (20_000 * exact.axis.spacing)
    let error = max(snapshot.densityStandardErrors[cell], floor)
    #expect(abs(value - exact.values[cell]) < 4.5 * error + bias, "cell \(cell)")
  }
}

@Suite("Reference cases")
struct ReferenceCaseTests {
  let axis: Axis

  init() throws { axis = try Axis(-5...5, cellCount: 100) }

  @Test("R1: free diffusion spreads linearly, without any bias of the step")
  func freeDiffusion() async throws {
    let snapshot = try await lastSnapshot(
      DriftedBrownianMotion(), mean: 0, variance: 0.1, until: 2, stepSize: 0.5, on: axis)
    expect(snapshot, mean: 0, variance: 1.1, bias: 0)
  }

  @Test("R2: advection shifts the mean, without any bias of the step")
  func advectionDiffusion() async throws {
    let snapshot = try await lastSnapshot(
      DriftedBrownianMotion(velocity: 0.5, coefficient: 0.1), mean: 0, variance: 0.04, until: 3,
      stepSize: 0.3, on: axis)
    expect(snapshot, mean: 1.5, variance: 0.64, bias: 0)
  }

  @Test("R3: an Ornstein-Uhlenbeck process relaxes")
  func ornsteinUhlenbeck() async throws {
    let snapshot = try await lastSnapshot(
      OrnsteinUhlenbeck(rate: 2, center: 1, base: 0.5), mean: -1, variance: 0, until: 0.3,
      stepSize: 1e-3, on: axis)
    expect(snapshot, mean: -0.097_623_272_188_1, variance: 0.174_701_447_022, bias: 1e-3)
  }

  @Test("R13: a diffusion coefficient that grows in time")
  func growingDiffusion() async throws {
    let snapshot = try await lastSnapshot(
      OrnsteinUhlenbeck(rate: 1, base: 0.1, growth: 0.3), mean: 0, variance: 0.2, until: 1.5,
      stepSize: 1e-3, on: axis)
    expect(snapshot, mean: 0, variance: 0.412_446_767_092, bias: 1e-3)
  }

  @Test("R4: a reflecting box keeps its particles and fills up evenly from the walls")
  func reflectingBox() async throws {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 40_000
    configuration.stepSize = 1e-3
    let ensemble = try LangevinEnsemble(configuration)
    let axis = try Axis(0...1, cellCount: 50)
    let evolution = try await ensemble.run(
      DriftedBrownianMotion(velocity: 0, coefficient: 0.05),
      from: [Double](repeating: 0.3, count: 40_000), recordingAt: [0.4], on: axis,
      in: .interval(0...1, .reflecting))
    let snapshot = try #require(evolution.snapshots.last)
    #expect(abs(snapshot.density.mass - 1) < 1e-12 && snapshot.survivingCount == 40_000)
    for (x, value) in [(0.0, 1.295_175_956_659), (0.3, 2.016_870_644_113), (1, 0.008_726_829_620)] {
      let cell = try #require(axis.cell(containing: x))
      let error = max(snapshot.densityStandardErrors[cell], 50.0 / 40_000)
      // The density is flat at the walls; at 0.3 the face lies between two cells.
      #expect(abs(snapshot.density.values[cell] - value) < 4 * error + 0.02)
    }
  }

  @Test("R14: survival before an absorbing wall, corrected by the Brownian bridge")
  func survival() async throws {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 40_000
    // Without the bridge correction this step overestimates the survival by 0.03.
    configuration.stepSize = 0.02
    configuration.keepsPositions = true
    let ensemble = try LangevinEnsemble(configuration)
    let evolution = try await ensemble.run(
      DriftedBrownianMotion(velocity: 1, coefficient: 0.5),
      from: [Double](repeating: 0, count: 40_000), recordingAt: [1, 2],
      on: Axis(-6...2, cellCount: 80),
      in: .interval(-40...2, .walls(lower: .reflecting, upper: .absorbing)), threads: 2)
    let snapshot = try #require(evolution.snapshots.last)
    let survival = Double(snapshot.survivingCount) / 40_000
    let error = (survival * (1 - survival) / 40_000).squareRoot()
    #expect(abs(survival - 0.372_302_161_845) < 4 * error)
    #expect(abs(snapshot.density.mass - survival) < 1e-12)
    #expect(snapshot.positions.count { $0 == 2 } == 40_000 - snapshot.survivingCount)
  }

  @Test("R5: the mean velocity in a tilted periodic potential is that of Stratonovich")
  func tiltedPeriodicPotential() async throws {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 4000
    configuration.stepSize = 0.02
    let ensemble = try LangevinEnsemble(configuration)
    // U = cos x − x/2, so the drift is sin x + 1/2.
    let process = ClosureProcess(drift: { x, _ in Double.sin(x) + 0.5 }, diffusion: { _, _ in 0.3 })
    let evolution = try await ensemble.run(
      process, from: [Double](repeating: 0, count: 4000), recordingAt: [20, 120],
      on: Axis(-10...40, cellCount: 50))
    let (first, last) = (evolution.snapshots[0], evolution.snapshots[1])
    let velocity = (last.mean - first.mean) / 100
    // The two means are nearly independent; the step's bias is a few thousandths of the velocity.
    let error = (last.meanStandardError + first.meanStandardError) / 100
    #expect(abs(velocity - 0.073_670_432_311_1) < 4 * error + 5e-4)
  }
}
