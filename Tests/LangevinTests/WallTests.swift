import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

private let halfLine = ParticleDomain.interval(0...(.infinity), .reflecting)

/// The probability that a standard normal number is at most `x`.
private func cumulative(_ x: Double) -> Double { 0.5 * Double.erfc(-x / 2.0.squareRoot()) }

@Suite("Walls")
struct WallTests {
  private func run<Process: DiffusionProcess<Double>, Scheme: LangevinScheme>(
    _ process: Process, from start: Double, until time: Double, steps: Int, count: Int,
    in domain: ParticleDomain, _ scheme: Scheme = EulerMaruyama()
  ) async throws -> EnsembleEvolution {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = time / Double(steps)
    configuration.keepsPositions = true
    configuration.seed = 4
    return try await LangevinEnsemble(configuration).run(
      process, from: [Double](repeating: start, count: count), recordingAt: [time],
      on: Axis(-6...6, cellCount: 2), in: domain, scheme: scheme, threads: 2)
  }

  @Test("R14: passage times have their exact law whatever the step", arguments: [0.5, 0.1])
  func firstPassage(step: Double) async throws {
    let evolution = try await run(
      DriftedBrownianMotion(velocity: 1, coefficient: 0.5), from: 0, until: 40,
      steps: Int(40 / step), count: 100_000,
      in: .interval(-(.infinity)...2, .walls(lower: .reflecting, upper: .absorbing)))
    let statistics = FirstPassageStatistics(exitTimes: evolution.exitTimes)
    #expect(statistics.times.count == 100_000)
    #expect(abs(statistics.mean.value - 2) < 3 * statistics.mean.standardError)
    #expect(abs(statistics.variance.value - 2) < 3 * statistics.variance.standardError)
    let survival = statistics.survival(at: 2)
    #expect(abs(survival.value - 0.372_302_161_845) < 3 * survival.standardError)
    let (values, errors) = statistics.density(on: try Axis(1.45...1.55, cellCount: 2))
    #expect(abs((values[0] + values[1]) / 2 - 0.399_587_566_267) < 3 * errors[0] / 2.0.squareRoot())
  }

  @Test("passage to the center of an Ornstein-Uhlenbeck process has weak order 1")
  func absorbingOrder() async throws {
    // By reflection: survival erf(x₀ e^{−t}/√(2 var(t))) with var = D (1 − e^{−2t}).
    let variance = 0.1 * (1 - Double.exp(-2))
    let exact = 1 - Double.erfc(Double.exp(-1) / (2 * variance).squareRoot())
    let order = try await observedOrder(steps: (4, 16)) { steps in
      let evolution = try await run(
        OrnsteinUhlenbeck(rate: 1, base: 0.1), from: 1, until: 1, steps: steps, count: 400_000,
        in: .interval(0...(.infinity), .walls(lower: .absorbing, upper: .reflecting)))
      return evolution.exitTimes.map { ($0 == .infinity ? 1 : 0) - exact }
    }
    order.expect(1, "survival")
  }

  @Test("a mirror has weak order 1: Brownian motion with a drift to the wall")
  func reflectingOrder() async throws {
    // P(X ≤ x) = Φ((x − x₀ − v t)/√(2Dt)) − e^{v x/D} Φ((−x − x₀ − v t)/√(2Dt)), v = −1, D = ½.
    let cells = 20_000
    let exact = (0..<cells).reduce(0.0) { sum, cell in
      let x = (Double(cell) + 0.5) * 10 / Double(cells)
      let below = cumulative(x + 0.5) - Double.exp(-2 * x) * cumulative(-x + 0.5)
      return sum + (1 - below) * 10 / Double(cells)
    }
    let order = try await observedOrder(steps: (4, 16)) { steps in
      let evolution = try await run(
        DriftedBrownianMotion(velocity: -1, coefficient: 0.5), from: 0.5, until: 1, steps: steps,
        count: 400_000, in: halfLine)
      return evolution.snapshots[0].positions.map { $0 - exact }
    }
    order.expect(1, "mean")
  }

