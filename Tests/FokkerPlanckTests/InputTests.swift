import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Input that cannot be solved")
struct InputTests {
  let solvers: [any FokkerPlanckSolver] = [FiniteVolumeSolver(), SpectralSolver()]

  func start() throws -> Density {
    gaussian(try Axis(-4...4, cellCount: 64), mean: 0, variance: 0.3)
  }

  @Test("Times must ascend from the start", arguments: [[0.5], [2, 1.5], [.nan], [.infinity]])
  func times(times: [Double]) throws {
    for solver in solvers {
      #expect {
        try solver.solve(LinearProcess(), from: start(), startingAt: 1, times: times)
      } throws: {
        if case FokkerPlanckError.invalidTime = $0 { true } else { false }
      }
    }
  }

  @Test("The start itself and no time at all are allowed")
  func trivialTimes() throws {
    for solver in solvers {
      let initial = try start()
      let same = try solver.solve(
        LinearProcess(), from: initial, startingAt: 1, times: [1, 1])
      #expect(same.densities.count == 2)
      #expect(same.densities[1].l1Distance(to: initial) < 1e-13)
      #expect(same.diagnostics.acceptedSteps == 0)
      let none = try solver.solve(LinearProcess(), from: initial, startingAt: 1, times: [])
      #expect(none.densities.isEmpty)
    }
  }

  @Test("A drift that is not finite is reported with its place and time")
  func driftNotFinite() throws {
    let process = ClosureProcess(
      drift: { x, t in t > 0.5 && x > 1 ? .nan : -x }, diffusion: { _, _ in 1 })
    for solver in solvers {
      #expect {
        try solver.solve(process, from: start(), startingAt: 0, times: [1])
      } throws: { error in
        guard case FokkerPlanckError.driftNotFinite(_, let x, let time) = error else {
          return false
        }
        return x > 1 && x < 1.2 && time > 0.5
      }
    }
  }

  @Test("A negative or infinite diffusion is reported", arguments: [-1e-9, Double.infinity, .nan])
  func invalidDiffusion(value: Double) throws {
    let process = ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in x < -3 ? value : 1 })
    for solver in solvers {
      #expect {
        try solver.solve(process, from: start(), startingAt: 0, times: [1])
      } throws: { error in
        guard case FokkerPlanckError.invalidDiffusion(_, let x, _) = error else { return false }
        return x < -3
      }
    }
  }

  @Test("A density that the axis does not hold is refused")
  func massOutside() throws {
    let axis = try Axis(-1...1, cellCount: 64)
    for solver in solvers {
      #expect {
        try solver.solve(
          LinearProcess(), from: gaussian(axis, mean: 1, variance: 0.1), startingAt: 0, times: [1])
      } throws: { error in
        guard case FokkerPlanckError.massOutside(let mass, _) = error else { return false }
        return abs(mass - 0.5) < 1e-3
      }
    }
  }

  @Test("Steps and tolerances are checked", arguments: [0, -1, Double.nan, .infinity])
  func stepControl(value: Double) throws {
    for control in [StepControl.fixed(step: value), .adaptive(tolerance: value)] {
      var finiteVolume = FiniteVolumeSolver()
      finiteVolume.stepControl = control
      #expect(throws: FokkerPlanckError.self) { try finiteVolume.validate() }
      var spectral = SpectralSolver()
      spectral.stepControl = control
      #expect(throws: FokkerPlanckError.self) { try spectral.validate() }
    }
  }

  @Test("Walls of two kinds and wide guard bands are refused by the spectral method")
  func spectralParameters() throws {
    var solver = SpectralSolver()
    solver.boundaries = .walls(lower: .absorbing, upper: .reflecting)
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    solver.boundaries = .periodic
    solver.guardFraction = 0.5
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
  }

  @Test("A cancelled task stops with an error")
  func cancellation() async throws {
    let initial = try start()
    for solver in solvers {
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try solver.solve(DoubleWell(), from: initial, startingAt: 0, times: [1])
      }
      await #expect(throws: FokkerPlanckError.cancelled(time: 0)) { try await task.value }
    }
  }

  @Test("A solver survives coding")
  func coding() throws {
    var solver = FiniteVolumeSolver()
    solver.boundaries = .walls(lower: .absorbing, upper: .reflecting)
    solver.stepControl = .fixed(step: 0.1)
    let data = try JSONEncoder().encode(solver)
    #expect(try JSONDecoder().decode(FiniteVolumeSolver.self, from: data) == solver)
  }

  @Test("Every error is one sentence with its numbers")
  func descriptions() {
    let errors: [FokkerPlanckError] = [
      .driftNotFinite(value: .nan, x: 1.5, time: 2), .massOutside(mass: 0.25, tolerance: 1e-3),
      .invalidTime(index: 3, time: 1, earliest: 2), .stepTooSmall(time: 1, step: 1e-20),
    ]
    let parts = ["x = 1.5", "0.25", "time 3", "1e-20"]
    for (error, part) in zip(errors, parts) { #expect(error.description.contains(part)) }
  }
}
