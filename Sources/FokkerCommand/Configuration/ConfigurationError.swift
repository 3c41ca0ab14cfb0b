/// What is wrong with an experiment file or an option that sets one of its keys.
enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The text is not YAML.
  case notYAML(source: String, reason: String)
  /// A key does not exist.
  case unknownKey(source: String, path: String, nearest: String?, valid: [String])
  /// A section holds a single value, or a key holds a section.
  case wrongShape(source: String, path: String, expected: String)
  /// A value is not of the kind that its key needs.
  case badValue(source: String, path: String, reason: String)
  /// A value names none of the choices of its key.
  case unknownChoice(
    source: String, path: String, value: String, nearest: String?, valid: [String])
  /// An assignment on the command line is not of the form key=value.
  case badAssignment(String, example: String)

  var description: String {
    switch self {
    case .notYAML(let source, let reason): "\(source) is not valid YAML: \(reason)"
    case .unknownKey(let source, let path, let nearest, let valid):
      "\(source): there is no key '\(path)'\(Self.hint(nearest, valid))"
    case .wrongShape(let source, let path, let expected):
      "\(source): '\(path)' must be \(expected)."
    case .badValue(let source, let path, let reason): "\(source): '\(path)' \(reason)."
    case .unknownChoice(let source, let path, let value, let nearest, let valid):
      "\(source): '\(path)' cannot be '\(value)'\(Self.hint(nearest, valid))"
    case .badAssignment(let text, let example):
      "'\(text)' is not an assignment; write --set section.key=value, such as --set \(example)."
    }
  }

  private static func hint(_ nearest: String?, _ valid: [String]) -> String {
    let list = valid.joined(separator: ", ")
    guard let nearest else { return "; the valid ones are \(list)." }
    return "; did you mean '\(nearest)'? The valid ones are \(list)."
  }
}
