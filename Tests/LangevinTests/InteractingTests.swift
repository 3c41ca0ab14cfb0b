import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

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
    let ensemble = try ensemble(20_000, stepSize: 0.02)
    let start = try ensemble.initialPositions(from: try normalDensity(mean: 1, variance: 0.1))
    let evolution = try ensemble.runInteracting(
      MeanFieldOrnsteinUhlenbeck(relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4),
      from: [start], recordingAt: [0.8], on: [axis], scheme: PlatenWeakOrderTwo())
    let snapshot = try #require(evolution.populations.first?.snapshots.first)
    // The mean of all particles diffuses with D/n without the pull: variance below 2 D t/n + var₀/n.
    let error = ((2 * 0.4 * 0.8 + 0.1) / 20_000).squareRoot()
    #expect(abs(snapshot.mean - 0.670_320_046) < 3 * error + 1e-4)
    #expect(abs(snapshot.variance - 0.195_923_780) < 3 * snapshot.varianceStandardError + 1e-4)
    #expect(abs(evolution.fields[0][0, 0] - snapshot.mean) < 1e-12)
  }

  /// The mean and the variance of R19 at time 0.8 after some of 64 steps, along the same noise.
  private func linearMeanField(
    _ scheme: some LangevinScheme, steps: Int
  ) throws -> (mean: Double, variance: Double) {
    let count = 400_000
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = 0.8 / Double(steps)
    configuration.incrementsPerStep = 64 / steps
    // Mean 1 and variance 0.1 exactly.
    let spread = 0.1.squareRoot()
    let start = (0..<count).map { $0 % 2 == 0 ? 1 - spread : 1 + spread }
    let evolution = try LangevinEnsemble(configuration).runInteracting(
      MeanFieldOrnsteinUhlenbeck(relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4),
      from: [start], recordingAt: [0.8], on: [axis], scheme: scheme)
    let snapshot = try #require(evolution.populations.first?.snapshots.first)
    return (snapshot.mean, snapshot.variance)
  }

  @Test("R19: mean and variance converge with the weak order of the scheme")
  func linearMeanFieldOrders() throws {
    func expect<Scheme: LangevinScheme>(_ scheme: Scheme, steps: [Int]) throws {
      let found = try steps.map { try linearMeanField(scheme, steps: $0) }
      for (name, values) in [("mean", found.map(\.mean)), ("variance", found.map(\.variance))] {
        let changes = zip(values, values.dropFirst()).map { $0 - $1 }
        let slopes = zip(changes, changes.dropFirst()).map { Double.log2(abs($0 / $1)) }
        // The next power of the step is eliminated. Along the same noise changes are known to a
        // percent, so orders to 0.03; Platen's scheme, of strong order 1, would need ten times as
        // many particles.
        let order = 2 * slopes[1] - slopes[0]
        #expect(abs(order - Scheme.weakOrder) < 0.1, "\(scheme) \(name): \(order), \(values)")
      }
    }
    try expect(EulerMaruyama(), steps: [8, 16, 32, 64])
    try expect(StrongOrderThreeHalves(), steps: [4, 8, 16, 32])
  }

  @Test("R11: below the critical noise Desai and Zwanzig's model keeps its magnetisation")
  func desaiZwanzig() throws {
    let ensemble = try ensemble(20_000, stepSize: 0.02)
    let evolution = try ensemble.runInteracting(
      DesaiZwanzig(diffusionCoefficient: 0.3), from: [[Double](repeating: 1, count: 20_000)],
      recordingAt: Array(stride(from: 20, through: 40, by: 0.5)), on: [axis])
    let means = evolution.fields.map { $0[0, 0] }
    let mean = means.reduce(0, +) / Double(means.count)
    // The mean fluctuates by a few 1/√n and forgets slowly; the step's bias is below 0.005.
    #expect(abs(mean - 0.705_495_273_209) < 4 * 2 / 20_000.0.squareRoot() * 0.3 + 0.005)
  }

  @Test("R12: phases on a ring become as coherent as their density")
  func kuramoto() throws {
    let ensemble = try ensemble(10_000, stepSize: 0.05)
    let ring = try Axis(-Double.pi...Double.pi, cellCount: 32)
    let system = NoisyKuramoto(couplings: [2], diffusionCoefficient: 0.5)
    let start = (0..<10_000).map { 0.3 * Double.sin(Double($0)) }
    let evolution = try ensemble.runInteracting(
      system, from: [start], recordingAt: Array(stride(from: 10, through: 20, by: 0.5)),
      on: [ring], in: [.interval(-Double.pi...Double.pi, .periodic)],
      scheme: StrongOrderThreeHalves())
    let coherences = evolution.fields.map { system.coherence(in: $0) }
    let mean = coherences.reduce(0, +) / Double(coherences.count)
    // One look has a deviation below 1/√n, and looks a relaxation time apart hardly average less.
    #expect(abs(mean - 0.831_462_024_754) < 3 * 0.5 / 10_000.0.squareRoot())
    #expect(evolution.populations[0].snapshots.allSatisfy { abs($0.density.mass - 1) < 1e-12 })
  }

  @Test("the extrapolated field keeps weak order 2")
  func weakOrder() throws {
    // Without noise all particles move as one: x′ = −x + ½ ⟨x⟩ + 0.3 ⟨x²⟩.
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.mean, .secondMoment]],
      drift: { _, x, _, field in -x + field[0, 0] / 2 + 0.3 * field[0, 1] },
      diffusion: { _, _, _, _ in 0 })
    // y = x with y′ = −½ y + 0.3 y²: 1/y = 0.6 + (1/y₀ − 0.6) e^{t/2}.
    let exact = 1 / (0.6 + 0.4 * Double.exp(0.5))
    let errors = try [0.1, 0.05, 0.025].map { step in
      let evolution = try ensemble(2, stepSize: step).runInteracting(
        system, from: [[1, 1]], recordingAt: [1], on: [axis], scheme: PlatenWeakOrderTwo())
      return abs(evolution.fields[0][0, 0] - exact)
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect(abs(Double.log2(coarse / fine) - 2) < 0.15, "errors \(errors)")
    }
  }

  @Test("populations that do not look at each other are those run alone")
  func independentPopulations() async throws {
    let ensemble = try ensemble(700, stepSize: 0.01)
    let start = [Double](repeating: 0.5, count: 700)
    let system = ClosureMeanFieldProcess(
      orderParameters: [[], []], drift: { _, x, _, _ in x - x * x * x },
      diffusion: { _, _, _, _ in 0.1 })
    let together = try ensemble.runInteracting(
      system, from: [start, start], recordingAt: [0.3, 1], on: [axis, axis]
    ).populations
    let process = ClosureProcess(drift: { x, _ in x - x * x * x }, diffusion: { _, _ in 0.1 })
    let alone = try await ensemble.run(process, from: start, recordingAt: [0.3, 1], on: axis)
    #expect(together[0].snapshots == alone.snapshots)
    #expect(together[1].snapshots != alone.snapshots)
  }

  @Test("a population follows the mean of another, of another number of particles")
  func coupledPopulations() throws {
    // The first population rests at 2; the second is pulled to the first one's mean.
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.mean], []],
      drift: { population, x, _, field in population == 0 ? 0 : field[0, 0] - x },
      diffusion: { _, _, _, _ in 0 })
    let evolution = try ensemble(1, stepSize: 0.01).runInteracting(
      system, from: [[Double](repeating: 2, count: 30), [Double](repeating: 0, count: 200)],
      recordingAt: [1], on: [axis, axis])
    #expect(evolution.populations[0].snapshots[0].mean == 2)
    #expect(evolution.populations[1].particleCount == 200)
    // Explicit Euler steps: 2 (1 − 0.99¹⁰⁰).
    let expected = 2 * (1 - Double.pow(0.99, 100))
    #expect(abs(evolution.populations[1].snapshots[0].mean - expected) < 1e-12)
  }

  @Test("noise that fades with the survivors has its closed form")
  func survival() throws {
    // D = 0.1 S with the survival S: the lowest mode keeps its shape, S′ = −0.1 π² S².
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.average(of: .power(0))]], drift: { _, _, _, _ in 0 },
      diffusion: { _, _, _, field in 0.1 * field[0, 0] })
    let ensemble = try ensemble(20_000, stepSize: 0.01)
    let axis = try Axis(0...1, cellCount: 50)
    let start = try ensemble.initialPositions(
      from: Density(axis: axis, cumulative: { (1 - Double.cos(.pi * $0)) / 2 }))
    let evolution = try ensemble.runInteracting(
      system, from: [start], recordingAt: [2], on: [axis], in: [.interval(0...1, .absorbing)])
    let expected = 1 / (1 + 0.1 * .pi * .pi * 2)
    let error = (expected * (1 - expected) / 20_000).squareRoot()
    #expect(abs(evolution.fields[0][0, 0] - expected) < 3 * error + 2e-3)
    #expect(evolution.populations[0].exitTimes.count == 20_000)
  }

  @Test("wrong numbers of anything are refused")
  func badInput() throws {
    let ensemble = try ensemble(3, stepSize: 0.1)
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.mean], [.mean]], drift: { _, _, _, _ in 0 },
      diffusion: { _, _, _, _ in 0 })
    #expect(throws: LangevinError.wrongPopulationCount(expected: 2, found: 1)) {
      try ensemble.runInteracting(system, from: [[0]], recordingAt: [1], on: [axis, axis])
    }
    #expect(throws: LangevinError.wrongPopulationCount(expected: 2, found: 1)) {
      try ensemble.runInteracting(system, from: [[0], [1]], recordingAt: [1], on: [axis])
    }
    #expect(throws: LangevinError.wrongPopulationCount(expected: 2, found: 3)) {
      try ensemble.runInteracting(
        system, from: [[0], [1]], recordingAt: [1], on: [axis, axis],
        in: [.unbounded, .unbounded, .unbounded])
    }
    #expect(throws: LangevinError.wrongPositionCount(expected: 1, found: 0)) {
      try ensemble.runInteracting(system, from: [[0], []], recordingAt: [1], on: [axis, axis])
    }
    #expect(throws: LangevinError.badInitialPosition(path: 1, position: .infinity)) {
      try ensemble.runInteracting(
        system, from: [[0], [1, .infinity]], recordingAt: [1], on: [axis, axis])
    }
  }
}

/// The density of a normal law on a fine axis.
func normalDensity(mean: Double, variance: Double) throws -> Density {
  let width = 8 * variance.squareRoot()
  return Density(
    axis: try Axis(mean - width...mean + width, cellCount: 4000),
    cumulative: GaussianLaw(mean: mean, variance: variance).cumulative(_:))
}
