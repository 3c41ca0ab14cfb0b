internal import RealModule

/// The names that an expression may use.
struct ExpressionVocabulary: Hashable, Sendable {
  /// The variables in the order of their values.
  let variables: [String]
  /// Named constants with their values.
  let parameters: [String: Double]

  /// The constants of every expression.
  static let constants = ["pi": Double.pi, "π": Double.pi, "e": Double.exp(1)]

  /// The functions of every expression; muParser brings all but the last two.
  static let functions = [
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "exp", "log", "ln", "log10", "log2", "sqrt", "abs", "sign", "rint", "min", "max",
    "sum", "avg", "erf", "floor",
  ]

  /// All names but functions, in the order of a message.
  var values: [String] {
    variables + parameters.keys.sorted() + ["pi", "e"]
  }

  /// The first parameter or variable whose name no expression can use, with the reason.
  func misnamed() -> (name: String, reason: String)? {
    var seen = Set<String>()
    for name in variables + parameters.keys.sorted() {
      if !Self.isName(name) {
        return (name, "a name begins with a letter and holds letters, digits and _ only")
      }
      if Self.functions.contains(name) { return (name, "a function has this name") }
      if Self.constants.keys.contains(name) { return (name, "a constant has this name") }
      if !seen.insert(name).inserted { return (name, "two things have this name") }
    }
    return nil
  }

  /// Whether a text is a name: letters of any alphabet, digits and underscores, no digit first.
  static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
