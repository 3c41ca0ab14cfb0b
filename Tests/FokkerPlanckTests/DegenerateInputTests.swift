import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Degenerate input gets a right answer or a clear error")
struct DegenerateInputTests {
  private let normal = InitialLaw.normal(GaussianLaw(mean: 0, variance: 0.09))

  @Test("Without drift and diffusion nothing moves", arguments: TimeScheme.allCases)
  func nothingMoves(scheme: TimeScheme) throws {
    let still = ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0 })
    let axis = try Axis(-2...2, cellCount: 50)
    let start = gaussian(axis, mean: 0, variance: 0.09)
    var solver = FiniteVolumeSolver()
    solver.timeScheme = scheme
    let solution = try solver.solve(still, from: start, startingAt: 0, times: [1])
    #expect(solution.densities[0].l1Distance(to: start) < 1e-14)
    let certified = try CertifiedSolver().solve(still, on: -2...2, from: normal, times: [1])
    #expect(certified.shortfall == nil)
    let exact = gaussian(certified.evolution.axis, mean: 0, variance: 0.09)
    #expect(certified.evolution.densities[0].l1Distance(to: exact) <= certified.largestError)
  }

  @Test("Without diffusion a density is carried along the drift, or the estimate says how badly")
  func transport() throws {
    let process = ClosureProcess(drift: { _, _ in 1 }, diffusion: { _, _ in 0 })
    var solver = CertifiedSolver()
    solver.tolerance = 1e-2
    solver.largestCellCount = 4096
    let solution = try solver.solve(process, on: -2...3, from: normal, times: [1])
    let exact = gaussian(solution.evolution.axis, mean: 1, variance: 0.09)
    #expect(solution.evolution.densities[0].l1Distance(to: exact) <= solution.errors[0].total)
    #expect((solution.shortfall == nil) == (solution.errors[0].total <= 1e-2))
  }

  @Test("A diffusion that vanishes in places lets the drift through and keeps the rest apart")
  func vanishingDiffusion() throws {
    // No drift: what starts where D = 0 stays.
    let process = ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in x < 0 ? 0 : 0.5 })
    let axis = try Axis(-2...2, cellCount: 200)
    let start = gaussian(axis, mean: -1, variance: 0.01)
    var solver = FiniteVolumeSolver()
    solver.timeScheme = .positiveTrapezoidBackwardDifference
    let solution = try solver.solve(process, from: start, startingAt: 0, times: [5])
    #expect(solution.densities[0].l1Distance(to: start) < 1e-8)
    #expect(solution.diagnostics.smallestDensity >= 0)
  }

  @Test("A drift of a million is solved, and the layer that it makes is there")
  func violentDrift() throws {
    let process = ClosureProcess(drift: { x, _ in -1e6 * x }, diffusion: { _, _ in 1 })
    let axis = try Axis(-1...1, cellCount: 201)
    var solver = FiniteVolumeSolver()
    solver.timeScheme = .backwardEuler
    solver.stepControl = .fixed(step: 0.1)
    let solution = try solver.solve(
      process, from: gaussian(axis, mean: 0.4, variance: 0.01), startingAt: 0, times: [1])
    #expect(solution.diagnostics.smallestDensity >= 0)
    #expect(solution.diagnostics.largestMassError < 1e-12)
    #expect(solution.densities[0].values[100] * axis.spacing > 0.999)
    // The width of 1e-3 needs cells of its own size; the solver finds that out.
    var certified = CertifiedSolver()
    certified.tolerance = 1e-4
    let fine = try certified.solve(
      process, on: -1...1, from: .normal(GaussianLaw(mean: 0.3, variance: 0.01)), times: [1])
    let exact = gaussian(fine.evolution.axis, mean: 0, variance: 1e-6)
    #expect(fine.shortfall == nil && fine.evolution.axis.cellCount > 1000)
    #expect(fine.evolution.densities[0].l1Distance(to: exact) <= fine.largestError)
  }

  @Test("Two cells are enough for a generator, a step and a certificate of not being enough")
  func twoCells() throws {
    let axis = try Axis(0...1, cellCount: 2)
    let start = try Density(axis: axis, values: [2, 0])
    for boundaries in RandomProblem.allBoundaries {
      for scheme in TimeScheme.allCases {
        var solver = FiniteVolumeSolver()
        solver.boundaries = boundaries
        solver.timeScheme = scheme
        let solution = try solver.solve(
          LinearProcess(velocity: 0.3, diffusion: 0.5), from: start, startingAt: 0, times: [1])
        // 10⁻¹² for ten thousand steps; backward Euler takes thousands here.
        let diagnostics = solution.diagnostics
        #expect(
          diagnostics.largestMassError < 1e-15 + 1e-16 * Double(diagnostics.acceptedSteps),
          "\(scheme), \(boundaries), \(diagnostics)")
      }
      var exponential = RationalExponentialSolver()
      exponential.boundaries = boundaries
      exponential.extrapolationLevels = 1
      let solution = try exponential.solve(
        LinearProcess(diffusion: 0.5), from: start, startingAt: 0, times: [0.1])
      if boundaries == .reflecting {
        // Two sites that exchange at rate D/h² = 2.
        #expect(abs(solution.densities[0].values[0] - (1 + exp(-0.4))) < 1e-12)
      }
    }
    var certified = CertifiedSolver()
    (certified.smallestCellCount, certified.largestCellCount) = (2, 4)
    let poor = try certified.solve(
      LinearProcess(diffusion: 0.5), on: 0...1, from: .uniform(0...0.5), times: [0.1])
    #expect(poor.shortfall?.cause == .cells)
  }

  @Test("A million cells are solved in time and memory that grow with them")
  func millionCells() throws {
    let axis = try Axis(-8...8, cellCount: 1_000_000)
    let process = OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5)
    let start = GaussianLaw(mean: 2, variance: 0.09)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 1
    let solution = try solver.solve(
      process, from: Density(axis: axis, cumulative: start.cumulative), startingAt: 0, times: [1])
    let exact = Density(axis: axis, cumulative: process.law(from: start, after: 1).cumulative)
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-9)
    #expect(solution.diagnostics.largestMassError < 1e-11)
  }

  @Test("A coefficient that is not a number is reported with its place", arguments: [true, false])
  func notANumber(inDrift: Bool) throws {
    let process = ClosureProcess(
      drift: { x, _ in inDrift && x > 1 ? .nan : -x },
      diffusion: { x, _ in !inDrift && x > 1 ? .nan : 0.5 })
    #expect {
      try CertifiedSolver().solve(process, on: -4...4, from: normal, times: [1])
    } throws: { error in
      switch error {
      case FokkerPlanckError.driftNotFinite(_, let x, _): inDrift && x > 1
      case FokkerPlanckError.invalidDiffusion(_, let x, _): !inDrift && x > 1
      default: false
      }
    }
    #expect(throws: FokkerPlanckError.self) {
      try RefinedGenerator(process, on: -4...4).relaxationRates(count: 2)
    }
  }

  @Test(
    "Times before the start, no number or not ascending are refused",
    arguments: [
      [-1.0], [.nan], [2, 1],
    ])
  func times(times: [Double]) {
    #expect {
      try CertifiedSolver().solve(LinearProcess(), on: -4...4, from: normal, times: times)
    } throws: {
      if case FokkerPlanckError.invalidTime = $0 { true } else { false }
    }
  }

  @Test("A start outside the domain is refused with what the domain holds")
  func massOutside() {
    for law in [InitialLaw.point(7), .normal(GaussianLaw(mean: 9, variance: 1)), .uniform(5...6)] {
      #expect {
        try CertifiedSolver().solve(LinearProcess(), on: -4...4, from: law, times: [1])
      } throws: { error in
        guard case FokkerPlanckError.massOutside(let mass, _) = error else { return false }
        return mass < 0.01
      }
    }
  }

  @Test("A domain without length, or an endless one, is refused")
  func emptyDomain() {
    for domain in [1.0...1.0, -Double.infinity...Double.infinity, 0...Double.infinity] {
      #expect {
        try CertifiedSolver().solve(LinearProcess(), on: domain, from: .point(1), times: [1])
      } throws: { error in
        guard case FokkerPlanckError.invalidParameter("domain", _, _) = error else { return false }
        return true
      }
      #expect(throws: FokkerPlanckError.self) {
        try RefinedGenerator(LinearProcess(), on: domain).stationaryState()
      }
    }
  }

  @Test("Settings out of range are named")
  func settings() {
    func check(_ name: String, _ change: (inout CertifiedSolver) -> Void) {
      var solver = CertifiedSolver()
      change(&solver)
      #expect {
        try solver.validate()
      } throws: { error in
        guard case FokkerPlanckError.invalidParameter(name, _, _) = error else { return false }
        return true
      }
    }
    for tolerance in [0, -1, 1, Double.nan] { check("tolerance") { $0.tolerance = tolerance } }
    check("smallestCellCount") { $0.smallestCellCount = 1 }
    check("largestCellCount") { $0.largestCellCount = 63 }
    var generator = RefinedGenerator(LinearProcess(), on: 0...1)
    generator.tolerance = 0
    #expect(throws: FokkerPlanckError.self) { try generator.stationaryState() }
  }
}
