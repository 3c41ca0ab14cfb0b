import Foundation
import TypedProcesses
import Yams

/// Where a setting comes from, for messages.
struct SettingOrigin: Hashable, Sendable {
  /// The file or the option.
  var name: String
  /// Whether the line number of a node means something to the reader.
  var hasLines = false
  /// The directory that relative paths belong to; empty for the working directory.
  var directory = ""

  /// The origin with the line of a node.
  func at(_ node: Node) -> String {
    guard hasLines, let mark = node.mark else { return name }
    return "\(name), line \(mark.line)"
  }

  /// The path of a value as an absolute one, so that it means the same from anywhere.
  func absolute(_ node: Node) -> Node {
    guard let path = node.string, !path.isEmpty else { return node }
    let expanded = NSString(string: path).expandingTildeInPath
    let base = URL(fileURLWithPath: directory.isEmpty ? "." : directory, isDirectory: true)
    return Node(URL(fileURLWithPath: expanded, relativeTo: base).standardizedFileURL.path)
  }
}

/// Lays files and options over a preset, key by key.
///
/// The configuration is held as the YAML tree of its resolved values, so a key that is not in the
/// tree is a misspelling, wherever it comes from; a key that is not given keeps its value.
struct ConfigurationReader<Configuration: ConfigurationTree> {
  private var tree: Node

  /// Starts from a whole configuration.
  init(base: Configuration) throws {
    tree = try Self.compose(Self.text(of: base), SettingOrigin(name: "the preset")) ?? Node("")
  }

  /// The resolved configuration as YAML.
  static func text(of configuration: Configuration) throws -> String {
    try YAMLEncoder().encode(configuration)
  }

  /// Lays the content of an experiment file over what is there.
  ///
  /// - Parameters:
  ///   - text: YAML with any of the keys; an empty text changes nothing.
  ///   - source: The file's path, for messages and for the paths that the file gives.
  /// - Throws: ``ConfigurationError`` that names file, line and key.
  mutating func overlay(yaml text: String, source: String) throws {
    let directory = NSString(string: source).deletingLastPathComponent
    let origin = SettingOrigin(name: source, hasLines: true, directory: directory)
    guard let overrides = try Self.compose(text, origin) else { return }
    tree = try Self.merged(tree, overrides, origin, path: [])
  }

  /// Sets one key.
  ///
  /// - Parameters:
  ///   - path: The key, with its sections, separated by dots.
  ///   - value: The value as YAML.
  ///   - source: The option, for messages.
  /// - Throws: ``ConfigurationError`` that names the option and the key.
  mutating func set(_ path: String, to value: String, source: String) throws {
    let origin = SettingOrigin(name: source)
    var node = try Self.compose(value, origin) ?? Node("")
    for key in path.split(separator: ".").reversed() {
      node = .mapping(Node.Mapping([(Node(String(key)), node)]))
    }
    tree = try Self.merged(tree, node, origin, path: [])
  }

  /// Sets the keys for which an option gave a value.
  mutating func set(_ settings: [(path: String, value: String?, option: String)]) throws {
    for setting in settings {
      guard let value = setting.value else { continue }
      try set(setting.path, to: value, source: setting.option)
    }
  }

  /// Applies `section.key=value`.
  mutating func set(assignment: String) throws {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw ConfigurationError.badAssignment(assignment, example: Configuration.exampleAssignment)
    }
    try set(String(parts[0]), to: String(parts[1]), source: "--set \(assignment)")
  }

  /// The resolved configuration.
  func configuration(source: String) throws -> Configuration {
    do {
      return try YAMLDecoder().decode(Configuration.self, from: tree)
    } catch let error as DecodingError {
      throw Self.explained(error, source: source)
    }
  }

  /// The resolved configuration after options were laid over a valid one, so that what is wrong
  /// with it is wrong with an option.
  func validOptions(source: String) throws -> Configuration {
    let configuration = try configuration(source: source)
    do {
      try configuration.validate()
    } catch {
      throw CommandFailure(.usage, "An option gives a bad value: \(error)")
    }
    return configuration
  }

  private static func compose(_ text: String, _ origin: SettingOrigin) throws -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch {
      let reason = "\(error)".split(separator: "\n").joined(separator: " ")
      throw ConfigurationError.notYAML(source: origin.name, reason: reason)
    }
  }

  /// `base` with the values of `overrides`, whose keys must all exist.
  private static func merged(
    _ base: Node, _ overrides: Node, _ origin: SettingOrigin, path: [String]
  ) throws -> Node {
    let place = path.joined(separator: ".")
    guard case .mapping(let section) = base else {
      try checkValue(overrides, origin, path: place)
      let isPath =
        Configuration.paths.contains(place) && Configuration.isPath(overrides.string ?? "")
      return isPath ? origin.absolute(overrides) : overrides
    }
    guard case .mapping(let changes) = overrides else {
      throw ConfigurationError.wrongShape(
        source: origin.at(overrides), path: place.isEmpty ? "the whole" : place,
        expected: "a section of keys")
    }
    return .mapping(try merged(section, changes, origin, path: path))
  }

  private static func merged(
    _ section: Node.Mapping, _ changes: Node.Mapping, _ origin: SettingOrigin, path: [String]
  ) throws -> Node.Mapping {
    var section = section
    let valid = Array(section.keys.compactMap(\.string))
    for (key, value) in changes {
      let name = key.string ?? ""
      if Configuration.openSections.contains(path.joined(separator: ".")) {
        try checkValue(value, origin, path: (path + [name]).joined(separator: "."))
        section[key] = value
        continue
      }
      guard let existing = section[key] else {
        throw ConfigurationError.unknownKey(
          source: origin.at(key), path: (path + [name]).joined(separator: "."),
          nearest: nearestSpelling(to: name, among: valid), valid: valid)
      }
      section[key] = try merged(existing, value, origin, path: path + [name])
    }
    return section
  }

  private static func checkValue(_ node: Node, _ origin: SettingOrigin, path: String) throws {
    if case .mapping = node {
      throw ConfigurationError.wrongShape(
        source: origin.at(node), path: path, expected: "a value, not a section")
    }
    guard let valid = Configuration.choices[path] else { return }
    if case .sequence(let items) = node {
      for item in items { try checkValue(item, origin, path: path) }
      return
    }
    let value = node.string ?? ""
    guard !valid.contains(value) else { return }
    throw ConfigurationError.unknownChoice(
      source: origin.at(node), path: path, value: value,
      nearest: nearestSpelling(to: value, among: valid), valid: valid)
  }

  private static func explained(_ error: DecodingError, source: String) -> ConfigurationError {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        .joined(separator: ".")
    }
    switch error {
    case .typeMismatch(let type, let context):
      return .badValue(source: source, path: path(context), reason: "must be \(words(for: type))")
    case .valueNotFound(let type, let context):
      return .badValue(source: source, path: path(context), reason: "must be \(words(for: type))")
    case .keyNotFound(let key, let context):
      return .badValue(
        source: source, path: path(context), reason: "lacks the key '\(key.stringValue)'")
    case .dataCorrupted(let context):
      return .badValue(source: source, path: path(context), reason: "cannot be read")
    @unknown default:
      return .badValue(source: source, path: "", reason: "cannot be read")
    }
  }

  private static func words(for type: Any.Type) -> String {
    switch type {
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Double.Type: "a number"
    case is Bool.Type: "true or false"
    case is String.Type: "a text"
    case is any Collection.Type: "a list, such as [10, 7, 5]"
    default: "of another kind"
    }
  }
}
