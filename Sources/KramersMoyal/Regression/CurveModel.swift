/// The family of curves that a drift or a diffusion coefficient is chosen from.
public enum CurveModel: Hashable, Codable, Sendable {
  /// The same everywhere.
  case constant
  /// A polynomial; degree 1 is an affine drift, degree 2 a quadratic diffusion coefficient.
  case polynomial(degree: Int)
  /// A natural cubic spline with knots at quantiles of the starting points, linear beyond them.
  case spline(knots: Int)

  /// The number of coefficients.
  public var coefficientCount: Int {
    switch self {
    case .constant: 1
    case .polynomial(let degree): degree + 1
    case .spline(let knots): knots
    }
  }

  func validate(_ name: String) throws(KramersMoyalError) {
    switch self {
    case .constant: return
    case .polynomial(let degree):
      guard (0...15).contains(degree) else {
        throw .badParameter(
          name: "\(name) degree", value: Double(degree), remedy: "choose a degree from 0 to 15")
      }
    case .spline(let knots):
      guard (2...100).contains(knots) else {
        throw .badParameter(
          name: "\(name) knots", value: Double(knots), remedy: "choose from 2 to 100 knots")
      }
    }
  }

  /// The basis of the family that suits the starting points of a sample.
  func basis(for positions: [Double]) throws(KramersMoyalError) -> CurveBasis {
    switch self {
    case .constant: return .polynomial(degree: 0, center: 0, scale: 1)
    case .polynomial(let degree):
      let (low, high) = positions.reduce((Double.infinity, -Double.infinity)) {
        (min($0.0, $1), max($0.1, $1))
      }
      guard high > low || degree == 0 else {
        throw .undetermined(coefficients: degree + 1, samples: positions.count)
      }
      return .polynomial(
        degree: degree, center: (low + high) / 2, scale: max((high - low) / 2, 1e-300))
    case .spline(let knots):
      return .spline(knots: try SplineRegression.quantileKnots(of: positions, count: knots))
    }
  }
}

extension CurveModel: CustomStringConvertible {
  /// The family in words.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .polynomial(1): "affine"
    case .polynomial(2): "quadratic"
    case .polynomial(3): "cubic"
    case .polynomial(let degree): "polynomial of degree \(degree)"
    case .spline(let knots): "spline with \(knots) knots"
    }
  }
}
