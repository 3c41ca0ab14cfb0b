/// What is said about a variable or a dataset beside its values.
public enum AttributeValue: Hashable, Sendable {
  /// A text.
  case string(String)
  /// Several texts.
  case strings([String])
  /// One or more 64-bit floating-point numbers.
  case doubles([Double])
  /// One or more 64-bit integers.
  case integers([Int64])
}

/// Named attributes in the order in which they were set.
///
/// Two collections are equal when they hold the same names and values, whatever their order.
public struct Attributes: Sendable {
  /// The names in the order in which they were set.
  public private(set) var names: [String] = []
  private var values: [String: AttributeValue] = [:]

  /// Creates an empty collection.
  public init() {}

  /// The value of a name; setting nil removes it.
  public subscript(name: String) -> AttributeValue? {
    get { values[name] }
    set {
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if values[name] == nil {
        names.append(name)
      }
      values[name] = newValue
    }
  }

  /// The text of a name, or nil when it is absent or a number.
  public func string(_ name: String) -> String? {
    if case .string(let text) = values[name] { text } else { nil }
  }

  /// The first number of a name, or nil when it is absent or a text.
  public func double(_ name: String) -> Double? {
    switch values[name] {
    case .doubles(let numbers): numbers.first
    case .integers(let numbers): numbers.first.map(Double.init)
    default: nil
    }
  }

  /// Whether there are no attributes.
  public var isEmpty: Bool { names.isEmpty }
}

extension Attributes: Hashable {
  /// Whether both hold the same names and values, whatever their order.
  public static func == (left: Self, right: Self) -> Bool { left.values == right.values }

  /// Feeds the names and values into a hasher, whatever their order.
  public func hash(into hasher: inout Hasher) { values.hash(into: &hasher) }
}

extension Attributes: Sequence {
  /// Iterates over the names and values in the order in which they were set.
  public func makeIterator() -> some IteratorProtocol<(name: String, value: AttributeValue)> {
    names.lazy.compactMap { name in values[name].map { (name: name, value: $0) } }.makeIterator()
  }
}

extension Attributes: ExpressibleByDictionaryLiteral {
  /// Creates a collection from a literal; of equal names the last one holds.
  public init(dictionaryLiteral elements: (String, AttributeValue)...) {
    for (name, value) in elements { self[name] = value }
  }
}

extension AttributeValue: ExpressibleByStringLiteral {
  /// Creates a text from a literal.
  public init(stringLiteral value: String) { self = .string(value) }
}
