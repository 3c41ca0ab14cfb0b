public import LinearAlgebra

/// A fitted function of several variables with its errors: a component of a drift or an element of a
/// diffusion matrix.
public struct FittedField: Hashable, Codable, Sendable {
  /// The functions that are combined.
  public let basis: TensorBasis
  /// Their coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// The box of the data.
  public let box: [ClosedRange<Double>]
  /// How the function goes on outside the box.
  public let continuation: Continuation

  /// Creates a function from its coefficients.
  public init(
    basis: TensorBasis, coefficients: [Double], covariance: Matrix, box: [ClosedRange<Double>],
    continuation: Continuation
  ) {
    precondition(coefficients.count == basis.count, "one coefficient per function")
    self.basis = basis
    self.coefficients = coefficients
    self.covariance = covariance
    self.box = box
    self.continuation = continuation
  }

  /// Whether the function is the same everywhere.
  public var isConstant: Bool { basis.count == 1 }

  /// The value at a point, continued outside the box.
  public func callAsFunction(_ point: [Double]) -> Double {
    guard !isConstant else { return coefficients[0] }
    let inside = nearestPoint(to: point)
    var value = combination(basis.row(at: inside))
    guard continuation == .linear else { return value }
    for variable in point.indices where point[variable] != inside[variable] {
      value +=
        combination(basis.row(at: inside, derivative: variable))
        * (point[variable] - inside[variable])
    }
    return value
  }

  /// The standard error of the value at a point; outside the box the one at its border.
  public func standardError(at point: [Double]) -> Double {
    Self.error(of: basis.row(at: nearestPoint(to: point)), covariance)
  }

  /// The derivatives with respect to all variables at a point in the box, with standard errors.
  public func gradient(at point: [Double]) -> Estimates {
    let rows = point.indices.map { basis.row(at: nearestPoint(to: point), derivative: $0) }
    return Estimates(
      values: rows.map(combination), standardErrors: rows.map { Self.error(of: $0, covariance) })
  }

  /// The derivatives with respect to all variables at a point in the box.
  func slopes(at point: [Double]) -> [Double] {
    let inside = nearestPoint(to: point)
    return point.indices.map { combination(basis.row(at: inside, derivative: $0)) }
  }

  private func combination(_ row: [Double]) -> Double {
    zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func error(of row: [Double], _ covariance: Matrix) -> Double {
    max(0, zip(row, covariance * row).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
  }

  private func nearestPoint(to point: [Double]) -> [Double] {
    zip(point, box).map { min(max($0, $1.lowerBound), $1.upperBound) }
  }
}
