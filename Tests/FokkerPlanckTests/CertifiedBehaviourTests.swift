import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("What a certified solver does beside solving")
struct CertifiedBehaviourTests {
  private let start = GaussianLaw(mean: -0.5, variance: 0.09)

  private func solver(_ tolerance: Double) -> CertifiedSolver {
    var solver = CertifiedSolver()
    solver.tolerance = tolerance
    return solver
  }

  @Test("A tolerance that the cells do not reach comes back with its cause and an honest estimate")
  func shortfallOfCells() throws {
    var solver = solver(1e-9)
    solver.largestCellCount = 256
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let solution = try solver.solve(process, on: -8...8, from: .normal(start), times: [1])
    let shortfall = try #require(solution.shortfall)
    #expect(shortfall.cause == .cells)
    #expect(shortfall.estimate == solution.largestError && shortfall.estimate > 1e-9)
    #expect(shortfall.description.contains("largestCellCount"))
    let moments = process.moments(mean: -0.5, variance: 0.09, at: 1)
    let exact = gaussian(
      solution.evolution.axis, mean: moments.mean, variance: moments.variance)
    #expect(solution.evolution.densities[0].l1Distance(to: exact) <= shortfall.estimate)
  }

  @Test("A tolerance below rounding is reported as such, not pursued for ever")
  func shortfallOfRounding() throws {
    let solution = try solver(1e-15).solve(
      LinearProcess(rate: 1, diffusion: 0.5), on: -8...8, from: .normal(start), times: [1])
    #expect(solution.shortfall?.cause == .rounding)
    #expect(solution.largestError < 1e-10)
  }

  @Test("A domain that cuts off the start is named, however well the rest is solved")
  func shortfallOfDomain() throws {
    let solution = try solver(1e-6).solve(
      LinearProcess(rate: 1, diffusion: 0.5), on: -2...2,
      from: .normal(GaussianLaw(mean: 0, variance: 0.36)), times: [1])
    #expect(solution.shortfall?.cause == .domain)
    #expect(abs(solution.errors[0].outside - erfc(2 / (0.6 * 2.0.squareRoot()))) < 1e-6)
  }

