import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import RandomStreams
import StochasticProcesses
import Testing

@Suite("Joint densities as tensor trains", .enabled(if: runsSlowTests))
struct TensorTrainDensityTests {
  private func correlated() throws -> MultivariateGaussianLaw {
    MultivariateGaussianLaw(
      mean: [1, -0.5, 0.2, 2],
      covariance: try Matrix(rows: [
        [0.5, 0.2, 0.1, -0.1], [0.2, 0.3, 0.1, 0], [0.1, 0.1, 0.4, 0.25], [-0.1, 0, 0.25, 0.9],
      ]))
  }

  @Test("A normal law has its mass, moments, entropy and values")
  func normalLaw() throws {
    let law = try correlated()
    let density = try TensorTrainDensity(law, tolerance: 1e-8)
    #expect(abs(try density.mass() - 1) < 1e-7)
    #expect(try largestMomentError(density, law) < 1e-6)
    let entropy = try density.entropy()
    #expect(abs(entropy.value - (try law.entropy())) < 1e-6)
    #expect(abs(entropy.interpolatedPart) < 1e-6)
    let exact = try law.density()
    for shift in [-0.8, 0, 0.3, 1.1] {
      let point = law.mean.map { $0 + shift }
      #expect(abs(try density.value(at: point) - exact(point)) < 1e-7)
    }
    let fourth = try density.moment([1: { pow($0 + 0.5, 4) }])
    #expect(abs(fourth - 3 * 0.3 * 0.3) < 1e-5)
    let mixed = try density.moment([0: { $0 }, 3: { $0 }])
    #expect(abs(mixed - (2 - 0.1)) < 1e-6)
  }

  @Test("Marginal densities are cell averages of the marginal laws")
  func marginals() throws {
    let law = try correlated()
    let density = try TensorTrainDensity(law, tolerance: 1e-8)
    let axis = try Axis(-3...4, cellCount: 140)
    let single = try density.marginal(of: 3, on: axis)
    let exact = Density(axis: axis, cumulative: law.marginal(of: 3).cumulative)
    #expect(single.l1Distance(to: exact) < 1e-6)
    let (x, y) = (try Axis(-3...4, cellCount: 60), try Axis(-2...6, cellCount: 50))
    let pair = MultivariateGaussianLaw(
      mean: [0.2, 2], covariance: try Matrix(rows: [[0.4, 0.25], [0.25, 0.9]]))
    let joint = BoxDensity(axes: [x, y], averaging: try pair.density())
    // The other order of the variables exchanges the axes.
    let straight = try density.marginal(of: 2, 3, on: (x, y))
    #expect(straight.l1Distance(to: joint) < 1e-6)
    let turned = try density.marginal(of: 3, 2, on: (y, x))
    for (i, j) in [(8, 21), (30, 0), (44, 22), (59, 49)] {
      #expect(abs(turned.values[j * 60 + i] - straight.values[i * 50 + j]) < 1e-15)
    }
  }

  @Test("A function is interpolated on axes of every kind")
  func interpolation() throws {
    let axes = [
      try SpectralAxis.line(center: 0, scale: 1, count: 21),
      try SpectralAxis.interval(0...2, count: 16),
      try SpectralAxis.ring(0...2 * .pi, count: 17),
    ]
    let function: @Sendable ([Double]) -> Double = { x in
      exp(-x[0] * x[0] / 2) * (1 + 0.2 * x[1] * x[1] + 0.3 * x[0] * sin(x[2]) * x[1])
    }
    let density = try TensorTrainDensity(
      axes: axes, startingAt: [[0, 1, 1]], interpolating: function)
    for point in [[0.3, 0.1, 6], [-1.2, 1.9, 2], [2, 1, 0.5]] {
      #expect(abs(try density.value(at: point) - function(point)) < 1e-7)
    }
    // ∫ over the ring of the sine vanishes.
    let mass = (2 * Double.pi).squareRoot() * 2 * .pi * (2 + 0.2 * 8 / 3)
    #expect(abs(try density.mass() - mass) < 1e-6)
  }

  @Test("The entropy of a density far from normal agrees with quadrature")
  func entropyOfWells() throws {
    let energy: @Sendable ([Double]) -> Double = { x in
      x.reduce(0) { $0 + $1 * $1 * $1 * $1 / 4 - $1 * $1 / 2 } + 0.3 * pow(x[0] - x[1], 2)
    }
    let axis = try SpectralAxis.interval(-2.6...2.6, count: 48)
    let raw = try TensorTrainDensity(
      axes: [axis, axis], startingAt: [[1, 1], [-1, -1]]
    ) { exp(-energy($0) / 0.4) }
    let mass = try raw.mass()
    let cells = try Axis(-2.6...2.6, cellCount: 400)
    let fine = BoxDensity(axes: [cells, cells]) { exp(-energy($0) / 0.4) / mass }
    // Cell averages have an entropy that is second order in h; one extrapolation removes that.
    let coarseCells = try Axis(-2.6...2.6, cellCount: 200)
    let coarse = BoxDensity(axes: [coarseCells, coarseCells]) { exp(-energy($0) / 0.4) / mass }
    let exact = (4 * fine.entropy - coarse.entropy) / 3
    let entropy = try raw.entropy(tolerance: 1e-7)
    #expect(abs(entropy.value - exact) < 1e-5)
    #expect(abs(entropy.interpolatedPart) > 1e-3)
    #expect(entropy.estimatedError < 1e-4)
  }

  @Test("Points from uniform numbers have the moments of the density")
  func sampling() throws {
    let law = try correlated()
    let density = try TensorTrainDensity(law, tolerance: 1e-7)
    var stream = RandomStream(seed: 7, purpose: .general)
    let count = 4000
    let points = try density.points(
      fromUniforms: (0..<4 * count).map { _ in stream.uniform() })
    for row in 0..<4 {
      let mean = (0..<count).reduce(0) { $0 + points[4 * $1 + row] } / Double(count)
      let error = (law.covariance[row, row] / Double(count)).squareRoot()
      #expect(abs(mean - law.mean[row]) < 4 * error)
      for column in 0...row {
        let product = (0..<count).reduce(0) {
          $0 + (points[4 * $1 + row] - law.mean[row]) * (points[4 * $1 + column] - law.mean[column])
        }
        let c = law.covariance
        // Var(xy) = σ² τ² + cov² for a normal law.
        let spread = c[row, row] * c[column, column] + c[row, column] * c[row, column]
        let bound = 4 * (spread / Double(count)).squareRoot()
        #expect(abs(product / Double(count) - c[row, column]) < bound)
      }
    }
    // The median of the first variable and, given it, of the others: a normal law's is its mean.
    let middle = try density.points(fromUniforms: [0.5, 0.5, 0.5, 0.5])
    #expect(zip(middle, law.mean).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
