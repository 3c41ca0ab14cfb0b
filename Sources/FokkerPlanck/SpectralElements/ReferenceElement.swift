internal import RealModule

/// The polynomials of one degree on [−1, 1], by their values at the points of Gauss, Legendre and
/// Lobatto: the zeros of (1 − ξ²) P′ₘ(ξ).
///
/// The quadrature on the same points is exact to degree 2m − 1, which makes the mass matrix
/// diagonal.
///
/// ## Reference
///
/// C. Canuto, M. Y. Hussaini, A. Quarteroni and T. A. Zang, *Spectral Methods: Fundamentals in
/// Single Domains* (Springer, 2006),
/// [doi:10.1007/978-3-540-30726-6](https://doi.org/10.1007/978-3-540-30726-6).
final class ReferenceElement {
  let degree: Int
  /// The number of points, degree + 1.
  let count: Int
  /// The points ξ from −1 to 1.
  let points: [Double]
  /// The quadrature weights w; their sum is 2.
  let weights: [Double]
  /// The derivative of the polynomial through values: (D u)(ξᵢ) = Σⱼ D[i, j] uⱼ, row by row.
  let derivative: [Double]
  /// Dᵀ W, row by row: the integral of a basis function's slope times a flux.
  let gradient: [Double]
  /// Dᵀ W D, row by row.
  let stiffness: [Double]
  /// The coefficients of P₀ … Pₘ of the polynomial through values, row by row.
  let analysis: [Double]
  /// The values at the points of the left and of the right half, row by row.
  let halves: (left: [Double], right: [Double])

  init(degree: Int) {
    self.degree = degree
    count = degree + 1
    let points = Self.lobattoPoints(degree)
    let top = points.map { Self.legendre(degree, at: $0)[degree] }
    self.points = points
    weights = top.map { 2 / (Double(degree * (degree + 1)) * $0 * $0) }
    derivative = Self.derivative(points, top)
    (gradient, stiffness) = Self.weakForms(derivative, weights)
    let analysis = Self.analysis(points, weights)
    self.analysis = analysis
    halves = (
      Self.values(at: points.map { ($0 - 1) / 2 }, analysis),
      Self.values(at: points.map { ($0 + 1) / 2 }, analysis)
    )
  }

  /// P₀(x) … Pₙ(x).
  static func legendre(_ highest: Int, at x: Double) -> [Double] {
    var values = [1, x]
    for k in 1..<max(highest, 1) {
      values.append(
        (Double(2 * k + 1) * x * values[k] - Double(k) * values[k - 1]) / Double(k + 1))
    }
    return values
  }

  /// The zeros of (1 − ξ²) P′ₘ by Newton's iteration, mirrored so that they are symmetric.
  private static func lobattoPoints(_ m: Int) -> [Double] {
    var points = [Double](repeating: 0, count: m + 1)
    (points[0], points[m]) = (-1, 1)
    for i in 1..<max(1, (m + 1) / 2) {
      var x = -Double.cos(.pi * Double(i) / Double(m))
      for _ in 0..<20 {
        let p = legendre(m, at: x)
        // (1 − x²) P′ₘ = m (Pₘ₋₁ − x Pₘ), whose derivative is −m (m + 1) Pₘ.
        let change = (p[m - 1] - x * p[m]) / (Double(m + 1) * p[m])
        x += change
        if abs(change) < 1e-16 { break }
      }
      (points[i], points[m - i]) = (x, -x)
    }
    return points
  }

  private static func derivative(_ x: [Double], _ top: [Double]) -> [Double] {
    let n = x.count
    var d = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      var sum = 0.0
      for j in 0..<n where j != i {
        d[i * n + j] = top[i] / (top[j] * (x[i] - x[j]))
        sum += d[i * n + j]
      }
      // The derivative of a constant is zero to the last bit that the sum allows.
      d[i * n + i] = -sum
    }
    return d
  }

  private static func weakForms(_ d: [Double], _ w: [Double]) -> (
    gradient: [Double], stiffness: [Double]
  ) {
    let n = w.count
    var gradient = [Double](repeating: 0, count: n * n)
    var stiffness = gradient
    for i in 0..<n {
      for q in 0..<n { gradient[i * n + q] = d[q * n + i] * w[q] }
      for j in 0..<n {
        stiffness[i * n + j] = (0..<n).reduce(0) { $0 + gradient[i * n + $1] * d[$1 * n + j] }
      }
    }
    return (gradient, stiffness)
  }

  /// cₖ = (k + ½) Σ w Pₖ(ξ) u, and for k = m half of that, since the quadrature of Pₘ² is 2/m.
  private static func analysis(_ x: [Double], _ w: [Double]) -> [Double] {
    let m = x.count - 1
    var result = [Double](repeating: 0, count: (m + 1) * (m + 1))
    for (j, point) in x.enumerated() {
      for (k, value) in legendre(m, at: point).enumerated() {
        let norm = k == m ? Double(m) / 2 : Double(k) + 0.5
        result[k * (m + 1) + j] = norm * w[j] * value
      }
    }
    return result
  }

  /// The matrix that evaluates the polynomial at some points, row by row.
  private static func values(at places: [Double], _ analysis: [Double]) -> [Double] {
    let n = places.count
    return places.flatMap { place in
      let p = legendre(n - 1, at: place)
      return (0..<n).map { j in (0..<n).reduce(0) { $0 + p[$1] * analysis[$1 * n + j] } }
    }
  }
}
