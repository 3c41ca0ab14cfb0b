import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import RandomStreams
import StochasticProcesses
import Testing

@Suite("Tensor trains against nonlinear processes", .enabled(if: runsSlowTests))
struct TensorTrainNonlinearTests {
  @Test("Two coupled double wells reach Boltzmann's density")
  func equilibriumOfWells() throws {
    let (coupling, diffusion) = (0.4, 0.4)
    let process = wells(2, coupling: coupling, diffusion: diffusion)
    let evolution = try TensorTrainSolver(tolerance: 1e-6).solve(
      process, from: try TensorTrainDensity(independent(2, variance: 0.5)), times: [40])
    let cells = try Axis(-3...3, cellCount: 300)
    let weight = BoxDensity(axes: [cells, cells]) { x in
      let wells = x.reduce(0) { $0 + $1 * $1 * $1 * $1 / 4 - $1 * $1 / 2 }
      return exp(-(wells + coupling / 2 * pow(x[0] - x[1], 2)) / diffusion)
    }
    let mass = weight.mass
    let boltzmann = try BoxDensity(axes: [cells, cells], values: weight.values.map { $0 / mass })
    let found = try evolution.densities[0].marginal(of: 0, 1, on: (cells, cells))
    #expect(found.l1Distance(to: boltzmann) < 2e-5)
    #expect(
      abs(try evolution.densities[0].entropy(tolerance: 1e-6).value - boltzmann.entropy) < 1e-3)
  }

  /// The means and mean products of an ensemble by the method of Euler and Maruyama.
  private func ensemble(
    _ process: PolynomialDiffusion, mean: Double, variance: Double, until time: Double
  ) -> [[Double]] {
    let (order, count, steps) = (process.dimension, 8000, 150)
    let step = time / Double(steps)
    var stream = RandomStream(seed: 11, purpose: .general)
    var x = (0..<order * count).map { _ in mean + variance.squareRoot() * stream.normal() }
    var drift = x
    var diffusion = [Double](repeating: 0, count: order * (order + 1) / 2 * count)
    for _ in 0..<steps {
      var driftSpan = drift.mutableSpan
      var diffusionSpan = diffusion.mutableSpan
      process.evaluate(at: x.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
      for index in x.indices {
        // All diffusion coefficients are those of the first element.
        x[index] += step * drift[index] + (2 * step * diffusion[0]).squareRoot() * stream.normal()
      }
    }
    return (0..<order).map { Array(x[$0 * count..<($0 + 1) * count]) }
  }

  @Test("Six coupled double wells agree with an ensemble within its errors")
  func sixWells() throws {
    let process = wells(6, coupling: 0.5, diffusion: 0.3)
    let initial = try TensorTrainDensity(independent(6, mean: 0.2, variance: 0.3))
    let evolution = try TensorTrainSolver(tolerance: 3e-4).solve(
      process, from: initial, times: [1.5])
    let density = evolution.densities[0]
    let samples = ensemble(process, mean: 0.2, variance: 0.3, until: 1.5)
    let powers: [[Int: (Double) -> Double]] = [
      [0: { $0 }], [2: { $0 }], [0: { $0 * $0 }], [3: { $0 * $0 }], [1: { pow($0, 4) }],
      [0: { $0 }, 1: { $0 }], [2: { $0 }, 4: { $0 }], [0: { $0 * $0 }, 1: { $0 * $0 }],
    ]
    for factors in powers {
      let values = samples[0].indices.map { index in
        factors.reduce(1) { $0 * $1.value(samples[$1.key][index]) }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let error = (square / Double(values.count)).squareRoot()
      // The ensemble's step of 0.01 and the tolerance add about 0.003.
      #expect(abs(try density.moment(factors) - mean) < 4 * error + 3e-3, "\(factors.keys)")
    }
    let cells = try Axis(-3...3, cellCount: 30)
    let histogram = try Density(axis: cells, histogramOf: samples[2])
    // Expected L1 distance of a histogram of 8000 points on some 20 cells: √(2 · 20/(π · 8000)).
    #expect(try density.marginal(of: 2, on: cells).l1Distance(to: histogram) < 0.06)
    #expect(evolution.diagnostics.largestRank < 40)
  }

  @Test("Walls reflect: a coupled process on a box agrees with finite volumes")
  func box() throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]), center: [0.5, -0.2],
      diffusion: try Matrix(rows: [[0.4, 0.1], [0.1, 0.3]]))
    let axis = try SpectralAxis.interval(-1...1, count: 28)
    let law = MultivariateGaussianLaw(mean: [0, 0], variances: [0.05, 0.05])
    let shape = try law.density()
    let raw = try TensorTrainDensity(
      axes: [axis, axis], startingAt: [[0, 0]], interpolating: shape)
    let evolution = try TensorTrainSolver(tolerance: 1e-6).solve(process, from: raw, times: [0.6])
    let cells = try Axis(-1...1, cellCount: 80)
    var reference = BoxFiniteVolumeSolver()
    reference.stepControl = .fixed(step: 0.01)
    let box = try reference.solve(
      process, from: BoxDensity(axes: [cells, cells], averaging: shape), startingAt: 0,
      times: [0.6]
    ).densities[0]
    let found = try evolution.densities[0].marginal(of: 0, 1, on: (cells, cells))
    let distance = zip(found.values, box.values).reduce(0) { $0 + abs($1.0 - $1.1) }
    // Finite volumes of 80² cells are second order: 0.1 % here.
    #expect(distance * cells.spacing * cells.spacing < 2e-3)
    #expect(evolution.diagnostics.largestMassError < 1e-5)
    #expect(abs(try evolution.densities[0].mass() - raw.mass()) < 1e-9)
  }

  @Test("Three coupled phases on rings reach their stationary density")
  func rings() throws {
    /// aᵢ = K Σⱼ sin(xⱼ − xᵢ): the stationary density is exp((K/D) Σ cos(xᵢ − xⱼ)).
    struct Phases: SeparableDiffusionProcess {
      let dimension = 3
      let isAutonomous = true
      func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
        (0..<3).filter { $0 != variable }.flatMap { other in
          [
            ProductTerm(0.5, [other: { sin($0) }, variable: { cos($0) }]),
            ProductTerm(-0.5, [other: { cos($0) }, variable: { sin($0) }]),
          ]
        }
      }
      func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
        row == column ? [ProductTerm(0.5)] : []
      }
    }
    let axis = try SpectralAxis.ring(0...2 * .pi, count: 21)
    let flat = 1 / pow(2 * Double.pi, 3)
    let initial = try TensorTrainDensity(axes: [axis, axis, axis], startingAt: [[1, 1, 1]]) { x in
      flat * (1 + 0.5 * cos(x[0] - x[1]) * cos(x[2]))
    }
    let evolution = try TensorTrainSolver(tolerance: 1e-6).solve(
      Phases(), from: initial, times: [30])
    let density = evolution.densities[0]
    // Quadrature over the two differences of phases, exponentially accurate for periodic functions.
    var (weights, mean) = (0.0, 0.0)
    for i in 0..<40 {
      for j in 0..<40 {
        let (u, v) = (2 * Double.pi * Double(i) / 40, 2 * Double.pi * Double(j) / 40)
        let weight = exp(cos(u) + cos(v) + cos(u - v))
        weights += weight
        mean += weight * cos(u)
      }
    }
    let found =
      try density.moment([0: { cos($0) }, 2: { cos($0) }])
      + density.moment([0: { sin($0) }, 2: { sin($0) }])
    #expect(abs(found - mean / weights) < 1e-5)
    #expect(evolution.diagnostics.largestMassError < 1e-5)
  }
}
