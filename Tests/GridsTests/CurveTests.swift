import Grids
import Testing

@Suite("Curves through points")
struct CurveTests {
  @Test("a natural spline passes through its points and reproduces straight lines everywhere")
  func splineLines() throws {
    let knots = [-1.0, 0, 0.5, 2]
    let line = try NaturalCubicSpline(knots: knots, values: knots.map { 3 - 2 * $0 })
    for x in stride(from: -4.0, through: 5, by: 0.25) {
      #expect(abs(line(x) - (3 - 2 * x)) < 1e-12)
    }
    let bent = try NaturalCubicSpline(knots: knots, values: [1, -1, 2, 0])
    #expect(zip(knots, [1.0, -1, 2, 0]).allSatisfy { abs(bent($0) - $1) < 1e-12 })
  }

  @Test("a natural spline has continuous slope and curvature, zero curvature outside")
  func splineSmoothness() throws {
    let spline = try NaturalCubicSpline(knots: [0, 1, 2.5, 3], values: [0, 2, -1, 1])
    let step = 1e-4
    for knot in [0.0, 1, 2.5, 3] {
      let left = (spline(knot) - spline(knot - step)) / step
      let right = (spline(knot + step) - spline(knot)) / step
      #expect(abs(left - right) < 2e-3)
    }
    #expect(abs(spline(5) - 2 * spline(4) + spline(3)) < 1e-12)
  }

  @Test("a natural spline converges at fourth order away from its ends")
  func splineOrder() throws {
    func error(_ count: Int) throws -> Double {
      let knots = (0...count).map { Double($0) * 4 / Double(count) }
      let values = knots.map { ($0 * $0 - 4 * $0) * ($0 * $0 - 4 * $0) }
      let spline = try NaturalCubicSpline(knots: knots, values: values)
      return stride(from: 1.5, through: 2.5, by: 0.01).map { x in
        abs(spline(x) - (x * x - 4 * x) * (x * x - 4 * x))
      }.max() ?? .nan
    }
    #expect(try error(20) / error(40) > 13)
  }

  @Test("a piecewise linear function interpolates and integrates exactly")
  func piecewiseLinear() throws {
    let function = try PiecewiseLinear(knots: [0, 1, 3], values: [2, 4, 0])
    #expect(function(-1) == 2 && function(0.5) == 3 && function(2) == 2 && function(9) == 0)
    #expect(abs(function.integral(from: 0, to: 3) - 7) < 1e-15)
    #expect(abs(function.integral(from: -1, to: 2) - (2 + 3 + 3)) < 1e-14)
    #expect(abs(function.integral(from: 2, to: 0.5) + (1.75 + 3)) < 1e-14)
  }

  @Test("curves reject knots that do not ascend and values that are not finite")
  func rejection() {
    #expect(throws: GridError.knotsNotAscending(index: 2)) {
      try NaturalCubicSpline(knots: [0, 1, 1], values: [0, 0, 0])
    }
    #expect(throws: GridError.tooFewKnots(1)) {
      try NaturalCubicSpline(knots: [0], values: [0])
    }
    #expect(throws: GridError.notFinite(cell: 1)) {
      try PiecewiseLinear(knots: [0, 1], values: [0, .infinity])
    }
  }
}
