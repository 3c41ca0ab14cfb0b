import Foundation
import Grids
import Testing

@Suite("A density on an axis")
struct DensityTests {
  /// The cumulative distribution of a normal law.
  static func normal(_ mean: Double, _ deviation: Double) -> (Double) -> Double {
    { 0.5 * erfc((mean - $0) / (deviation * 2.0.squareRoot())) }
  }

  @Test("has the mass, mean, variance and entropy of its law")
  func moments() throws {
    let axis = try Axis(-8...8, cellCount: 2000)
    let density = Density(axis: axis, cumulative: Self.normal(0.5, 0.9))
    #expect(abs(density.mass - 1) < 1e-13)
    #expect(abs(density.mean - 0.5) < 1e-12)
    #expect(abs(density.variance - 0.81) < 1e-9)
    #expect(abs(density.entropy - (0.5 * log(2 * Double.pi * M_E * 0.81))) < 1e-5)
  }

  @Test("averages polynomials of degree five exactly")
  func quadrature() throws {
    let axis = try Axis(0...2, cellCount: 3)
    let byPoints = Density(axis: axis, averaging: { 6 * pow($0, 5) - 2 * $0 })
    let exact = Density(axis: axis, cumulative: { pow($0, 6) - $0 * $0 })
    for (found, wanted) in zip(byPoints.values, exact.values) {
      #expect(abs(found - wanted) < 1e-12 * max(1, abs(wanted)))
    }
  }

  @Test("has distances that vanish on itself, are symmetric, and are right for shifts")
  func distances() throws {
    let axis = try Axis(-6...8, cellCount: 1400)
    let first = Density(axis: axis, cumulative: Self.normal(0, 0.5))
    let second = Density(axis: axis, cumulative: Self.normal(1.25, 0.5))
    #expect(first.l1Distance(to: first) == 0)
    #expect(first.wasserstein1Distance(to: first) == 0)
    #expect(abs(first.wasserstein1Distance(to: second) - 1.25) < 1e-9)
    let overlap = 2 * (2 * Self.normal(0, 1)(1.25) - 1)
    #expect(abs(first.l1Distance(to: second) - overlap) < 1e-4)
    #expect(first.l1Distance(to: second) == second.l1Distance(to: first))
    #expect(abs(first.divergence(from: second) - 1.25 * 1.25 / 0.5) < 1e-3)
  }

  @Test("moves to another axis, shift and scale at fourth order with its mass intact")
  func resampling() throws {
    let target = try Axis(-10...14, cellCount: 700)
    let exact = Density(axis: target, cumulative: Self.normal(2 + 1.5 * 0.3, 1.5 * 0.8))
    let errors = try [200, 400].map { cells in
      let source = Density(
        axis: try Axis(-8...8, cellCount: cells), cumulative: Self.normal(0.3, 0.8))
      let moved = source.resampled(onto: target, shift: 2, scale: 1.5)
      #expect(abs(moved.mass - 1) < 1e-12)
      return moved.l1Distance(to: exact)
    }
    #expect(errors[1] < 1e-6)
    #expect(log2(errors[0] / errors[1]) > 2.8)
  }

  @Test("counts samples and tells the fraction outside by its mass")
  func histogram() throws {
    let axis = try Axis(0...1, cellCount: 4)
    let density = try Density(axis: axis, histogramOf: [0.1, 0.2, 0.6, 1.0, 7])
    #expect(density.values == [1.6, 0, 0.8, 0.8])
    #expect(abs(density.mass - 0.8) < 1e-15)
    #expect(throws: GridError.noMass) { try Density(axis: axis, histogramOf: []) }
  }

  @Test(
    "has quantiles that invert its cumulative distribution", arguments: [0.01, 0.25, 0.5, 0.99])
  func quantiles(probability: Double) throws {
    let axis = try Axis(-8...8, cellCount: 4000)
    let density = Density(axis: axis, cumulative: Self.normal(0, 1))
    #expect(abs(Self.normal(0, 1)(density.quantile(probability)) - probability) < 1e-6)
  }

  @Test("rejects values that do not fit or are not finite, and no mass")
  func rejection() throws {
    let axis = try Axis(0...1, cellCount: 2)
    #expect(throws: GridError.wrongCount(expected: 2, found: 3)) {
      try Density(axis: axis, values: [1, 2, 3])
    }
    #expect(throws: GridError.notFinite(cell: 1)) { try Density(axis: axis, values: [1, .nan]) }
    #expect(throws: GridError.noMass) { try Density(axis: axis, values: [0, 0]).normalized() }
  }
}
