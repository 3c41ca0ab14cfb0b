/// What is wrong with an expression, and where.
public struct ExpressionError: Error, Hashable, Sendable {
  /// The kinds of mistakes.
  public enum Problem: Hashable, Sendable {
    /// There is no expression.
    case empty
    /// A name is neither a variable, a parameter, a constant nor a function.
    case unknownName(String, nearest: String?, valid: [String])
    /// A function stands without its arguments in parentheses.
    case functionWithoutArguments(String)
    /// A function has too few or too many arguments.
    case wrongArgumentCount(String)
    /// A character that no expression can hold.
    case unexpectedCharacter(String)
    /// Something stands where an operator is needed.
    case missingOperator(String)
    /// An operator stands where a value is needed.
    case unexpectedOperator(String)
    /// The expression ends where a value is needed.
    case unexpectedEnd
    /// Parentheses do not match.
    case unbalancedParentheses
    /// A condition `c ? a : b` is not complete.
    case incompleteCondition
    /// A single `=`, which compares nothing.
    case assignment
    /// Several values separated by commas.
    case severalValues(Int)
    /// Another complaint of the library that reads expressions, in its words.
    case other(String)
  }

  /// What the expression stands for, such as "drift".
  public let role: String
  /// The expression as it was given.
  public let expression: String
  /// The character at which the mistake is, counted from 0; nil when it concerns the whole.
  public let position: Int?
  /// The mistake.
  public let problem: Problem
}

extension ExpressionError: CustomStringConvertible {
  /// The mistake and its remedy as a sentence, with the expression and a caret under the place.
  public var description: String {
    guard let position, !expression.isEmpty else { return "The \(role) \(sentence)" }
    let caret = String(repeating: " ", count: min(position, expression.count)) + "^"
    let shown = String(expression.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return "The \(role) \(sentence)\n  \(shown)\n  \(caret)"
  }

  private var sentence: String {
    switch problem {
    case .empty: "is empty; give an expression such as 'x - x^3'."
    case .unknownName(let name, let nearest, let valid):
      "'\(expression)' uses '\(name)', which is not known"
        + (nearest.map { "; did you mean '\($0)'?" } ?? ".")
        + " Known are \(valid.joined(separator: ", ")); parameters are given by value."
    case .functionWithoutArguments(let name):
      "'\(expression)' names the function '\(name)' without arguments; write \(name)(x)."
    case .wrongArgumentCount(let name):
      "'\(expression)' gives '\(name)' a wrong number of arguments."
    case .unexpectedCharacter(let character):
      "'\(expression)' holds '\(character)', which has no meaning here."
    case .missingOperator(let token):
      "'\(expression)' has '\(token)' where an operator is needed; write products with *."
    case .unexpectedOperator(let token):
      "'\(expression)' has the operator '\(token)' where a value is needed"
        + (expression.contains("**") ? "; write powers with ^." : ".")
    case .unexpectedEnd: "'\(expression)' ends where a value is needed."
    case .unbalancedParentheses: "'\(expression)' has parentheses that do not match."
    case .incompleteCondition:
      "'\(expression)' has a condition that is not of the form (condition) ? value : value."
    case .assignment: "'\(expression)' has a single '='; compare with '=='."
    case .severalValues(let count):
      "'\(expression)' has \(count) values separated by commas; give one, with a point as the "
        + "decimal mark."
    case .other(let reason): "'\(expression)' cannot be read: \(reason)"
    }
  }
}
