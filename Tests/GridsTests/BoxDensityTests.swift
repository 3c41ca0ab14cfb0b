import Grids
import RealModule
import Testing

@Suite("Densities on boxes")
struct BoxDensityTests {
  /// 6 x y² z over the unit cube has mass 6 · ½ · ⅓ · ½.
  private func polynomial() throws -> BoxDensity {
    let axes = [
      try Axis(0...1, cellCount: 3), try Axis(0...1, cellCount: 4), try Axis(0...1, cellCount: 5),
    ]
    return BoxDensity(axes: axes) { 12 * $0[0] * $0[1] * $0[1] * $0[2] }
  }

  @Test("Cell averages of polynomials and their mass are exact")
  func mass() throws {
    let density = try polynomial()
    #expect(abs(density.mass - 1) < 1e-14)
    // The last axis varies fastest: cell (0, 0, 1) averages x to 1/6, y² to 1/48, z to 0.3.
    #expect(abs(density.values[1] - 12 * (1.0 / 6) * (1.0 / 48) * 0.3) < 1e-15)
  }

  @Test("A marginal is the integral over the other variables")
  func marginals() throws {
    let density = try polynomial()
    let powers = [1, 2, 1]
    for variable in powers.indices {
      let power = powers[variable]
      let marginal = density.marginal(of: variable)
      let expected = Density(
        axis: density.axes[variable],
        averaging: { x in
          Double(power + 1) * Double.pow(x, power)
        })
      #expect(marginal.l1Distance(to: expected) < 1e-14)
    }
  }

  @Test("Covariances and entropy of a normal law")
  func normalLaw() throws {
    let axis = try Axis(-6...6, cellCount: 96)
    let density = BoxDensity(axes: [axis, axis]) { point in
      let (x, y) = (point[0], point[1])
      // Covariance [[1, 0.5], [0.5, 1]], determinant 0.75.
      return Double.exp(-(x * x - x * y + y * y) / 1.5) / (2 * Double.pi * 0.75.squareRoot())
    }
    #expect(abs(density.covariance(0, 1) - 0.5) < 1e-6)
    #expect(abs(density.covariance(1, 1) - 1) < 1e-6)
    #expect(abs(density.entropy - (1 + Double.log(2 * .pi) + 0.5 * Double.log(0.75))) < 4e-3)
  }

  @Test("A wrong number of values is told")
  func wrongCount() throws {
    let axis = try Axis(0...1, cellCount: 2)
    #expect(throws: GridError.wrongCount(expected: 4, found: 3)) {
      try BoxDensity(axes: [axis, axis], values: [1, 1, 1])
    }
  }
}
