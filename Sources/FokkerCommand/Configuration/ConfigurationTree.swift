/// Settings in sections, every key with a default, that files and options are laid over.
protocol ConfigurationTree: Codable, Sendable {
  /// The keys whose values are one of a few words, with the words.
  static var choices: [String: [String]] { get }
  /// The keys whose values are paths of files; relative ones belong to the directory of the file
  /// that gives them, or to the working directory when an option does.
  static var paths: Set<String> { get }
  /// The sections whose keys are names of the user's own.
  static var openSections: Set<String> { get }
  /// Whether the value of one of the ``paths`` names a file at all.
  static func isPath(_ value: String) -> Bool
  /// The keys that `--seed` sets.
  static var seedKeys: [String] { get }
  /// A key with its value, as an example.
  static var exampleAssignment: String { get }

  /// Checks the values against each other; the error names the key.
  func validate() throws
}

extension ConfigurationTree {
  static var paths: Set<String> { [] }
  static var openSections: Set<String> { [] }
  static func isPath(_ value: String) -> Bool { true }
}
