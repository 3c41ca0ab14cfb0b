internal import Grids

/// The functions whose combinations are the curves of a fit.
public enum CurveBasis: Hashable, Codable, Sendable {
  /// Legendre polynomials of (x − center)/scale, from degree 0 to `degree`.
  case polynomial(degree: Int, center: Double, scale: Double)
  /// The cardinal natural splines: function j is 1 at knot j and 0 at the others.
  case spline(knots: [Double])
  /// The piecewise linear functions that are 1 at one point and 0 at the others.
  case line(points: [Double])

  /// The number of functions.
  public var count: Int {
    switch self {
    case .polynomial(let degree, _, _): degree + 1
    case .spline(let knots): knots.count
    case .line(let points): points.count
    }
  }
}

/// A basis prepared for many evaluations.
struct BasisEvaluator: Sendable {
  let basis: CurveBasis
  let count: Int
  /// The second derivatives at the knots of each cardinal spline, knot after knot.
  private let curvatures: [Double]

  init(_ basis: CurveBasis) throws(KramersMoyalError) {
    self.basis = basis
    count = basis.count
    guard case .spline(let knots) = basis else {
      curvatures = []
      return
    }
    var curvatures = [Double](repeating: 0, count: knots.count * knots.count)
    for index in knots.indices {
      var values = [Double](repeating: 0, count: knots.count)
      values[index] = 1
      do throws(GridError) {
        let spline = try NaturalCubicSpline(knots: knots, values: values)
        for knot in knots.indices {
          curvatures[knot * knots.count + index] = spline.curvatures[knot]
        }
      } catch {
        throw .badKnots(error)
      }
    }
    self.curvatures = curvatures
  }

  /// Writes the values of all functions at `x`.
  func evaluate(at x: Double, into row: UnsafeMutableBufferPointer<Double>) {
    switch basis {
    case .polynomial(_, let center, let scale): legendre((x - center) / scale, row)
    case .spline(let knots): spline(x, knots, row)
    case .line(let points): line(x, points, row)
    }
  }

  /// The values of all functions at `x`.
  func row(at x: Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      evaluate(at: x, into: buffer)
      initialized = count
    }
  }

  @inline(__always)
  private func legendre(_ u: Double, _ row: UnsafeMutableBufferPointer<Double>) {
    row[0] = 1
    guard count > 1 else { return }
    row[1] = u
    for degree in 2..<max(count, 2) {
      let n = Double(degree)
      row[degree] = ((2 * n - 1) * u * row[degree - 1] - (n - 1) * row[degree - 2]) / n
    }
  }

  private func spline(_ x: Double, _ knots: [Double], _ row: UnsafeMutableBufferPointer<Double>) {
    let (interval, offset) = Self.interval(of: x, knots)
    let width = knots[interval + 1] - knots[interval]
    let (first, second) = (interval * count, (interval + 1) * count)
    var (left, right) = (1 - offset / width, offset / width)
    var (bendLeft, bendRight) = (0.0, 0.0)
    if offset < 0 {
      // Along the tangent at the first knot, where the curvature is zero.
      (left, right) = (1 - offset / width, offset / width)
      bendRight = -offset * width / 6
    } else if offset > width {
      (left, right) = (1 - offset / width, offset / width)
      bendLeft = (offset - width) * width / 6
    } else {
      bendLeft = (left * left * left - left) * width * width / 6
      bendRight = (right * right * right - right) * width * width / 6
    }
    for index in 0..<count {
      row[index] = bendLeft * curvatures[first + index] + bendRight * curvatures[second + index]
    }
    row[interval] += left
    row[interval + 1] += right
  }

  private func line(_ x: Double, _ points: [Double], _ row: UnsafeMutableBufferPointer<Double>) {
    for index in 0..<count { row[index] = 0 }
    let (interval, offset) = Self.interval(of: x, points)
    let right = offset / (points[interval + 1] - points[interval])
    row[interval] = 1 - right
    row[interval + 1] = right
  }

  /// The interval of `x`, the first or last one outside, and the distance from its lower end.
  @inline(__always)
  static func interval(of x: Double, _ knots: [Double]) -> (index: Int, offset: Double) {
    var (low, high) = (0, knots.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= x { low = middle } else { high = middle }
    }
    return (low, x - knots[low])
  }
}
