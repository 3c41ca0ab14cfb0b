import FokkerPlanck
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Tensor trains and input that is not right", .enabled(if: runsSlowTests))
struct TensorTrainInputTests {
  @Test("Parameters out of range are named")
  func parameters() throws {
    let initial = try TensorTrainDensity(independent(2, variance: 0.2))
    let broken: [(String, (inout TensorTrainSolver) -> Void)] = [
      ("tolerance", { $0.tolerance = 0 }), ("stageCount", { $0.stageCount = 9 }),
      ("maximumRank", { $0.maximumRank = 0 }), ("maximumModeCount", { $0.maximumModeCount = 2 }),
      ("longestStep", { $0.adaptsStep = false }),
    ]
    for (name, change) in broken {
      var solver = TensorTrainSolver()
      change(&solver)
      let error = #expect(throws: FokkerPlanckError.self) {
        try solver.solve(chain(2), from: initial, times: [1])
      }
      guard case .invalidParameter(let found, _, _) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(found == name)
    }
    #expect(throws: FokkerPlanckError.self) { try SpectralAxis.line(center: 0, scale: 0, count: 9) }
    #expect(throws: FokkerPlanckError.self) { try SpectralAxis.interval(1...1, count: 9) }
    #expect(throws: FokkerPlanckError.self) { try SpectralAxis.ring(0...1, count: 1) }
  }

  @Test("Times that do not ascend and masses that are not one are refused")
  func timesAndMass() throws {
    let initial = try TensorTrainDensity(independent(2, variance: 0.2))
    let solver = TensorTrainSolver()
    #expect(throws: FokkerPlanckError.invalidTime(index: 1, time: 0.5, earliest: 1)) {
      try solver.solve(chain(2), from: initial, times: [1, 0.5])
    }
    let axis = try SpectralAxis.interval(-0.2...0.2, count: 12)
    let cut = try TensorTrainDensity(
      axes: [axis, axis], startingAt: [[0, 0]],
      interpolating: independent(2, variance: 0.2).density())
    let error = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(chain(2), from: cut, times: [1])
    }
    guard case .massOutside = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A coefficient that is not finite is named with its place")
  func coefficients() throws {
    struct Broken: SeparableDiffusionProcess {
      let dimension = 2
      func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
        [ProductTerm(1, [variable: { $0 > 0.5 ? .nan : -$0 }])]
      }
      func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
        [ProductTerm(0.1)]
      }
    }
    let initial = try TensorTrainDensity(independent(2, variance: 0.2))
    let closures = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [x[0] > 0.5 ? .infinity : 0, 0] },
      diffusion: { _, _ in [[0.1, 0], [0, 0.1]] })
    let errors = [
      #expect(throws: FokkerPlanckError.self) {
        try TensorTrainSolver().solve(Broken(), from: initial, times: [1])
      },
      #expect(throws: FokkerPlanckError.self) {
        try TensorTrainSolver().solve(closures, from: initial, times: [1])
      },
    ]
    for error in errors {
      guard case .driftNotFinite(_, let x, let time) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(x > 0.5 && time == 0)
    }
  }

  @Test("A bound on the rank is kept, told, and costs accuracy")
  func rankBound() throws {
    var solver = TensorTrainSolver(tolerance: 1e-5)
    solver.maximumRank = 2
    let start = independent(4, variance: 0.2)
    let evolution = try solver.solve(
      chain(4), from: try TensorTrainDensity(start), times: [1])
    #expect(evolution.densities[0].ranks.allSatisfy { $0 <= 2 })
    #expect(evolution.diagnostics.reachedMaximumRank)
    let error = try largestMomentError(
      evolution.densities[0], chain(4).law(from: start, after: 1))
    #expect(error > 1e-4)
    #expect(error < 0.05)
  }

  @Test("Functions that are too few are refused, on lines that follow and on lines that do not")
  func tooFewFunctions() throws {
    let process = wells(2, coupling: 0.4, diffusion: 0.4)
    var solver = TensorTrainSolver(tolerance: 1e-6)
    solver.maximumModeCount = 25
    let following = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(
        process, from: TensorTrainDensity(independent(2, variance: 0.5)), times: [3])
    }
    let line = try SpectralAxis.line(center: 0, scale: 0.7, count: 65)
    let start = try TensorTrainDensity(
      axes: [line, line], startingAt: [[0, 0]],
      interpolating: independent(2, variance: 0.5).density())
    solver.followsDensity = false
    let staying = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(process, from: start, times: [3])
    }
    for error in [following, staying] {
      guard case .toleranceNotReached(let estimate, let tolerance, let remedy) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(estimate > tolerance && tolerance == 1e-6)
      #expect(remedy.contains("functions"))
    }
  }

  @Test("A cancelled task stops")
  func cancellation() async throws {
    let initial = try TensorTrainDensity(independent(6, variance: 0.2))
    let task = Task {
      try TensorTrainSolver(tolerance: 1e-6).solve(chain(6), from: initial, times: [5])
    }
    task.cancel()
    await #expect(throws: FokkerPlanckError.self) { try await task.value }
  }
}
