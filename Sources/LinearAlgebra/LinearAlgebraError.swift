/// What is wrong with a matrix or with the system it belongs to.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// Two sizes that must agree do not.
  case sizeMismatch(expected: Int, found: Int)
  /// Elimination met a pivot that is zero or not finite.
  case singular(row: Int)
  /// A leading block of the matrix is not positive definite.
  case notPositiveDefinite(order: Int)
  /// An element is not a finite number.
  case notFinite(row: Int, column: Int)
  /// A linear flow grows, where one that decays is needed.
  case unstable(growthRate: Double)
  /// An iteration of LAPACK did not converge.
  case notConverged(routine: String, code: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .sizeMismatch(let expected, let found):
      "The operation needs \(expected) numbers, but \(found) were given."
    case .singular(let row):
      "The matrix is singular: the pivot of row \(row) is zero or not finite; remove dependent rows."
    case .notPositiveDefinite(let order):
      "The leading \(order) × \(order) block is not positive definite; check the matrix's symmetry "
        + "or add a small multiple of the identity."
    case .notFinite(let row, let column):
      "The element in row \(row), column \(column) is not a finite number."
    case .unstable(let growthRate):
      "The linear flow grows at the rate \(growthRate), so that it has no stationary law; every "
        + "eigenvalue of the relaxation matrix needs a positive real part."
    case .notConverged(let routine, let code):
      "LAPACK's \(routine) did not converge (info = \(code)); check the matrix's scale."
    }
  }
}
