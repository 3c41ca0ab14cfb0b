import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Rational exponential")
struct RationalExponentialTests {
  static func solver(
    levels: Int, boundaries: BoundaryConditions = .reflecting
  ) -> RationalExponentialSolver {
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = levels
    solver.boundaries = boundaries
    return solver
  }

  @Test("Each level of extrapolation adds two orders in space", arguments: [1, 2, 3])
  func orders(levels: Int) throws {
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let moments = process.moments(mean: 2, variance: 0.09, at: 5)
    let errors = try [80, 160].map { cells in
      let axis = try Axis(-8...8, cellCount: cells)
      return try Self.solver(levels: levels).solve(
        process, from: gaussian(axis, mean: 2, variance: 0.09), startingAt: 0, times: [5]
      ).densities[0].l1Distance(
        to: gaussian(axis, mean: moments.mean, variance: moments.variance))
    }
    let order = observedOrders(errors)[0]
    #expect(abs(order - 2 * Double(levels)) < 0.1, "errors \(errors)")
    #expect(errors[1] < [1e-3, 1e-6, 2e-10][levels - 1])
  }

  @Test("One level is the exact exponential of the finite-volume equations")
  func agreesWithSmallSteps() throws {
    let axis = try Axis(-2.5...2.5, cellCount: 120)
    let initial = gaussian(axis, mean: -1, variance: 0.09)
    var stepping = FiniteVolumeSolver()
    stepping.stepControl = .fixed(step: 1e-3)
    let times = [0.5, 3.0]
    let a = try Self.solver(levels: 1)
      .solve(DoubleWell(), from: initial, startingAt: 1, times: times.map { $0 + 1 })
    let b = try stepping.solve(DoubleWell(), from: initial, startingAt: 0, times: times)
    for index in times.indices {
      #expect(a.densities[index].l1Distance(to: b.densities[index]) < 1e-6)
    }
  }

  @Test("A ring with a current agrees with the spectral method")
  func ring() throws {
    let process = ClosureProcess(
      drift: { x, _ in sin(x) + 0.5 }, diffusion: { x, _ in 0.3 + 0.1 * cos(2 * x) })
    let axis = try Axis(0...2 * .pi, cellCount: 128)
    let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
    var spectral = SpectralSolver()
    spectral.boundaries = .periodic
    spectral.stepControl = .adaptive(tolerance: 1e-11)
    let a = try Self.solver(levels: 3, boundaries: .periodic)
      .solve(process, from: initial, startingAt: 0, times: [0.7, 4])
    let b = try spectral.solve(process, from: initial, startingAt: 0, times: [0.7, 4])
    for index in 0..<2 { #expect(a.densities[index].l1Distance(to: b.densities[index]) < 1e-8) }
    #expect(a.diagnostics.largestMassError < 1e-13)
  }

  @Test("R14: survival and exits are extrapolated too")
  func firstPassage() throws {
    let axis = try Axis(-10...2, cellCount: 400)
    let start = 0.2
    let cumulative: (Double) -> Double = { x in
      gaussianCumulative(mean: start, variance: start)(x)
        - exp(4) * gaussianCumulative(mean: 4 + start, variance: start)(x)
    }
    let walls = BoundaryConditions.walls(lower: .reflecting, upper: .absorbing)
    let initial = Density(axis: axis, cumulative: cumulative)
    let solution = try Self.solver(levels: 2, boundaries: walls).solve(
      LinearProcess(velocity: 1, diffusion: 0.5), from: initial, startingAt: start, times: [2, 200])
    #expect(abs(solution.densities[0].mass - 0.372_302_161_845) < 1e-7)
    #expect(abs(solution.exits[0].upper - (initial.mass - 0.372_302_161_845)) < 1e-7)
    #expect(solution.exits[0].lower == 0)
    #expect(solution.diagnostics.largestMassError < 1e-12)
    #expect(abs(solution.exits[1].upper - initial.mass) < 1e-9)
  }

  @Test("R14: the current through the wall is the first-passage density")
  func firstPassageDensity() throws {
    let axis = try Axis(-10...2, cellCount: 1600)
    let start = 0.2
    let cumulative: (Double) -> Double = { x in
      gaussianCumulative(mean: start, variance: start)(x)
        - exp(4) * gaussianCumulative(mean: 4 + start, variance: start)(x)
    }
    let walls = BoundaryConditions.walls(lower: .reflecting, upper: .absorbing)
    let process = LinearProcess(velocity: 1, diffusion: 0.5)
    let solution = try Self.solver(levels: 1, boundaries: walls).solve(
      process, from: Density(axis: axis, cumulative: cumulative), startingAt: start,
      times: [1.5, 2])
    let generator = try DiscreteGenerator(process, axis: axis, boundaries: walls)
    let currents = generator.currents(of: solution.densities[0])
    #expect(abs(currents[1600] - 0.399_587_566_267) < 2e-5)
    #expect(currents[0] == 0)
    #expect(abs(solution.survival[1] - 0.372_302_161_845) < 1e-5)
  }

  @Test("Both walls lose the shares that small steps find")
  func sharesOfTwoWalls() throws {
    let axis = try Axis(0...1, cellCount: 200)
    let initial = gaussian(axis, mean: 0.4, variance: 0.004)
    let process = ClosureProcess(drift: { x, _ in 1 - x }, diffusion: { x, _ in 0.1 + 0.1 * x })
    var stepping = FiniteVolumeSolver()
    stepping.boundaries = .absorbing
    stepping.stepControl = .adaptive(tolerance: 1e-9)
    let a = try Self.solver(levels: 1, boundaries: .absorbing)
      .solve(process, from: initial, startingAt: 0, times: [0.6])
    let b = try stepping.solve(process, from: initial, startingAt: 0, times: [0.6])
    #expect(abs(a.exits[0].lower - b.exits[0].lower) < 1e-6)
    #expect(abs(a.exits[0].upper - b.exits[0].upper) < 1e-6)
  }

  @Test(
    "The mass and the sign are kept for times from tiny to long",
    arguments: [1e-12, 1e-3, 1, 1e3, 1e5])
  func massAndSign(time: Double) throws {
    for process in [DoubleWell(diffusion: 0.1), DoubleWell(diffusion: 1e-3)] {
      let axis = try Axis(-2...2, cellCount: 500)
      let solution = try Self.solver(levels: 1).solve(
        process, from: gaussian(axis, mean: 0.5, variance: 0.01), startingAt: 0, times: [time])
      #expect(solution.diagnostics.largestMassError < 1e-12)
      #expect(solution.diagnostics.smallestDensity > -1e-11)
    }
  }

  @Test("Coefficients that depend on time are refused")
  func refusesTimeDependence() throws {
    let axis = try Axis(-4...4, cellCount: 64)
    #expect(throws: FokkerPlanckError.coefficientsDependOnTime(start: 0, time: 2)) {
      try RationalExponentialSolver().solve(
        LinearProcess(diffusionGrowth: 0.1), from: gaussian(axis, mean: 0, variance: 0.3),
        startingAt: 0, times: [2])
    }
  }

  @Test("The number of levels is checked", arguments: [0, 4])
  func levels(count: Int) {
    #expect(throws: FokkerPlanckError.self) { try Self.solver(levels: count).validate() }
  }
}
