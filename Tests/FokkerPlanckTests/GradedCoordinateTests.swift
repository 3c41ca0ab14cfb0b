import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Graded coordinates")
struct GradedCoordinateTests {
  let coordinate = GradedCoordinate(centre: 0.2, width: 0.05)

  @Test("A coordinate and its inverse undo each other", arguments: [-30, 0, 0.2, 0.21, 7])
  func inverse(x: Double) {
    #expect(abs(coordinate.state(at: coordinate.coordinate(of: x)) - x) < 1e-13 * (1 + abs(x)))
    let (xi, step) = (coordinate.coordinate(of: x), 1e-5)
    let slope = (coordinate.state(at: xi + step) - coordinate.state(at: xi - step)) / (2 * step)
    #expect(abs(slope / coordinate.stretch(at: xi) - 1) < 1e-8)
  }

  @Test("A start that spreads a hundredfold is followed at second order")
  func spreading() throws {
    let process = LinearProcess(velocity: 0.1, rate: 0.2, diffusion: 0.5)
    let variance = 1e-4
    let moments = process.moments(mean: 0.2, variance: variance, at: 1)
    let uniform = try Axis(-6...6, cellCount: 600)
    let exact = gaussian(uniform, mean: moments.mean, variance: moments.variance)
    let errors = try [150, 300].map { cells in
      let axis = try coordinate.axis(covering: -7...7, cellCount: cells)
      let initial = coordinate.density(
        on: axis, cumulative: gaussianCumulative(mean: 0.2, variance: variance))
      var solver = FiniteVolumeSolver()
      solver.stepControl = .adaptive(tolerance: 1e-8)
      let solution = try solver.solve(
        GradedProcess(process, in: coordinate), from: initial, startingAt: 0, times: [1])
      #expect(solution.diagnostics.largestMassError < 1e-12)
      return coordinate.density(on: uniform, from: solution.densities[0]).l1Distance(to: exact)
    }
    #expect(abs(observedOrders(errors)[0] - 2) < 0.2, "errors \(errors)")
    #expect(errors[1] < 2e-3)
  }

  @Test("Mapping keeps the mass and agrees with the law")
  func mapping() throws {
    let axis = try coordinate.axis(covering: -7...7, cellCount: 400)
    let density = coordinate.density(
      on: axis, cumulative: gaussianCumulative(mean: 0.5, variance: 0.3))
    let uniform = try Axis(-8...8, cellCount: 333)
    let mapped = coordinate.density(on: uniform, from: density)
    #expect(abs(mapped.mass - 1) < 1e-12)
    #expect(mapped.l1Distance(to: gaussian(uniform, mean: 0.5, variance: 0.3)) < 1e-6)
  }

  @Test("A width that is not positive is refused", arguments: [0, -1, Double.nan])
  func badWidth(width: Double) {
    #expect(throws: FokkerPlanckError.self) {
      try GradedCoordinate(centre: 0, width: width).axis(covering: -1...1, cellCount: 10)
    }
  }
}
