public import Grids

/// Why drift or diffusion could not be estimated.
public enum KramersMoyalError: Error, Hashable, Sendable {
  /// The knots of a curve are unusable.
  case badKnots(GridError)
  /// The data do not determine the curve.
  case singular(knots: Int)
  /// A lag between observations must be positive and finite.
  case badLag(Double)
  /// No increment starts inside the axis.
  case noData
}

extension KramersMoyalError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .badKnots(let reason): "The knots of the regression cannot be used: \(reason)"
    case .singular(let knots):
      "The data do not determine a curve with \(knots) knots; use fewer knots or more data."
    case .badLag(let lag): "A lag between observations must be positive and finite, not \(lag)."
    case .noData: "No increment starts inside the axis; widen it so that it holds the data."
    }
  }
}
