/// Why a process could not be made from what was typed.
public enum TypedProcessError: Error, Hashable, Sendable {
  /// An expression cannot be read.
  case expression(ExpressionError)
  /// A variable or parameter has a name that expressions cannot use.
  case badName(String, reason: String)
  /// The number of expressions does not fit the number of variables.
  case wrongCount(role: String, expected: Int, found: Int)
  /// The diffusion matrix differs from its transpose.
  case notSymmetric(row: Int, column: Int, String, String)
  /// The reading of the noise needs the matrix B, but only D was given.
  case needsNoiseMatrix
  /// An average does not use exactly one variable.
  case averageOfSeveral(String, String)
}

extension TypedProcessError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .expression(let error): error.description
    case .badName(let name, let reason): "'\(name)' cannot be used as a name: \(reason)."
    case .wrongCount(let role, let expected, let found):
      "The \(role) has \(found) entries where \(expected) are needed, one for each variable."
    case .notSymmetric(let row, let column, let upper, let lower):
      "The diffusion matrix must be symmetric, but element (\(row), \(column)) is '\(upper)' and "
        + "element (\(column), \(row)) is '\(lower)'."
    case .needsNoiseMatrix:
      "The reading of Stratonovich depends on the matrix B of dX = A dt + B ∘ dW, which D = B Bᵀ/2 "
        + "does not tell; give the noise matrix B instead of D."
    case .averageOfSeveral(let name, let text):
      "The average \(name) is taken of '\(text)', which must use exactly one variable: averages are "
        + "over one population each."
    }
  }
}
