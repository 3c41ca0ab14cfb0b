public import LinearAlgebra

/// How a fitted curve goes on where there were no data.
public enum Continuation: String, Hashable, Codable, CaseIterable, Sendable {
  /// With the value at the end of the data.
  case constant
  /// Along the tangent at the end of the data.
  case linear
}

/// What is known about the errors of the coefficients of a curve.
public enum CoefficientErrors: Hashable, Codable, Sendable {
  /// Their covariance matrix.
  case covariance(Matrix)
  /// A standard error for each, their correlations unknown.
  case standardErrors([Double])
}

/// A fitted drift or diffusion coefficient as a function of one variable, with its errors.
public struct FittedCurve: Hashable, Codable, Sendable {
  /// The functions that are combined.
  public let basis: CurveBasis
  /// Their coefficients.
  public let coefficients: [Double]
  /// The errors of the coefficients.
  public let errors: CoefficientErrors
  /// Where there were data.
  public let range: ClosedRange<Double>
  /// How the curve goes on outside ``range``.
  public let continuation: Continuation
  private let shape: CurveShape
  private let lowerSlope: Double
  private let upperSlope: Double

  /// Creates a curve from its coefficients.
  ///
  /// - Parameters:
  ///   - basis: The functions that are combined.
  ///   - coefficients: One for each function.
  ///   - errors: What is known about their errors.
  ///   - range: Where there were data.
  ///   - continuation: How the curve goes on outside.
  /// - Throws: ``KramersMoyalError/badKnots(_:)``.
  public init(
    basis: CurveBasis, coefficients: [Double], errors: CoefficientErrors,
    range: ClosedRange<Double>, continuation: Continuation
  ) throws(KramersMoyalError) {
    precondition(coefficients.count == basis.count, "one coefficient per function")
    self.basis = basis
    self.coefficients = coefficients
    self.errors = errors
    self.range = range
    self.continuation = continuation
    shape = try CurveShape(basis, coefficients)
    let width = range.upperBound - range.lowerBound
    let isFlat = continuation == .constant || width <= 0
    lowerSlope = isFlat ? 0 : shape.slope(at: range.lowerBound, inwards: width)
    upperSlope = isFlat ? 0 : shape.slope(at: range.upperBound, inwards: -width)
  }

  /// The value at `x`, continued outside the data.
  public func callAsFunction(_ x: Double) -> Double {
    let inside = min(max(x, range.lowerBound), range.upperBound)
    let slope = x < inside ? lowerSlope : upperSlope
    return shape(inside) + slope * (x - inside)
  }

  /// Writes the values at many points.
  func evaluate(at points: Span<Double>, into values: inout MutableSpan<Double>) {
    guard case .powers(let powers, let center, let scale) = shape else {
      for index in points.indices { values[index] = self(points[index]) }
      return
    }
    let (low, high, inverse) = (range.lowerBound, range.upperBound, 1 / scale)
    powers.withUnsafeBufferPointer { powers in
      for index in points.indices {
        let x = points[index]
        let inside = min(max(x, low), high)
        let u = (inside - center) * inverse
        var sum = 0.0
        for degree in stride(from: powers.count - 1, through: 0, by: -1) {
          sum = sum * u + powers[degree]
        }
        values[index] = sum + (x < inside ? lowerSlope : upperSlope) * (x - inside)
      }
    }
  }

  /// Whether the value at `x` is a continuation and not supported by data.
  public func isExtrapolated(at x: Double) -> Bool { !range.contains(x) }

  /// Whether the curve has the same value everywhere.
  public var isConstant: Bool { basis.count == 1 }

  /// The standard error of the value at `x`; outside the data the one at their end.
  ///
  /// Where correlations are unknown the errors of the neighbouring coefficients are combined as if
  /// they were equal to one, which is never too small.
  public func standardError(at x: Double) -> Double {
    let inside = min(max(x, range.lowerBound), range.upperBound)
    guard let row = try? BasisEvaluator(basis).row(at: inside) else { return .nan }
    switch errors {
    case .covariance(let matrix):
      return zip(row, matrix * row).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
    case .standardErrors(let errors):
      return zip(row, errors).reduce(0) { $0 + abs($1.0) * $1.1 }
    }
  }

  /// The coefficients of 1, x, x², … with their standard errors; nil unless a polynomial.
  public var powers: Estimates? {
    guard case .polynomial(_, let center, let scale) = basis,
      case .covariance(let covariance) = errors
    else { return nil }
    let map = Self.powerMap(basis.count, center: center, scale: scale)
    let spread = map * covariance * map.transposed
    return Estimates(
      values: map * coefficients,
      standardErrors: coefficients.indices.map { max(0, spread[$0, $0]).squareRoot() })
  }

  /// The matrix that takes coefficients of Legendre polynomials of (x − c)/s to those of powers of x.
  private static func powerMap(_ count: Int, center: Double, scale: Double) -> Matrix {
    var map = Matrix(rowCount: count, columnCount: count)
    for (column, polynomial) in LegendrePowers.table(count).enumerated() {
      // Horner's scheme with the polynomial u = (x − c)/s as its argument.
      var result = [Double](repeating: 0, count: count)
      for coefficient in polynomial.reversed() {
        var next = [Double](repeating: 0, count: count)
        for power in 0..<count where result[power] != 0 {
          next[power] -= result[power] * center / scale
          if power + 1 < count { next[power + 1] += result[power] / scale }
        }
        next[0] += coefficient
        result = next
      }
      for power in 0..<count { map[power, column] = result[power] }
    }
    return map
  }
}
