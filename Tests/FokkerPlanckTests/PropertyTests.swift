import FokkerPlanck
import Foundation
import Grids
import RandomStreams
import StochasticProcesses
import Testing

/// Thousands of random problems; each is a function of its index.
@Suite("Laws for any coefficients, grid and step")
struct PropertyTests {
  @Test(
    "Backward Euler and the positive TR-BDF2 never make a density negative, and lose nothing",
    arguments: [TimeScheme.backwardEuler, .positiveTrapezoidBackwardDifference])
  func signAndMass(scheme: TimeScheme) throws {
    for index in 0..<2000 {
      var problem = try RandomProblem(index: index)
      let initial = try problem.start()
      let times = [problem.step, 4 * problem.step]
      let solution = try problem.solver(scheme).solve(
        problem.process, from: initial, startingAt: 0, times: times)
      let diagnostics = solution.diagnostics
      try #require(diagnostics.smallestDensity >= 0, "problem \(index)")
      try #require(
        diagnostics.largestMassError < 1e-12, "problem \(index): \(diagnostics.largestMassError)")
      let exits = [ExitProbability()] + solution.exits
      for (earlier, later) in zip(exits, exits.dropFirst()) {
        try #require(
          later.lower >= earlier.lower && later.upper >= earlier.upper,
          "problem \(index): \(exits)")
      }
    }
  }

  @Test("So it is on graded cells")
  func gradedCells() throws {
    for index in 0..<300 {
      var random = RandomStream(seed: 7, purpose: .general, index: UInt64(index))
      let process = RandomLineProcess(&random)
      let coordinate = GradedCoordinate(
        centre: random.normal() / 3, width: pow(10, -3 * random.uniform()))
      let axis = try coordinate.axis(
        covering: -1...1, cellCount: 2 + Int(200 * random.uniform()))
      var values = axis.centers.map { _ in random.uniform() < 0.5 ? random.uniform() : 0 }
      values[0] += 1
      var solver = FiniteVolumeSolver()
      solver.boundaries = RandomProblem.allBoundaries[index % 5]
      solver.timeScheme =
        index % 2 == 0 ? .backwardEuler : .positiveTrapezoidBackwardDifference
      let step = pow(10, 12 * random.uniform() - 6)
      solver.stepControl = .fixed(step: step)
      let solution = try solver.solve(
        GradedProcess(process, in: coordinate),
        from: Density(axis: axis, values: values).normalized(), startingAt: 0, times: [3 * step])
      try #require(solution.diagnostics.smallestDensity >= 0, "problem \(index)")
      try #require(solution.diagnostics.largestMassError < 1e-12, "problem \(index)")
    }
  }

  @Test(
    "Ten thousand steps keep mass and exits within 1e-12", arguments: TimeScheme.allCases,
    RandomProblem.allBoundaries)
  func manySteps(scheme: TimeScheme, boundaries: BoundaryConditions) throws {
    let axis = try Axis(-1...1, cellCount: 40)
    var solver = FiniteVolumeSolver()
    solver.boundaries = boundaries
    solver.timeScheme = scheme
    solver.stepControl = .fixed(step: 1e-3)
    let process = ClosureProcess(
      drift: { x, t in 3 * sin(5 * x + t) }, diffusion: { x, _ in x < 0 ? 0.01 : 0.1 * x })
    let solution = try solver.solve(
      process, from: gaussian(axis, mean: 0.2, variance: 0.01), startingAt: 0, times: [10])
    #expect(solution.diagnostics.acceptedSteps == 10_000)
    #expect(solution.diagnostics.largestMassError < 1e-12)
  }

  @Test("The divergence of two solutions never grows, what has left being a state too")
  func secondLaw() throws {
    for index in 0..<1000 {
      var problem = try RandomProblem(index: index)
      let (a, b) = (try problem.start(isPositive: true), try problem.start(isPositive: true))
      let times = [0, 1, 2, 5].map { $0 * problem.step }
      let solver = problem.solver(.backwardEuler)
      let first = try solver.solve(problem.process, from: a, startingAt: 0, times: times)
      let second = try solver.solve(problem.process, from: b, startingAt: 0, times: times)
      let divergences = times.indices.map { divergence(first, second, $0) }
      for (earlier, later) in zip(divergences, divergences.dropFirst()) {
        try #require(later <= earlier + 1e-12, "problem \(index): \(divergences)")
      }
    }
  }

  /// Σ p ln(p/q) over the cells and both exits.
  private func divergence(
    _ first: DensityEvolution, _ second: DensityEvolution, _ index: Int
  ) -> Double {
    func part(_ p: Double, _ q: Double) -> Double {
      guard p > 0 else { return 0 }
      return q > 0 ? p * (log(p) - log(q)) : p * 700
    }
    var sum = 0.0
    for (p, q) in zip(first.densities[index].values, second.densities[index].values) {
      sum += part(p, q) * first.axis.spacing
    }
    return sum + part(first.exits[index].lower, second.exits[index].lower)
      + part(first.exits[index].upper, second.exits[index].upper)
  }

  @Test("The discrete stationary density stays, for every step of every scheme")
  func stationaryDensity() throws {
    var count = 0
    for index in 0..<600 {
      let problem = try RandomProblem(
        index: index, isPositive: true, largestDrift: 0, dependsOnTime: false)
      guard problem.boundaries == .reflecting || problem.boundaries == .periodic else { continue }
      let generator = try DiscreteGenerator(
        problem.process, axis: problem.axis, boundaries: problem.boundaries)
      let density = try generator.stationaryState().density
      for scheme in TimeScheme.allCases {
        let solution = try problem.solver(scheme).solve(
          problem.process, from: density, startingAt: 0, times: [3 * problem.step])
        try #require(
          solution.densities[0].l1Distance(to: density) < 1e-10, "problem \(index), \(scheme)")
      }
      count += 1
    }
    #expect(count == 240)
  }

  @Test("A certified solution keeps mass and admits what it does not know, whatever it is given")
  func certifiedSolutions() throws {
    for index in 0..<150 {
      var problem = try RandomProblem(index: index, largestDrift: 2)
      var solver = CertifiedSolver()
      solver.boundaries = problem.boundaries
      solver.tolerance = 1e-3
      solver.largestCellCount = 1024
      solver.timeDependence = .autonomous
      let initial = try problem.start()
      let solution = try solver.solve(
        problem.process, on: -1...1, from: .histogram(initial), times: [0.01, 0.3])
      try #require(solution.evolution.diagnostics.largestMassError < 1e-10, "problem \(index)")
      let isReached = solution.largestError <= 1e-3
      try #require(isReached == (solution.shortfall == nil), "problem \(index)")
      try #require(solution.errors.allSatisfy { $0.total >= 0 && !$0.total.isNaN })
    }
  }
}