  @Test("the wall that is reached first takes the path out: splitting probability and mean time")
  func twoWalls() async throws {
    let evolution = try await run(
      DriftedBrownianMotion(velocity: 0, coefficient: 0.5), from: 0.3, until: 8, steps: 400,
      count: 50_000, in: .interval(0...1, .absorbing))
    let snapshot = evolution.snapshots[0]
    #expect(snapshot.survivingCount == 0)
    let upper = Double(snapshot.positions.count { $0 == 1 }) / 50_000
    #expect(snapshot.positions.allSatisfy { $0 == 0 || $0 == 1 })
    // x₀ and x₀ (1 − x₀)/(2D); the bridge looks at one wall at a time, an error of e^{−1/(D h)}.
    #expect(abs(upper - 0.3) < 4 * (0.21 / 50_000).squareRoot())
    let mean = FirstPassageStatistics(exitTimes: evolution.exitTimes).mean
    #expect(abs(mean.value - 0.21) < 4 * mean.standardError)
  }

  @Test("R8: the square-root process stays positive and has its mean and variance")
  func squareRootProcess() async throws {
    for x in [0.3, 0] {
      let evolution = try await run(
        SquareRootProcess(), from: x, until: 0.5, steps: 64, count: 100_000, in: halfLine,
        PlatenWeakOrderTwo())
      let snapshot = evolution.snapshots[0]
      #expect(snapshot.positions.allSatisfy { $0 >= 0 })
      let decay = Double.exp(-0.75)
      let mean = 0.8 + (x - 0.8) * decay
      let variance = 0.36 / 1.5 * (x * (decay - decay * decay) + 0.4 * (1 - decay) * (1 - decay))
      // From 0, where D has no derivative, the bias of a step is seen.
      let bias = x == 0 ? 0.004 : 0
      #expect(abs(snapshot.mean - mean) < 4 * snapshot.meanStandardError + bias)
      #expect(abs(snapshot.variance - variance) < 4 * snapshot.varianceStandardError + bias)
    }
  }

  @Test("R9: the Jacobi process stays inside and tends to its Beta law")
  func jacobiProcess() async throws {
    let evolution = try await run(
      JacobiProcess(), from: 1, until: 6, steps: 300, count: 40_000,
      in: .interval(0...1, .reflecting), Milstein())
    let x = evolution.snapshots[0].positions
    #expect(x.allSatisfy { $0 >= 0 && $0 <= 1 })
    // Beta(1.5, 3.5): mean 0.3, variance 0.035; the step's bias is of first order.
    let snapshot = evolution.snapshots[0]
    let transient = 0.7 * Double.exp(-6)
    #expect(abs(snapshot.mean - 0.3) < 4 * snapshot.meanStandardError + transient + 1e-3)
    #expect(abs(snapshot.variance - 0.035) < 4 * snapshot.varianceStandardError + 1e-3)
    let near = Double(x.count { abs($0 - 0.3) < 0.02 }) / 40_000 / 0.04
    let error = (0.0732 / 40_000.0).squareRoot() / 0.04
    #expect(abs(near - 1.829_767_123_113) < 4 * error + 0.01)
  }

  @Test("an infinite end has no wall and a periodic domain needs two finite ones")
  func infiniteEnds() async throws {
    let free = try await run(
      DriftedBrownianMotion(), from: 0, until: 1, steps: 4, count: 1000,
      in: .interval(-(.infinity)...(.infinity), .absorbing))
    let unbounded = try await run(
      DriftedBrownianMotion(), from: 0, until: 1, steps: 4, count: 1000, in: .unbounded)
    #expect(free.snapshots == unbounded.snapshots && free.exitTimes.isEmpty)
    await #expect(throws: LangevinError.self) {
      try await run(
        DriftedBrownianMotion(), from: 0, until: 1, steps: 4, count: 10,
        in: .interval(0...(.infinity), .periodic))
    }
  }
}
