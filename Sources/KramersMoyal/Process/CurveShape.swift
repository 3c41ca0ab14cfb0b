internal import Grids

/// A combination of basis functions in the form that is evaluated fastest.
enum CurveShape: Hashable, Codable, Sendable {
  /// Coefficients of the powers of (x − center)/scale.
  case powers([Double], center: Double, scale: Double)
  case spline(NaturalCubicSpline)
  case line(PiecewiseLinear)

  init(_ basis: CurveBasis, _ coefficients: [Double]) throws(KramersMoyalError) {
    do throws(GridError) {
      switch basis {
      case .polynomial(_, let center, let scale):
        self = .powers(
          LegendrePowers.combination(coefficients), center: center, scale: scale)
      case .spline(let knots):
        self = .spline(try NaturalCubicSpline(knots: knots, values: coefficients))
      case .line(let points):
        self = .line(try PiecewiseLinear(knots: points, values: coefficients))
      }
    } catch {
      throw .badKnots(error)
    }
  }

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .powers(let powers, let center, let scale):
      let u = (x - center) / scale
      var sum = 0.0
      for coefficient in powers.reversed() { sum = sum * u + coefficient }
      return sum
    case .spline(let spline): return spline(x)
    case .line(let line): return line(x)
    }
  }

  /// The slope just inside one end of a range.
  func slope(at x: Double, inwards width: Double) -> Double {
    guard case .powers(let powers, let center, let scale) = self else {
      let step = 1e-6 * width
      return (self(x + step) - self(x)) / step
    }
    let u = (x - center) / scale
    var sum = 0.0
    for degree in stride(from: powers.count - 1, to: 0, by: -1) {
      sum = sum * u + Double(degree) * powers[degree]
    }
    return sum / scale
  }
}

/// Legendre polynomials as combinations of powers.
enum LegendrePowers {
  /// The coefficients of u⁰, u¹, … in P_n(u) for n = 0, 1, … below `count`.
  static func table(_ count: Int) -> [[Double]] {
    var table = [[1.0], [0.0, 1.0]]
    while table.count < count {
      let n = Double(table.count)
      let (last, before) = (table[table.count - 1], table[table.count - 2])
      var next = [Double](repeating: 0, count: table.count + 1)
      for (power, value) in last.enumerated() { next[power + 1] += (2 * n - 1) / n * value }
      for (power, value) in before.enumerated() { next[power] -= (n - 1) / n * value }
      table.append(next)
    }
    return Array(table.prefix(count))
  }

  /// The powers' coefficients of Σ c_n P_n.
  static func combination(_ coefficients: [Double]) -> [Double] {
    var powers = [Double](repeating: 0, count: coefficients.count)
    for (coefficient, polynomial) in zip(coefficients, table(coefficients.count)) {
      for (power, value) in polynomial.enumerated() { powers[power] += coefficient * value }
    }
    return powers
  }
}
