internal import Figures

/// Text of a page, in which everything that is not written as markup is escaped.
///
/// ```
/// let cell: Markup = "<td>\(title)</td>"
/// ```
struct Markup: ExpressibleByStringInterpolation, Sendable {
  /// The text.
  private(set) var text: String

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  static func + (first: Markup, second: Markup) -> Markup { "\(first)\(second)" }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    /// Escapes a text.
    mutating func appendInterpolation(_ value: String) { text += xmlEscaped(value) }
    mutating func appendInterpolation(_ value: Int) { text += "\(value)" }
    mutating func appendInterpolation(_ value: Markup) { text += value.text }
    mutating func appendInterpolation(_ values: [Markup]) {
      for value in values { text += value.text }
    }
    /// A table of the figures' module, which escapes by itself.
    mutating func appendInterpolation(_ table: Table) { text += table.html }
  }
}
