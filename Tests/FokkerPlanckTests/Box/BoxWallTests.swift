import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Walls of a box")
struct BoxWallTests {
  /// Constant diffusion without drift.
  private func diffusion(_ rates: [Double]) -> LinearDiffusion {
    LinearDiffusion(
      relaxation: Matrix(rowCount: rates.count, columnCount: rates.count),
      diffusion: .diagonal(rates))
  }

  private func solver(
    _ scheme: BoxTimeScheme, _ boundaries: [BoundaryConditions], step: Double
  ) -> BoxFiniteVolumeSolver {
    var solver = BoxFiniteVolumeSolver()
    solver.timeScheme = scheme
    solver.boundaries = boundaries
    solver.stepControl = .fixed(step: step)
    return solver
  }

  /// The survival in an absorbing interval of length 1 from a uniform start.
  private func survival(rate: Double, time: Double) -> Double {
    stride(from: 1, to: 60, by: 2).reduce(0) { sum, k in
      let n = Double(k) * .pi
      return sum + 8 / (n * n) * exp(-n * n * rate * time)
    }
  }

  @Test(
    "An absorbing square: the series of its survival, and what leaves through each wall",
    arguments: [BoxTimeScheme.hundsdorferVerwer, .strangSplitting])
  func absorbingSquare(scheme: BoxTimeScheme) throws {
    let (rates, times) = ([0.2, 0.05], [0.1, 0.5])
    let errors = try [32, 64].map { cells in
      let axes = try cube(0...1, cells: cells, dimension: 2)
      // A smooth start that fits the walls, and its slowest mode.
      let initial = BoxDensity(axes: axes) { x in
        .pi * .pi / 4 * sin(.pi * x[0]) * sin(.pi * x[1])
      }
      let solution = try solver(scheme, [.absorbing, .absorbing], step: 0.3 / Double(cells)).solve(
        diffusion(rates), from: initial, startingAt: 0, times: times)
      #expect(solution.diagnostics.largestMassError < 1e-12)
      let left = solution.exits[1]
      #expect(abs(left[0].lower - left[0].upper) < 1e-13)
      // Current through the walls is shared as the diffusion coefficients.
      #expect(abs(left[0].total / left[1].total - 4) < 0.03)
      return abs(
        solution.survival[1] - initial.mass * exp(-.pi * .pi * (rates[0] + rates[1]) * times[1]))
    }
    #expect(errors[1] < 2e-4)
    #expect(abs(observedOrders(errors)[0] - 2) < 0.1, "errors \(errors)")
  }

  @Test("An absorbing cube from a uniform start, kept by damping steps and by positive sweeps")
  func absorbingCube() throws {
    let axes = try cube(0...1, cells: 20, dimension: 3)
    let initial = BoxDensity(axes: axes) { _ in 1 }
    let walls = [BoundaryConditions](repeating: .absorbing, count: 3)
    let expected = pow(survival(rate: 0.1, time: 0.4), 3)
    var damped = solver(.hundsdorferVerwer, walls, step: 0.01)
    damped.startingSteps = 2
    for solver in [damped, solver(.strangSplitting, walls, step: 0.01)] {
      let solution = try solver.solve(
        diffusion([0.1, 0.1, 0.1]), from: initial, startingAt: 0, times: [0.4])
      #expect(abs(solution.survival[0] - expected) < 2e-3)
      #expect(solution.diagnostics.largestMassError < 1e-12)
    }
  }

  @Test("Walls of different kinds: what enters one axis does not change the other")
  func independentAxes() throws {
    let axes = try [Axis(-2...2, cellCount: 48), Axis(0...2, cellCount: 40)]
    let boundaries = [BoundaryConditions.walls(lower: .absorbing, upper: .reflecting), .periodic]
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [x[0] - x[0] * x[0] * x[0], sin(.pi * x[1])] },
      diffusion: { _, _ in [[0.2, 0], [0, 0.1]] })
    let (first, second) = (
      gaussian(axes[0], mean: 0.3, variance: 0.05),
      Density(axis: axes[1], averaging: { 0.5 + 0.3 * cos(.pi * $0) })
    )
    let start = try BoxDensity(
      axes: axes, values: first.values.flatMap { p in second.values.map { p * $0 } })
    var single = FiniteVolumeSolver()
    single.boundaries = boundaries[0]
    single.stepControl = .adaptive(tolerance: 1e-9)
    let alone = try single.solve(
      DoubleWell(diffusion: 0.2), from: first, startingAt: 0, times: [1])
    for scheme in [BoxTimeScheme.hundsdorferVerwer, .strangSplitting] {
      let solution = try solver(scheme, boundaries, step: 0.005).solve(
        process, from: start, startingAt: 0, times: [1])
      let marginal = solution.densities[0].marginal(of: 0)
      #expect(marginal.l1Distance(to: alone.densities[0]) < 2e-4)
      #expect(abs(solution.exits[0][0].lower - alone.exits[0].lower) < 1e-5)
      #expect(solution.exits[0][1].total == 0)
      #expect(solution.diagnostics.largestMassError < 1e-12)
    }
  }

  @Test("Mixed diffusion at reflecting walls: jumps along diagonals agree with differences")
  func mixedDiffusionAtWalls() throws {
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [0.5 * (x[1] - 0.5), x[0] - 0.3] },
      diffusion: { _, _ in [[0.2, 0.08], [0.08, 0.15]] })
    let distances = try [(16, 128), (32, 512)].map { cells, steps in
      let axes = try cube(0...1, cells: cells, dimension: 2)
      let initial = BoxDensity(axes: axes) { 36 * $0[0] * (1 - $0[0]) * $0[1] * (1 - $0[1]) }
      let results = try [BoxTimeScheme.hundsdorferVerwer, .strangSplitting].map { scheme in
        try solver(scheme, [], step: 0.5 / Double(steps)).solve(
          process, from: initial, startingAt: 0, times: [0.5])
      }
      #expect(results[1].diagnostics.smallestDensity >= 0)
      return results[0].densities[0].l1Distance(to: results[1].densities[0])
    }
    #expect(distances[1] < 8e-4 && observedOrders(distances)[0] > 1.7, "\(distances)")
  }

  @Test("Strong mixed diffusion stays stable and conserves mass for long steps", arguments: [2, 3])
  func strongMixedDiffusion(dimension: Int) throws {
    var matrix = Matrix(rowCount: dimension, columnCount: dimension)
    for row in 0..<dimension {
      for column in 0..<dimension { matrix[row, column] = row == column ? 1 : 0.97 }
    }
    let process = LinearDiffusion(relaxation: .identity(dimension), diffusion: matrix)
    let axes = try cube(-6...6, cells: dimension == 2 ? 60 : 26, dimension: dimension)
    let law = MultivariateGaussianLaw(
      mean: [Double](repeating: 0, count: dimension),
      variances: [Double](repeating: 0.2, count: dimension))
    var solver = solver(.hundsdorferVerwer, [], step: 0.5)
    solver.startingSteps = 2
    let solution = try solver.solve(
      process, from: averages(of: law, on: axes), startingAt: 0, times: [25])
    #expect(solution.diagnostics.largestMassError < 1e-12)
    #expect(solution.densities[0].values.allSatisfy { abs($0) < 1 })
    #expect(!solution.signIsGuaranteed)
  }
}
