import Grids
import Langevin
import LinearAlgebra
import RealModule
import StochasticProcesses
import Testing

@Suite("Boxes with walls")
struct MultivariateWallTests {
  private func run<Process: MultivariateDiffusionProcess<Double>>(
    _ process: Process, from start: [Double], until time: Double, steps: Int, count: Int,
    in box: BoxDomain
  ) async throws -> MultivariateEvolution {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = time / Double(steps)
    configuration.keepsPositions = true
    configuration.seed = 3
    let axes = try start.map { _ in try Axis(-6...6, cellCount: 2) }
    let state = EnsembleState(positions: start.flatMap { [Double](repeating: $0, count: count) })
    return try await LangevinEnsemble(configuration).run(
      process, from: state, recordingAt: [time], on: axes, in: box, threads: 2)
  }

  @Test("a wall sends correlated noise back along D n: no probability crosses")
  func obliqueReflection() async throws {
    // x − 0.8 y does not feel the wall at y = 0 and y is |W|: exact at any step.
    let count = 100_000
    let evolution = try await run(
      CorrelatedMotion(), from: [0, 0], until: 1, steps: 4, count: count,
      in: BoxDomain([.unbounded, .interval(0...(.infinity), .reflecting)]))
    let positions = evolution.snapshots[0].positions
    let y = SampleMean(positions[count...])
    let free = SampleMean((0..<count).map { positions[$0] - 0.8 * positions[count + $0] })
    let product = SampleMean(
      (0..<count).map { (positions[$0] - 0.8 * positions[count + $0]) * positions[count + $0] })
    #expect(abs(y.value - (2 / Double.pi).squareRoot()) < 4 * y.error)
    #expect(abs(free.value) < 4 * free.error)
    #expect(abs(product.value) < 4 * product.error)
    #expect(positions[count...].allSatisfy { $0 >= 0 })
  }

  @Test("correlated noise in a box with reflecting walls fills it evenly, corners included")
  func uniformBox() async throws {
    let count = 40_000
    let evolution = try await run(
      CorrelatedMotion(), from: [0.2, 0.7], until: 4, steps: 800, count: count,
      in: BoxDomain([.interval(0...1, .reflecting), .interval(0...1, .reflecting)]))
    let positions = evolution.snapshots[0].positions
    #expect(positions.allSatisfy { $0 >= 0 && $0 <= 1 })
    var cells = [Int](repeating: 0, count: 16)
    for path in 0..<count {
      let (row, column) = (Int(positions[path] * 3.999_99), Int(positions[count + path] * 3.999_99))
      cells[4 * row + column] += 1
    }
    // 1/16 each: the step's bias at the walls is of first order.
    for cell in cells {
      let share = Double(cell) / Double(count)
      let error = (0.0625 * 0.9375 / Double(count)).squareRoot()
      #expect(abs(share - 0.0625) < 4 * error + 2e-3)
    }
  }

  @Test("R14 with a second variable: passage times and where paths leave")
  func firstPassage() async throws {
    let count = 50_000
    let process = CorrelatedMotion(velocity: (1, 0), matrix: (0.5, 0, 0.5))
    let evolution = try await run(
      process, from: [0, 0], until: 40, steps: 80, count: count,
      in: BoxDomain([
        .interval(-(.infinity)...2, .walls(lower: .reflecting, upper: .absorbing)), .unbounded,
      ]))
    let statistics = FirstPassageStatistics(exitTimes: evolution.exitTimes)
    #expect(statistics.times.count == count)
    #expect(abs(statistics.mean.value - 2) < 3 * statistics.mean.standardError)
    #expect(abs(statistics.variance.value - 2) < 3 * statistics.variance.standardError)
    let positions = evolution.snapshots[0].positions
    #expect(positions[..<count].allSatisfy { $0 == 2 })
    // The other variable is normal with variance 2D τ: mean square 2. Interpolation along a step
    // leaves out its bridge, at most h/4 of 2D.
    let square = SampleMean(positions[count...].map { $0 * $0 })
    #expect(square.value < 2 + 4 * square.error && square.value > 2 - 4 * square.error - 0.125)
  }