  @Test("As a plain solver it throws what it cannot reach, and stays on the axis it was given")
  func plainSolver() throws {
    let axis = try Axis(-8...8, cellCount: 200)
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let initial = gaussian(axis, mean: 2, variance: 0.09)
    let evolution = try solver(1e-8).solve(process, from: initial, startingAt: 0, times: [0, 5])
    #expect(evolution.axis == axis)
    #expect(evolution.densities.allSatisfy { $0.axis == axis })
    #expect(evolution.densities[0].l1Distance(to: initial) < 1e-13)
    let moments = process.moments(mean: 2, variance: 0.09, at: 5)
    let exact = gaussian(axis, mean: moments.mean, variance: moments.variance)
    #expect(evolution.densities[1].l1Distance(to: exact) < 1e-8)
    var limited = solver(1e-10)
    limited.largestCellCount = 256
    #expect {
      try limited.solve(process, from: initial, startingAt: 0, times: [0.1])
    } throws: { error in
      guard case FokkerPlanckError.toleranceNotReached(let estimate, 1e-10, let remedy) = error
      else { return false }
      return estimate > 1e-10 && remedy.contains("cells") || remedy.contains("Cell")
    }
  }

  @Test("Averages that jump from cell to cell are taken for a histogram")
  func histogram() throws {
    let axis = try Axis(-3...3, cellCount: 60)
    var values = [Double](repeating: 0, count: 60)
    for cell in 25..<35 { values[cell] = 1 }
    let initial = try Density(axis: axis, values: values)
    let solution = try solver(1e-7).solve(
      LinearProcess(diffusion: 0.1), from: initial, startingAt: 0, times: [0.4])
    let exact = Density(
      axis: axis, cumulative: { CertifiedCase.uniformStart.cumulative($0, 0.4) })
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-7)
  }

  @Test("A density given as a function is integrated, even when a cell is far wider than it")
  func narrowDensity() throws {
    let narrow = GaussianLaw(mean: 0.123, variance: 1e-8)
    let solution = try solver(1e-6).solve(
      LinearProcess(rate: 1, diffusion: 0.5), on: -6...6,
      from: .density { narrow.density(at: $0) }, times: [0.5])
    let moments = LinearProcess(rate: 1, diffusion: 0.5)
      .moments(mean: 0.123, variance: 1e-8, at: 0.5)
    let exact = gaussian(
      solution.evolution.axis, mean: moments.mean, variance: moments.variance)
    #expect(solution.evolution.densities[0].l1Distance(to: exact) < 1e-6)
  }

  @Test("Autonomy is declared or found, and a process that changes is not taken for constant")
  func autonomy() throws {
    let constant = ClosureProcess(drift: { x, _ in -x }, diffusion: { _, _ in 0.5 })
    let found = try solver(1e-4).solve(constant, on: -6...6, from: .normal(start), times: [1])
    #expect(found.method == .rationalExponential)
    var dependent = solver(1e-4)
    dependent.timeDependence = .dependent
    let same = try dependent.solve(constant, on: -6...6, from: .normal(start), times: [1])
    #expect(same.method == .exponentialMidpoint)
    #expect(
      same.evolution.densities[0].l1Distance(to: found.evolution.densities[0]) < 1e-4)
    let late = ClosureProcess(
      drift: { x, t in -x }, diffusion: { _, t in t > 0.9 ? 0.6 : 0.5 })
    let noticed = try solver(1e-4).solve(late, on: -6...6, from: .normal(start), times: [1])
    #expect(noticed.method == .exponentialMidpoint)
    #expect(OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 1).isAutonomous)
    #expect(!ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 1 }).isAutonomous)
  }

  @Test("R14: survival, exit flux and currents come with the densities")
  func currents() throws {
    var solver = solver(1e-7)
    solver.boundaries = .walls(lower: .reflecting, upper: .absorbing)
    solver.reportsCurrents = true
    let solution = try solver.solve(
      LinearProcess(velocity: 1, diffusion: 0.5), on: -14...2, from: .point(0), times: [1.5, 2])
    let (axis, currents) = (solution.evolution.axis, solution.currents)
    #expect(abs((currents[0].last ?? 0) - 0.399_587_566_267) < 1e-8)
    #expect(abs(solution.evolution.survival[1] - 0.372_302_161_845) < 1e-8)
    #expect(abs(solution.evolution.exits[1].upper - (1 - 0.372_302_161_845)) < 1e-8)
    #expect(currents[0][0] == 0)
    // j = p − D p′ with the method of images.
    for face in stride(from: 1, to: axis.cellCount, by: 7) {
      let x = axis.face(face)
      func part(_ centre: Double) -> Double {
        let density = exp(-(x - centre) * (x - centre) / 3) / (3 * Double.pi).squareRoot()
        return density * (1 + 0.5 * (x - centre) / 1.5)
      }
      let exact = part(1.5) - exp(4) * part(5.5)
      #expect(abs(currents[0][face] - exact) <= solution.currentErrors[0])
    }
    #expect(solution.currentErrors[0] < 1e-5)
  }

  @Test("Currents and entropies follow an evolution at all its times")
  func observables() throws {
    let axis = try Axis(-6...6, cellCount: 600)
    let process = LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3)
    var solver = FiniteVolumeSolver()
    solver.stepControl = .adaptive(tolerance: 1e-8)
    let solution = try solver.solve(
      process, from: gaussian(axis, mean: 0.5, variance: 0.2), startingAt: 0,
      times: [0.5, 0.5 + 1e-4, 1])
    let currents = try solution.currents(under: process)
    #expect(currents.count == 3 && currents.allSatisfy { $0.count == 601 })
    let change = (solution.densities[1].values[320] - solution.densities[0].values[320]) / 1e-4
    #expect(
      abs(change + (currents[0][321] - currents[0][320]) / axis.spacing) < 1e-3 * abs(change))
    let balances = try solution.entropyBalances(under: process)
    let slope = (balances[1].entropy - balances[0].entropy) / 1e-4
    #expect(abs(slope - balances[0].rate) < 1e-3)
    #expect(balances.allSatisfy { $0.production > 0 })
  }

  @Test("Repeated times, the start itself and no time at all are allowed")
  func trivialTimes() throws {
    let solution = try solver(1e-5).solve(
      LinearProcess(rate: 1), on: -6...6, from: .normal(start), startingAt: 1,
      times: [1, 1, 2, 2])
    let densities = solution.evolution.densities
    #expect(densities[0] == densities[1] && densities[2] == densities[3])
    #expect(abs(densities[0].mass - 1) < 1e-12)
    let none = try solver(1e-5).solve(
      LinearProcess(), on: -6...6, from: .normal(start), times: [])
    #expect(none.evolution.densities.isEmpty && none.shortfall == nil)
  }

  @Test("A solver survives coding")
  func coding() throws {
    var solver = solver(1e-6)
    solver.boundaries = .absorbing
    solver.timeDependence = .dependent
    let data = try JSONEncoder().encode(solver)
    #expect(try JSONDecoder().decode(CertifiedSolver.self, from: data) == solver)
  }

  @Test("A cancelled task stops with an error")
  func cancellation() async throws {
    for dependence in [TimeDependence.autonomous, .dependent] {
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        var solver = CertifiedSolver()
        solver.timeDependence = dependence
        return try solver.solve(DoubleWell(), on: -3...3, from: .point(0.1), times: [1])
      }
      await #expect(throws: FokkerPlanckError.cancelled(time: 0)) { try await task.value }
    }
  }
}
