import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// What other solvers were seen to stumble over.
@Suite("Traps")
struct TrapTests {
  @Test("Rates grow as the drift over the spacing, not exponentially with the Péclet number")
  func ratesStayModerate() throws {
    let axis = try Axis(-4...4, cellCount: 100)
    let generator = try DiscreteGenerator(DoubleWell(), axis: axis)
    for cell in 0..<100 {
      let x = axis.center(ofCell: cell)
      let drift = (abs(x) + axis.spacing) * ((abs(x) + axis.spacing) * (abs(x) + axis.spacing) + 1)
      let bound = drift / axis.spacing + 0.1 / (axis.spacing * axis.spacing)
      #expect(generator.upwardRate(ofCell: cell) <= bound)
      #expect(generator.downwardRate(ofCell: cell) <= bound)
    }
  }

  @Test("A reflecting wall against a drift holds the probability in a layer, and makes none")
  func reflectingWall() throws {
    let process = LinearProcess(velocity: 5, diffusion: 0.5)
    let axis = try Axis(0...4, cellCount: 800)
    let solution = try FiniteVolumeSolver().solve(
      process, from: gaussian(axis, mean: 1, variance: 0.01), startingAt: 0, times: [1, 100])
    #expect(solution.diagnostics.largestMassError < 1e-12)
    let layer = Density(axis: axis, cumulative: { exp(10 * ($0 - 4)) })
    #expect(solution.densities[1].l1Distance(to: layer) < 1e-4)
  }

  @Test("Crank-Nicolson solves its stiff steps, and does not iterate")
  func stiffCrankNicolson() throws {
    let axis = try Axis(-3...3, cellCount: 1000)
    var solver = FiniteVolumeSolver()
    solver.timeScheme = .crankNicolson
    solver.stepControl = .fixed(step: 2)
    // Two hundred thousand times the time that a cell is occupied.
    let solution = try solver.solve(
      LinearProcess(rate: 1, diffusion: 0.5), from: gaussian(axis, mean: 1, variance: 0.2),
      startingAt: 0, times: [40])
    #expect(solution.diagnostics.largestMassError < 1e-12)
    let exact = gaussian(axis, mean: 0, variance: 0.5)
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-3)
  }

  @Test("The rounding of the rational exponential does not grow as the square of the cells")
  func roundingOfManyCells() throws {
    let process = StochasticProcesses.DoubleWell(diffusionCoefficient: 0.1)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 1
    let densities = try [12_800, 25_600, 51_200].map { count in
      let axis = try Axis(-4...4, cellCount: count)
      let solution = try solver.solve(
        process, from: gaussian(axis, mean: -1, variance: 0.09), startingAt: 0, times: [10])
      #expect(solution.diagnostics.largestMassError < 1e-12)
      return solution.densities[0]
    }
    // The differences, 1e-7 of truncation, still fall by four: rounding is a thousandth of that.
    let changes = zip(densities, densities.dropFirst()).map { $1.coarsened.l1Distance(to: $0) }
    #expect(abs(observedOrders(changes)[0] - 2) < 1e-3, "\(changes)")
  }

  @Test("A time of ten thousand million is none too long for it")
  func longTime() throws {
    let axis = try Axis(-2...2, cellCount: 500)
    let process = StochasticProcesses.DoubleWell(diffusionCoefficient: 0.1)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 1
    // The axis misses 4e-11 of the start, which would be missing at the end too.
    let start = try gaussian(axis, mean: -0.7, variance: 0.04).normalized()
    let solution = try solver.solve(process, from: start, startingAt: 0, times: [1e10])
    let stationary = try DiscreteGenerator(process, axis: axis).stationaryState().density
    #expect(solution.densities[0].l1Distance(to: stationary) < 1e-12)
  }

  @Test(
    "A drift that carries the density far does not fool it: e^{At} is not normal then",
    arguments: [1e-1, 1e-2, 1e-3])
  func nonNormalGenerator(diffusion: Double) throws {
    // One exponential of fourteen poles is wrong by a factor of 10⁶ here, with the right mass.
    let process = BrownianMotion(velocity: 1, diffusionCoefficient: diffusion)
    let axis = try Axis(-3...9, cellCount: 3200)
    let start = GaussianLaw(mean: 0, variance: 0.04)
    // At D = 1e-3 a cell has a Péclet number of 4: two levels would leave 4e-3 of error in space.
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 3
    let solution = try solver.solve(
      process, from: Density(axis: axis, cumulative: start.cumulative), startingAt: 0, times: [3])
    let exact = Density(axis: axis, cumulative: process.law(from: start, after: 3).cumulative)
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-4)
    #expect(solution.densities[0].minimum > -1e-6)
  }

  @Test("A start in one cell becomes negative nowhere under the schemes that promise it")
  func sharpStart() throws {
    let axis = try Axis(-1...1, cellCount: 201)
    var values = [Double](repeating: 0, count: 201)
    values[100] = 1 / axis.spacing
    let start = try Density(axis: axis, values: values)
    func solve(_ scheme: TimeScheme) throws -> DensityEvolution {
      var solver = FiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 0.01)
      return try solver.solve(LinearProcess(), from: start, startingAt: 0, times: [0.01, 0.1])
    }
    // The trap is there: the plain scheme undershoots.
    #expect(try solve(.trapezoidBackwardDifference).diagnostics.smallestDensity < -0.01)
    for scheme in [TimeScheme.backwardEuler, .positiveTrapezoidBackwardDifference] {
      let solution = try solve(scheme)
      #expect(solution.diagnostics.smallestDensity >= 0)
      #expect(solution.diagnostics.largestMassError < 1e-13)
    }
  }

  @Test("An absorbing wall takes what theory says and no more")
  func absorbingWall() throws {
    // From x₀ = 1 to a wall at 0 without drift: erfc(x₀/√(4Dt)) has left.
    for count in [200, 400] {
      let axis = try Axis(0...8, cellCount: count)
      var solver = RationalExponentialSolver()
      solver.boundaries = .walls(lower: .absorbing, upper: .reflecting)
      let solution = try solver.solve(
        LinearProcess(diffusion: 0.5), from: gaussian(axis, mean: 1, variance: 0.01),
        startingAt: 0, times: [0.3])
      // The width of the start adds to 2Dt.
      let exact = erfc(1 / (2 * 0.31).squareRoot())
      #expect(abs(solution.exits[0].lower - exact) < 1e-4)
      #expect(solution.exits[0].upper == 0)
      #expect(abs(solution.densities[0].mass + solution.exits[0].total - 1) < 1e-12)
    }
  }

  @Test("A stationary state is a density, not zeros")
  func stationaryStateIsNotZero() throws {
    for boundaries in [BoundaryConditions.reflecting, .periodic] {
      let axis = try Axis(0...2 * Double.pi, cellCount: 100)
      let generator = try DiscreteGenerator(PeriodicProcess(), axis: axis, boundaries: boundaries)
      let state = try generator.stationaryState()
      #expect(abs(state.density.mass - 1) < 1e-13)
      #expect(state.density.values.allSatisfy { $0 > 0 })
      #expect(generator.currents(of: state.density).allSatisfy { abs($0 - state.current) < 1e-12 })
    }
  }
}
