/// Builds the text of an SVG document element by element.
struct SVGBuilder {
  private(set) var text = ""
  private var depth = 0

  typealias Attributes = KeyValuePairs<String, String>

  /// An element without content.
  mutating func element(_ name: String, _ attributes: Attributes) {
    indent()
    text += "<\(name)\(Self.joined(attributes))/>\n"
  }

  /// An element around what `body` adds.
  mutating func group(
    _ name: String, _ attributes: Attributes, _ body: (inout SVGBuilder) -> Void
  ) {
    indent()
    text += "<\(name)\(Self.joined(attributes))>\n"
    depth += 1
    body(&self)
    depth -= 1
    indent()
    text += "</\(name)>\n"
  }

  /// An element around a text without markup.
  mutating func textElement(_ name: String, _ attributes: Attributes, _ content: String) {
    indent()
    text += "<\(name)\(Self.joined(attributes))>\(xmlEscaped(content))</\(name)>\n"
  }

  /// A text with subscripts and superscripts.
  mutating func label(_ label: RichText, size: Double, _ attributes: Attributes) {
    indent()
    text += "<text font-size=\"\(pixels(size))\"\(Self.joined(attributes))>"
    var pending = 0.0
    for run in label.runs {
      let shift =
        switch run.position {
        case .baseline: 0.0
        case .subscript: 0.25 * size
        case .superscript: -0.38 * size
        }
      let move = shift - pending
      pending = shift
      let scriptSize =
        run.position == .baseline ? "" : " font-size=\"\(pixels(size * RichText.scriptSize))\""
      let content = xmlEscaped(keepingEdges(run.text))
      let isPlain = move == 0 && scriptSize.isEmpty
      text +=
        isPlain
        ? content
        : "<tspan dy=\"\(pixels(move))\"\(scriptSize)>\(content)</tspan>"
    }
    text += "</text>\n"
  }

  private mutating func indent() {
    text += String(repeating: "  ", count: depth)
  }

  private static func joined(_ attributes: Attributes) -> String {
    attributes.reduce("") { $0 + " \($1.key)=\"\(xmlEscaped($1.value))\"" }
  }
}

/// The text with no-break spaces at its ends, where others would be dropped.
private func keepingEdges(_ text: String) -> String {
  let leading = text.hasPrefix(" ") ? "\u{A0}" + text.dropFirst() : text
  return leading.hasSuffix(" ") ? leading.dropLast() + "\u{A0}" : leading
}

/// A length in pixels with at most two decimals.
func pixels(_ value: Double) -> String {
  guard value.isFinite else { return "0" }
  var text = decimalText(value, decimals: 2)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// A text in which nothing is taken for markup, without the characters that XML forbids.
public func xmlEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n", "\r": result += " "
    case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
      result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
