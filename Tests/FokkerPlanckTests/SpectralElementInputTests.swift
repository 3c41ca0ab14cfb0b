import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Spectral elements: input that cannot be solved")
struct SpectralElementInputTests {
  func start() throws -> Density {
    gaussian(try Axis(-4...4, cellCount: 128), mean: 0, variance: 0.3)
  }

  @Test("Parameters are checked")
  func parameters() {
    var solver = SpectralElementSolver()
    solver.degree = 3
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    solver.degree = 33
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    solver.degree = 8
    for control in [
      ElementControl.fixed(count: 3), .adaptive(tolerance: 0), .adaptive(tolerance: .nan),
    ] {
      solver.elementControl = control
      #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    }
    solver.elementControl = .fixed(count: 4)
    solver.stepControl = .fixed(step: -1)
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
  }

  @Test("Coefficients that are not numbers are reported with their place")
  func coefficients() throws {
    #expect {
      try SpectralElementSolver().solve(
        ClosureProcess(drift: { x, _ in x > 3 ? .nan : 0 }, diffusion: { _, _ in 1 }),
        from: start(), startingAt: 0, times: [1])
    } throws: { error in
      guard case FokkerPlanckError.driftNotFinite(_, let x, 0) = error else { return false }
      return x > 3
    }
    #expect {
      try SpectralElementSolver().solve(
        ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in x < -3 ? -1 : 1 }),
        from: start(), startingAt: 0, times: [1])
    } throws: { error in
      guard case FokkerPlanckError.invalidDiffusion(-1, let x, _) = error else { return false }
      return x < -3
    }
  }

  @Test("Times and masses are checked")
  func timesAndMass() throws {
    #expect(throws: FokkerPlanckError.invalidTime(index: 1, time: 1, earliest: 2)) {
      try SpectralElementSolver().solve(DoubleWell(), from: start(), startingAt: 0, times: [2, 1])
    }
    let half = gaussian(try Axis(-1...1, cellCount: 64), mean: 1, variance: 0.1)
    #expect {
      try SpectralElementSolver().solve(DoubleWell(), from: half, startingAt: 0, times: [1])
    } throws: { error in
      if case FokkerPlanckError.massOutside = error { true } else { false }
    }
  }

  @Test("The start itself, no time at all and two cells are allowed")
  func trivial() throws {
    let initial = try start()
    let same = try SpectralElementSolver().solve(
      DoubleWell(), from: initial, startingAt: 1, times: [1, 1])
    #expect(same.densities == [initial, initial])
    let none = try SpectralElementSolver().solve(
      DoubleWell(), from: initial, startingAt: 1, times: [])
    #expect(none.densities.isEmpty)
    let coarse = try Density(axis: Axis(0...1, cellCount: 2), values: [1.5, 0.5])
    let relaxed = try SpectralElementSolver().solve(
      LinearProcess(diffusion: 0.05), from: coarse, startingAt: 0, times: [100])
    #expect(abs(relaxed.densities[0].values[0] - 1) < 1e-12)
  }

  @Test("A diffusion coefficient that breaks off to zero is given up with its place")
  func vanishingDiffusion() throws {
    #expect {
      try SpectralElementSolver().solve(
        ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in x > 0.1 ? 1 : 0 }),
        from: start(), startingAt: 0, times: [1])
    } throws: { error in
      guard case FokkerPlanckError.notResolved(let x, _, _, _) = error else { return false }
      return abs(x - 0.1) < 1e-3
    }
  }

  @Test("More elements than allowed are not taken")
  func elementCount() throws {
    var solver = SpectralElementSolver()
    solver.largestElementCount = 10
    #expect {
      try solver.solve(DoubleWell(), from: start(), startingAt: 0, times: [1])
    } throws: { error in
      guard case FokkerPlanckError.notResolved(_, 0, let size, _) = error else { return false }
      return size > 1e-10
    }
  }

  @Test("A drift that outweighs all diffusion is refused with a hint, not solved wrongly")
  func overwhelmingDrift() throws {
    #expect {
      try SpectralElementSolver().solve(
        LinearProcess(velocity: 1e6, diffusion: 1),
        from: gaussian(Axis(0...1, cellCount: 200), mean: 0.3, variance: 0.002), startingAt: 0,
        times: [1e-6, 1])
    } throws: { error in
      guard case FokkerPlanckError.stepTooSmall = error else { return false }
      return "\(error)".contains("finite volumes")
    }
  }

  @Test("A cancelled task stops with an error")
  func cancellation() async throws {
    let initial = try start()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try SpectralElementSolver().solve(
        DoubleWell(), from: initial, startingAt: 0, times: [1])
    }
    await #expect(throws: FokkerPlanckError.cancelled(time: 0)) { try await task.value }
  }

  @Test("A solver survives coding, and gives the same bits from many tasks")
  func codingAndTasks() async throws {
    var solver = SpectralElementSolver()
    solver.boundaries = .walls(lower: .absorbing, upper: .reflecting)
    solver.elementControl = .adaptive(tolerance: 1e-6)
    let data = try JSONEncoder().encode(solver)
    #expect(try JSONDecoder().decode(SpectralElementSolver.self, from: data) == solver)
    let initial = try start()
    let alone = try solver.solve(DoubleWell(), from: initial, startingAt: 0, times: [0.1, 3])
    let decoded = solver
    let together = try await withThrowingTaskGroup(of: DensityEvolution.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try decoded.solve(DoubleWell(), from: initial, startingAt: 0, times: [0.1, 3])
        }
      }
      var all: [DensityEvolution] = []
      for try await evolution in group { all.append(evolution) }
      return all
    }
    #expect(together.allSatisfy { $0 == alone })
  }
}
