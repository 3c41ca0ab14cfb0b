import FokkerPlanck
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Orders on a box")
struct BoxConvergenceTests {
  private func solver(
    _ scheme: BoxTimeScheme, step: Double, extrapolation: BoxExtrapolation = .none
  ) -> BoxFiniteVolumeSolver {
    var solver = BoxFiniteVolumeSolver()
    solver.timeScheme = scheme
    solver.stepControl = .fixed(step: step)
    solver.extrapolation = extrapolation
    return solver
  }

  private let start = MultivariateGaussianLaw(
    mean: [1, -0.5], covariance: matrix([[0.1, 0.02], [0.02, 0.15]]))

  private static func matrix(_ rows: [[Double]]) -> Matrix {
    var matrix = Matrix(rowCount: rows.count, columnCount: rows.count)
    for row in rows.indices {
      for column in rows.indices { matrix[row, column] = rows[row][column] }
    }
    return matrix
  }

  @Test(
    "Second order in space with a full diffusion matrix",
    arguments: [BoxTimeScheme.hundsdorferVerwer, .strangSplitting])
  func secondOrderInSpace(scheme: BoxTimeScheme) throws {
    let process = try planarRotor()
    let end = try process.law(from: start, after: 1)
    let errors = try [64, 128, 256].map { cells in
      let axes = try cube(-4...4, cells: cells, dimension: 2)
      let solution = try solver(scheme, step: 1 / 64).solve(
        process, from: averages(of: start, on: axes), startingAt: 0, times: [1])
      #expect(solution.diagnostics.largestMassError < 1e-12)
      return try solution.densities[0].l1Distance(to: averages(of: end, on: axes))
    }
    #expect(abs(observedOrders(errors)[1] - 2) < 0.1, "errors \(errors)")
  }

  @Test(
    "Steps have the declared order, also when D depends on time",
    arguments: BoxTimeScheme.allCases, [0, 1.5])
  func orderInTime(scheme: BoxTimeScheme, growth: Double) throws {
    let axes = try [Axis(-4...4, cellCount: 32), Axis(-4...4, cellCount: 28)]
    let initial = try averages(
      of: MultivariateGaussianLaw(mean: [1, -0.5], variances: [0.3, 0.4]), on: axes)
    func solve(_ scheme: BoxTimeScheme, _ steps: Int) throws -> BoxDensity {
      try solver(scheme, step: 1 / Double(steps)).solve(
        GrowingRotor(growth: growth), from: initial, startingAt: 0, times: [1]
      ).densities[0]
    }
    // Both splittings have the same limit, that of Hundsdorfer-Verwer holds D in another way.
    let limit = scheme == .positiveSplitting ? BoxTimeScheme.strangSplitting : scheme
    let reference = try solve(limit, 768)
    let errors = try [24, 48, 96].map { try solve(scheme, $0).l1Distance(to: reference) }
    #expect(abs(observedOrders(errors)[1] - scheme.order) < 0.1, "errors \(errors)")
  }

  @Test(
    "Extrapolation is of fourth order in space",
    arguments: [BoxTimeScheme.hundsdorferVerwer, .strangSplitting])
  func extrapolationInSpace(scheme: BoxTimeScheme) throws {
    let process = try planarRotor()
    let wide = MultivariateGaussianLaw(mean: [0.5, -0.5], variances: [0.3, 0.3])
    let end = try process.law(from: wide, after: 0.5)
    let errors = try [96, 192].map { cells in
      let axes = try cube(-4...4, cells: cells, dimension: 2)
      let solution = try solver(scheme, step: 1 / 256, extrapolation: .spacing).solve(
        process, from: averages(of: wide, on: axes), startingAt: 0, times: [0.5])
      return try solution.densities[0].l1Distance(to: averages(of: end, on: axes))
    }
    #expect(observedOrders(errors)[0] > 3.7, "errors \(errors)")
  }

