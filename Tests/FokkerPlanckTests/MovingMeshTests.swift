import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("A mesh that moves with the drift")
struct MovingMeshTests {
  private func solve(
    _ process: some DiffusionProcess<Double>, from initial: Density, until time: Double,
    tolerance: Double = 1e-9
  ) throws -> DensityEvolution {
    var solver = MovingMeshSolver()
    solver.stepControl = .adaptive(tolerance: tolerance)
    return try solver.solve(process, from: initial, startingAt: 0, times: [time])
  }

  /// Linear processes in order of falling diffusion: R1, R2, R3, then narrow laws.
  static let linear: [(process: LinearProcess, mean: Double, variance: Double, time: Double)] = [
    (LinearProcess(diffusion: 0.25), 0, 0.1, 2),
    (LinearProcess(velocity: 0.5, diffusion: 0.1), 0, 0.04, 3),
    (LinearProcess(velocity: 2, rate: 2, diffusion: 0.5), -1, 0.1, 0.3),
    (LinearProcess(velocity: 1, rate: 1, diffusion: 0.1, diffusionGrowth: 0.3), -1, 0.2, 1),
    (LinearProcess(velocity: 1, rate: 1, diffusion: 1e-3), -1, 0.05, 1),
    (LinearProcess(velocity: 0.3, rate: -0.5, diffusion: 1e-6), 0, 0.02, 1),
  ]

  @Test("It is of second order or better, whatever the diffusion", arguments: linear.indices)
  func order(index: Int) throws {
    let (process, mean, variance, time) = Self.linear[index]
    let after = process.moments(mean: mean, variance: variance, at: time)
    let errors = try [400, 800, 1600].map { cells in
      let axis = try Axis(-6...6, cellCount: cells)
      let solution = try solve(
        process, from: gaussian(axis, mean: mean, variance: variance), until: time)
      let exact = gaussian(axis, mean: after.mean, variance: after.variance)
      return solution.densities[0].l1Distance(to: exact)
    }
    #expect(observedOrders(errors).allSatisfy { $0 > 1.9 } || errors[2] < 2e-7, "errors \(errors)")
  }

  /// The law at time t of dX/dt = X − X³ from a cumulative distribution at time zero.
  private func carried(_ initial: @escaping (Double) -> Double, _ t: Double) -> (Double) -> Double {
    { x in
      let room = 1 - x * x * (1 - exp(-2 * t))
      return initial(room > 0 ? x * exp(-t) / room.squareRoot() : (x < 0 ? -1e9 : 1e9))
    }
  }

  @Test(
    "Without diffusion a nonlinear drift carries the law along its characteristics",
    arguments: [0, 1e-12])
  func characteristics(diffusion: Double) throws {
    let start = gaussianCumulative(mean: 0.2, variance: 0.04)
    let errors = try [200, 400, 800].map { cells in
      let axis = try Axis(-2...2, cellCount: cells)
      let solution = try solve(
        DoubleWell(diffusion: diffusion), from: Density(axis: axis, cumulative: start), until: 1)
      // Only the upwind flux in the bands at the walls, where there is next to nothing, undershoots.
      #expect(solution.diagnostics.smallestDensity > -1e-20)
      #expect(solution.diagnostics.largestMassError < 1e-14)
      return solution.densities[0].l1Distance(
        to: Density(axis: axis, cumulative: carried(start, 1)))
    }
    #expect(observedOrders(errors).allSatisfy { $0 > 4 } && errors[2] < 1e-7, "errors \(errors)")
  }

  @Test("Cells at rest need first-order accuracy there: the moving mesh is 1000 times closer")
  func againstCellsAtRest() throws {
    let axis = try Axis(-2...2, cellCount: 800)
    let start = gaussianCumulative(mean: 0.2, variance: 0.04)
    let initial = Density(axis: axis, cumulative: start)
    let exact = Density(axis: axis, cumulative: carried(start, 1))
    let process = DoubleWell(diffusion: 1e-12)
    let moving = try solve(process, from: initial, until: 1).densities[0].l1Distance(to: exact)
    let resting = try FiniteVolumeSolver()
      .solve(process, from: initial, startingAt: 0, times: [1]).densities[0]
      .l1Distance(to: exact)
    #expect(1000 * moving < resting)
  }

  @Test("A front stays within two cells of its place, with no undershoot")
  func front() throws {
    let axis = try Axis(-2...2, cellCount: 400)
    let box: (Double) -> Double = { min(max(2 * $0 + 0.5, 0), 1) }
    let solution = try solve(
      DoubleWell(diffusion: 0), from: Density(axis: axis, cumulative: box), until: 1.5,
      tolerance: 1e-7)
    let density = solution.densities[0]
    let exact = Density(axis: axis, cumulative: carried(box, 1.5))
    #expect(density.minimum >= 0)
    #expect(density.wasserstein1Distance(to: exact) < axis.spacing / 20)
    #expect(abs(density.mass - 1) < 1e-14)
  }

  @Test("R9: the Jacobi process relaxes to its beta law although D vanishes at both walls")
  func jacobiProcess() throws {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    let axis = try Axis(0...1, cellCount: 1000)
    let flat = try Density(axis: axis, values: [Double](repeating: 1, count: 1000))
    let solution = try solve(process, from: flat, until: 30, tolerance: 1e-6)
    #expect(abs(solution.value(at: 0.3, timeIndex: 0) - 1.829_767_123_113) < 2e-3)
    #expect(solution.diagnostics.largestMassError < 1e-11)
    #expect(solution.diagnostics.smallestDensity > -1e-6)
  }

  @Test("It agrees with cells at rest on the double well, over many renewals of the mesh")
  func doubleWell() throws {
    let axis = try Axis(-2.5...2.5, cellCount: 500)
    let initial = gaussian(axis, mean: -0.2, variance: 0.05)
    let moving = try solve(DoubleWell(), from: initial, until: 10, tolerance: 1e-7)
    let resting = try FiniteVolumeSolver()
      .solve(DoubleWell(), from: initial, startingAt: 0, times: [10])
    #expect(moving.densities[0].l1Distance(to: resting.densities[0]) < 2e-4)
    #expect(moving.diagnostics.largestMassError < 1e-12)
    #expect(moving.diagnostics.smallestDensity > -1e-9)
  }

  @Test(
    "Strong and degenerate coefficients keep mass and sign, as long as the drift has no jump",
    arguments: zip([0, 1, 3, 4, 5, 6], [1e-7, 3e-6, 0.2, 0.2, 0.2, 0.2]))
  func wild(index: Int, time: Double) throws {
    let axis = try Axis(-1...1, cellCount: 100)
    var solver = MovingMeshSolver()
    solver.stepControl = .adaptive(tolerance: 1e-5)
    let initial = gaussian(axis, mean: 0, variance: 0.01)
    let solution = try solver.solve(
      ConservationTests.wildProcesses[index], from: initial, startingAt: 0, times: [time])
    #expect(solution.diagnostics.largestMassError < 1e-11)
    #expect(solution.diagnostics.smallestDensity > -1e-3)
  }

  @Test("A fixed step that makes faces pass each other is refused")
  func tangledMesh() throws {
    let axis = try Axis(-1...1, cellCount: 50)
    var solver = MovingMeshSolver()
    solver.stepControl = .fixed(step: 1)
    #expect(throws: FokkerPlanckError.diverged(time: 1)) {
      try solver.solve(
        ClosureProcess(drift: { x, _ in -20 * x }, diffusion: { _, _ in 0.1 }),
        from: gaussian(axis, mean: 0, variance: 0.01), startingAt: 0, times: [1])
    }
  }
}
