import FokkerPlanck
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Input on a box")
struct BoxInputTests {
  private let axes: [Axis]
  private let initial: BoxDensity

  init() throws {
    axes = try cube(-4...4, cells: 20, dimension: 2)
    initial = try averages(
      of: MultivariateGaussianLaw(mean: [0, 0], variances: [0.4, 0.4]), on: axes)
  }

  private func process(
    drift: Double = 0, matrix: [[Double]] = [[0.1, 0], [0, 0.1]]
  ) -> MultivariateClosureProcess {
    MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [0, x[0] > 1 ? drift : 0] }, diffusion: { _, _ in matrix })
  }

  @Test("Coefficients that are not finite or not semidefinite are told with their place")
  func badCoefficients() throws {
    let solver = BoxFiniteVolumeSolver()
    let infinite = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(process(drift: .infinity), from: initial, startingAt: 0, times: [1])
    }
    if case .invalidCoefficient(let name, let value, let point, _) = infinite {
      #expect(name == "drift of variable 2" && value == .infinity && point[0] > 1)
    } else {
      Issue.record("another error: \(String(describing: infinite))")
    }
    let indefinite = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(
        process(matrix: [[0.1, 0.2], [0.2, 0.1]]), from: initial, startingAt: 0, times: [1])
    }
    if case .invalidCoefficient(let name, _, _, _) = indefinite {
      #expect(name == "element (1, 2) of the diffusion matrix")
    } else {
      Issue.record("another error: \(String(describing: indefinite))")
    }
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(process(drift: .nan), from: initial, startingAt: 0, times: [1])
    }
  }

  @Test("An infinite drift at a reflecting wall is never used")
  func infiniteDriftAtWall() throws {
    let radial = try [Axis(0...3, cellCount: 24), Axis(-2...2, cellCount: 16)]
    let bessel = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [0.5 / x[0] - x[0], -x[1]] },
      diffusion: { _, _ in [[0.5, 0], [0, 0.5]] })
    let start = BoxDensity(axes: radial) { _ in 1.0 / 12 }
    let solution = try BoxFiniteVolumeSolver().solve(bessel, from: start, startingAt: 0, times: [1])
    #expect(abs(solution.densities[0].mass - 1) < 1e-12)
  }

  @Test("Wrong dimensions, times, masses and parameters")
  func wrongInput() throws {
    var solver = BoxFiniteVolumeSolver()
    let single = LinearDiffusion(relaxation: .diagonal([1]), diffusion: .diagonal([1]))
    #expect(
      throws: FokkerPlanckError.wrongDimension(of: "process", expected: 2, found: 1)
    ) { try solver.solve(single, from: initial, startingAt: 0, times: [1]) }
    #expect(throws: FokkerPlanckError.invalidTime(index: 1, time: 0.5, earliest: 1)) {
      try solver.solve(process(), from: initial, startingAt: 0, times: [1, 0.5])
    }
    let half = try BoxDensity(axes: axes, values: initial.values.map { $0 / 2 })
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(process(), from: half, startingAt: 0, times: [1])
    }
    solver.boundaries = [.periodic]
    #expect(
      throws: FokkerPlanckError.wrongDimension(of: "list of boundaries", expected: 2, found: 1)
    ) { try solver.solve(process(), from: initial, startingAt: 0, times: [1]) }
    solver.boundaries = []
    solver.extrapolation = .spacingAndStep
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    solver.stepControl = .fixed(step: 0)
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
  }

  @Test("Output at the start, twice at one time, and at no time")
  func outputTimes() throws {
    let solver = BoxFiniteVolumeSolver()
    let solution = try solver.solve(process(), from: initial, startingAt: 1, times: [1, 2, 2])
    #expect(solution.densities[0] == initial)
    #expect(solution.densities[1] == solution.densities[2])
    #expect(try solver.solve(process(), from: initial, startingAt: 1, times: []).densities.isEmpty)
  }

  @Test("Merged half sweeps give the state at every output time")
  func mergedSweeps() throws {
    var solver = BoxFiniteVolumeSolver()
    solver.timeScheme = .strangSplitting
    solver.stepControl = .fixed(step: 0.125)
    let rotor = try planarRotor()
    let merged = try solver.solve(rotor, from: initial, startingAt: 0, times: [0.5, 0.5, 1])
    let direct = try solver.solve(rotor, from: initial, startingAt: 0, times: [1])
    #expect(merged.densities[0] == merged.densities[1])
    #expect(merged.densities[2].l1Distance(to: direct.densities[0]) < 1e-14)
    // A process that does not say that it is autonomous takes every half sweep on its own.
    let plain = try solver.solve(
      GrowingRotor(growth: 0), from: initial, startingAt: 0, times: [1])
    #expect(plain.densities[0].l1Distance(to: direct.densities[0]) < 2e-3)
  }

  @Test("Any number of threads gives the same bits", arguments: BoxTimeScheme.allCases)
  func threads(scheme: BoxTimeScheme) throws {
    let wide = try [Axis(-4...4, cellCount: 70), Axis(-4...4, cellCount: 53)]
    let start = try averages(
      of: MultivariateGaussianLaw(mean: [0, 0], variances: [1, 1]), on: wide)
    let solutions = try [1, 2, 3, 40].map { threads in
      var solver = BoxFiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.boundaries = [.absorbing, .walls(lower: .reflecting, upper: .absorbing)]
      solver.stepControl = .adaptive(tolerance: 1e-3)
      solver.threads = threads
      return try solver.solve(
        GrowingRotor(growth: 0.5), from: start, startingAt: 0, times: [0.2, 0.5])
    }
    #expect(solutions.allSatisfy { $0 == solutions[0] })
    #expect(solutions[0].exits[1][0].total > 0)
  }
}
