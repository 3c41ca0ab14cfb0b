extension ParserComplaint {
  /// The mistake in our words.
  ///
  /// - Parameters:
  ///   - expression: The expression as it was given.
  ///   - vocabulary: The names it may use.
  /// - Returns: The mistake and the character at which it is.
  func problem(
    in expression: String, _ vocabulary: ExpressionVocabulary
  ) -> (problem: ExpressionError.Problem, position: Int?) {
    let text = ExpressionText.normalized(expression)
    let place = position < 0 ? nil : ExpressionText.character(atByte: position, of: text)
    switch code {
    case -1: return (.severalValues(Int(token) ?? 2), nil)
    case 0: return (.unexpectedOperator(trimmed), place)
    case 1: return (Self.unknown(text, at: place ?? 0, vocabulary), place)
    case 2: return (.unexpectedEnd, text.count)
    case 3, 4: return (.unexpectedOperator(","), place)
    case 5, 6, 12: return (.missingOperator(trimmed), place)
    case 7:
      let isOpening = place.map { text.dropFirst($0).first == "(" } ?? false
      return (isOpening ? .missingOperator("(") : .unbalancedParentheses, place)
    case 8, 9, 10, 13, 16, 17:
      return (.unexpectedCharacter("\""), Array(text).firstIndex(of: "\""))
    case 11: return (.unbalancedParentheses, text.count)
    case 14, 15: return (.wrongArgumentCount(trimmed), place)
    case 25: return (.empty, nil)
    case 32, 33, 34: return (.incompleteCondition, place)
    default: return (.other(message), place)
    }
  }

  private var trimmed: String {
    String(token.drop { $0 == " " }.prefix { $0 != " " })
  }

  /// A token that muParser does not know.
  private static func unknown(
    _ text: String, at place: Int, _ vocabulary: ExpressionVocabulary
  ) -> ExpressionError.Problem {
    let rest = text.dropFirst(place)
    let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    guard !name.isEmpty else { return .unexpectedCharacter(rest.first.map(String.init) ?? "") }
    if ExpressionVocabulary.functions.contains(name) { return .functionWithoutArguments(name) }
    let isCalled = rest.dropFirst(name.count).first { $0 != " " } == "("
    let valid = isCalled ? ExpressionVocabulary.functions : vocabulary.values
    let nearest =
      nearestSpelling(to: name, among: valid)
      ?? nearestSpelling(to: name, among: vocabulary.values + ExpressionVocabulary.functions)
    return .unknownName(name, nearest: nearest, valid: valid)
  }
}

/// Expressions as people write them, and as muParser reads them.
enum ExpressionText {
  /// The expression with signs of typeset mathematics and line breaks replaced, character by
  /// character.
  static func normalized(_ expression: String) -> String {
    String(
      expression.map { character -> Character in
        switch character {
        case "−", "–": "-"
        case "·", "×", "∗": "*"
        case "÷": "/"
        default: character.isWhitespace ? " " : character
        }
      })
  }

  /// The number of the character that holds a byte.
  static func character(atByte byte: Int, of text: String) -> Int {
    var bytes = 0
    for (index, character) in text.enumerated() {
      bytes += character.utf8.count
      if byte < bytes { return index }
    }
    return text.count
  }

  /// The character of a single `=`, if there is one.
  static func assignment(in text: String) -> Int? {
    let characters = Array(text)
    for (index, character) in characters.enumerated() where character == "=" {
      let before = index > 0 ? characters[index - 1] : " "
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      if after != "=", !"=<>!".contains(before) { return index }
    }
    return nil
  }
}