  @Test("a corner of absorbing walls: survival is the product of two")
  func absorbingCorner() async throws {
    let count = 100_000
    let half = ParticleDomain.interval(
      0...(.infinity), .walls(lower: .absorbing, upper: .reflecting))
    let evolution = try await run(
      CorrelatedMotion(matrix: (0.5, 0, 0.3)), from: [1, 0.5], until: 1, steps: 10, count: count,
      in: BoxDomain([half, half]))
    // erf(x₀/√(4 D t)) for each.
    let exact =
      (1 - Double.erfc(1 / 2.0.squareRoot())) * (1 - Double.erfc(0.5 / 1.2.squareRoot()))
    let survival = Double(evolution.snapshots[0].survivingCount) / Double(count)
    let error = (exact * (1 - exact) / Double(count)).squareRoot()
    #expect(abs(survival - exact) < 4 * error)
  }

  @Test("a periodic variable stays inside and moves with the drift")
  func periodic() async throws {
    let process = CorrelatedMotion(velocity: (3, 0), matrix: (0, 0, 0))
    let evolution = try await run(
      process, from: [0.25, 0], until: 1.1, steps: 11, count: 3,
      in: BoxDomain([.interval(0...1, .periodic), .unbounded]))
    for x in evolution.snapshots[0].positions[..<3] { #expect(abs(x - 0.55) < 1e-12) }
  }

  @Test("a semidefinite D moves paths along its range alone, an indefinite one is refused")
  func degenerateDiffusion() async throws {
    let box = BoxDomain.unbounded(dimension: 2)
    let evolution = try await run(
      CorrelatedMotion(matrix: (0.5, 1, 2)), from: [0, 0], until: 1, steps: 3, count: 200, in: box)
    let positions = evolution.snapshots[0].positions
    for path in 0..<200 { #expect(abs(positions[200 + path] - 2 * positions[path]) < 1e-12) }
    let still = try await run(
      CorrelatedMotion(matrix: (0, 0, 0.5)), from: [1, 0], until: 1, steps: 3, count: 200, in: box)
    #expect(still.snapshots[0].positions[..<200].allSatisfy { $0 == 1 })
    for matrix in [(0.5, 0.6, 0.5), (-0.1, 0, 0.5), (0, 0.1, 0.5), (0.5, 0, -0.5)] {
      await #expect(throws: LangevinError.diverged(path: 0, step: 0, time: 0)) {
        try await run(
          CorrelatedMotion(matrix: matrix), from: [0, 0], until: 1, steps: 3, count: 20, in: box)
      }
    }
  }

  @Test("bad input is refused")
  func badInput() async throws {
    let process = CorrelatedMotion()
    await #expect(throws: LangevinError.wrongVariableCount("domains", expected: 2, found: 1)) {
      try await run(
        process, from: [0, 0], until: 1, steps: 1, count: 2, in: BoxDomain([.unbounded]))
    }
    await #expect(throws: LangevinError.wrongVariableCount("axes", expected: 2, found: 1)) {
      try await run(
        process, from: [0], until: 1, steps: 1, count: 2, in: .unbounded(dimension: 2))
    }
    await #expect(throws: LangevinError.badInitialPosition(path: 0, position: 2)) {
      try await run(
        process, from: [0, 2], until: 1, steps: 1, count: 2,
        in: BoxDomain([.unbounded, .interval(0...1, .reflecting)]))
    }
    let unstable = LinearDiffusion(
      relaxation: .diagonal([-1e5, 1]), diffusion: .diagonal([1, 1]))
    let schedule = try TimeSchedule(from: 0, recordingAt: [1], maximumStep: 1)
    #expect(throws: LangevinError.self) {
      try ExactLinearPropagation(unstable, along: schedule)
    }
  }
}