  @Test("Extrapolation in spacing and step removes both leading errors")
  func extrapolationInBoth() throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, -0.5], [0.3, 1.2]]), diffusion: .diagonal([0.5, 0.5]))
    let axes = try cube(-6...6, cells: 128, dimension: 2)
    let law = MultivariateGaussianLaw(mean: [2, -1], variances: [0.25, 0.25])
    let initial = try averages(of: law, on: axes)
    let exact = try averages(of: process.law(from: law, after: 2), on: axes)
    func error(_ extrapolation: BoxExtrapolation) throws -> Double {
      let solution = try solver(.strangSplitting, step: 0.1, extrapolation: extrapolation).solve(
        process, from: initial, startingAt: 0, times: [0.7, 2])
      #expect(abs(solution.densities[1].mass - 1) < 1e-12)
      return solution.densities[1].l1Distance(to: exact)
    }
    let (plain, better) = (try error(.none), try error(.spacingAndStep))
    #expect(plain > 1.5e-3 && better < 1e-4, "\(plain), \(better)")
  }

  @Test(
    "Three variables with correlated noise: second order",
    arguments: [BoxTimeScheme.hundsdorferVerwer, .strangSplitting])
  func threeDimensions(scheme: BoxTimeScheme) throws {
    // What the diagonals carry is missing along the axes, whose fluxes lean upwind on coarse grids.
    let process = try correlatedChain(correlation: scheme == .strangSplitting ? 0.4 : 1)
    let law = MultivariateGaussianLaw(mean: [0.5, -0.5, 0.3], variances: [0.25, 0.2, 0.25])
    let end = try process.law(from: law, after: 0.5)
    let errors = try [32, 64].map { cells in
      let axes = try cube(-3...3, cells: cells, dimension: 3)
      let solution = try solver(scheme, step: 0.5 / Double(cells / 4)).solve(
        process, from: averages(of: law, on: axes), startingAt: 0, times: [0.5])
      #expect(solution.diagnostics.largestMassError < 1e-12)
      return try solution.densities[0].l1Distance(to: averages(of: end, on: axes))
    }
    #expect(abs(observedOrders(errors)[0] - 2) < 0.1, "errors \(errors)")
  }

  @Test(
    "A wave on a torus, also with unequal numbers of cells",
    arguments: [BoxTimeScheme.hundsdorferVerwer, .strangSplitting])
  func torus(scheme: BoxTimeScheme) throws {
    let process = TorusWave()
    let errors = try [1, 2, 4].map { factor in
      let axes = try [
        Axis(0...2 * .pi, cellCount: 20 * factor), Axis(0...2 * .pi, cellCount: 24 * factor),
      ]
      var solver = solver(scheme, step: 0.02 / Double(factor))
      solver.boundaries = [.periodic, .periodic]
      let solution = try solver.solve(
        process, from: process.density(on: axes, at: 0), startingAt: 0, times: [0.5])
      #expect(solution.diagnostics.largestMassError < 1e-13)
      return solution.densities[0].l1Distance(to: process.density(on: axes, at: 0.5))
    }
    #expect(abs(observedOrders(errors)[1] - 2) < 0.1, "errors \(errors)")
  }

  @Test("One variable is solved as by the solver of one dimension")
  func oneDimension() throws {
    let axis = try Axis(-3...3, cellCount: 50)
    let process = LinearDiffusion(relaxation: .diagonal([1.5]), diffusion: .diagonal([0.4]))
    let initial = gaussian(axis, mean: 1, variance: 0.2)
    var single = FiniteVolumeSolver()
    single.stepControl = .fixed(step: 0.05)
    let expected = try single.solve(
      OrnsteinUhlenbeck(relaxationRate: 1.5, diffusionCoefficient: 0.4), from: initial,
      startingAt: 0, times: [0.3, 1])
    let solution = try solver(.strangSplitting, step: 0.05).solve(
      process, from: try BoxDensity(axes: [axis], values: initial.values), startingAt: 0,
      times: [0.3, 1])
    for (a, b) in zip(solution.densities[1].values, expected.densities[1].values) {
      #expect(abs(a - b) < 1e-13)
    }
  }

  @Test("Adaptive steps keep the error near the tolerance", arguments: BoxTimeScheme.allCases)
  func adaptiveSteps(scheme: BoxTimeScheme) throws {
    let axes = try cube(-4...4, cells: 40, dimension: 2)
    let initial = try averages(
      of: MultivariateGaussianLaw(mean: [1, -0.5], variances: [0.3, 0.4]), on: axes)
    func solve(_ tolerance: Double) throws -> BoxEvolution {
      var solver = BoxFiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = .adaptive(tolerance: tolerance)
      return try solver.solve(planarRotor(), from: initial, startingAt: 0, times: [1, 4])
    }
    let isFirstOrder = scheme == .positiveSplitting
    let coarse = try solve(isFirstOrder ? 1e-3 : 1e-4)
    let fine = try solve(isFirstOrder ? 1e-5 : 1e-7)
    let distance = coarse.densities[1].l1Distance(to: fine.densities[1])
    let bound = isFirstOrder ? 1e-3 : 1e-4
    let steps = Double(coarse.diagnostics.acceptedSteps)
    #expect(distance < bound * steps && distance > 1e-7, "\(distance) after \(steps) steps")
    #expect(fine.diagnostics.acceptedSteps > coarse.diagnostics.acceptedSteps)
    #expect(fine.diagnostics.largestMassError < 1e-12)
  }
}
