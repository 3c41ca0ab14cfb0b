import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Observed orders for every scheme, wall and a diffusion that varies in space and time.
@Suite("Orders for all walls and schemes")
struct SpaceTimeOrderTests {
  static let boundaries: [BoundaryConditions] = [
    .reflecting, .absorbing, .periodic, .walls(lower: .reflecting, upper: .absorbing),
    .walls(lower: .absorbing, upper: .reflecting),
  ]

  /// Smooth on a ring of length 1, with D varying threefold.
  static let process = ClosureProcess(
    isAutonomous: true,
    drift: { x, _ in sin(2 * Double.pi * x) + 0.5 },
    diffusion: { x, _ in 0.2 + 0.1 * cos(2 * Double.pi * x + 1) })

  static let driven = ClosureProcess(
    drift: { x, t in sin(2 * Double.pi * x + t) + 0.5 },
    diffusion: { x, t in 0.2 + 0.1 * cos(2 * Double.pi * x + 2 * t) })

  /// Vanishes with its derivatives at both ends, so that it suits all walls.
  static func start(_ axis: Axis) -> Density {
    Density(axis: axis, averaging: { 128 / 35.0 * pow(sin(Double.pi * $0), 8) })
  }

  @Test("Finite volumes are of second order in space", arguments: boundaries)
  func secondOrderInSpace(boundaries: BoundaryConditions) throws {
    let errors = try errorsInSpace(boundaries, levels: 1, cells: [80, 160, 320])
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test("Extrapolation makes them of fourth order", arguments: boundaries)
  func fourthOrderInSpace(boundaries: BoundaryConditions) throws {
    let errors = try errorsInSpace(boundaries, levels: 2, cells: [80, 160, 320])
    #expect(observedOrders(errors).allSatisfy { abs($0 - 4) < 0.1 }, "errors \(errors)")
  }

  private func errorsInSpace(
    _ boundaries: BoundaryConditions, levels: Int, cells: [Int]
  ) throws -> [Double] {
    var certified = CertifiedSolver()
    certified.boundaries = boundaries
    certified.tolerance = 1e-11
    certified.smallestCellCount = 80
    let reference = try certified.solve(
      Self.process, on: 0...1, from: .density { 128 / 35.0 * pow(sin(Double.pi * $0), 8) },
      times: [0.2])
    #expect(reference.shortfall == nil)
    return try cells.map { count in
      var solver = RationalExponentialSolver()
      solver.boundaries = boundaries
      solver.extrapolationLevels = levels
      let axis = try Axis(0...1, cellCount: count)
      let density = try solver.solve(
        Self.process, from: Self.start(axis), startingAt: 0, times: [0.2]
      ).densities[0]
      var exact = reference.evolution.densities[0]
      while exact.axis.cellCount > count { exact = exact.coarsened }
      return density.l1Distance(to: exact)
    }
  }

  @Test(
    "Every time scheme has its order, coefficients and walls as they may be",
    arguments: TimeScheme.allCases, boundaries)
  func time(scheme: TimeScheme, boundaries: BoundaryConditions) throws {
    let axis = try Axis(0...1, cellCount: 48)
    func solve(_ scheme: TimeScheme, _ steps: Int) throws -> Density {
      var solver = FiniteVolumeSolver()
      solver.boundaries = boundaries
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 0.4 / Double(steps))
      return try solver.solve(
        Self.driven, from: Self.start(axis), startingAt: 0, times: [0.4]
      ).densities[0]
    }
    let reference = try solve(.trapezoidBackwardDifference, 8000)
    let errors = try [100, 200, 400].map { try solve(scheme, $0).l1Distance(to: reference) }
    #expect(
      observedOrders(errors).allSatisfy { abs($0 - scheme.order) < 0.1 },
      "\(scheme), \(boundaries), errors \(errors)")
  }
}
