/// A text with subscripts and superscripts, written `_{…}` and `^{…}`.
struct RichText: Hashable, Sendable {
  /// A part of the text.
  struct Run: Hashable, Sendable {
    var text: String
    var position: Position
  }

  enum Position: Hashable, Sendable {
    case baseline
    case `subscript`
    case superscript
  }

  private(set) var runs: [Run] = []

  init(_ markup: String) {
    var rest = markup[...]
    var plain = ""
    while let character = rest.first {
      let isMark = (character == "_" || character == "^") && rest.dropFirst().first == "{"
      if isMark, let end = rest.firstIndex(of: "}") {
        append(plain, .baseline)
        plain = ""
        let start = rest.index(rest.startIndex, offsetBy: 2)
        append(String(rest[start..<end]), character == "_" ? .subscript : .superscript)
        rest = rest[rest.index(after: end)...]
      } else {
        plain.append(character)
        rest.removeFirst()
      }
    }
    append(plain, .baseline)
  }

  private mutating func append(_ text: String, _ position: Position) {
    if !text.isEmpty { runs.append(Run(text: text, position: position)) }
  }

  /// The text alone, for titles that know no position.
  var plain: String { runs.map(\.text).joined() }

  /// The text for a terminal, with the raised and lowered characters of Unicode as far as there are
  /// any, such as `R²`.
  var terminal: String {
    runs.map { run in
      switch run.position {
      case .baseline: run.text
      case .superscript: Self.mapped(run.text, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺") ?? "^" + run.text
      case .subscript: Self.mapped(run.text, "₀₁₂₃₄₅₆₇₈₉₋₊") ?? "_" + run.text
      }
    }.joined()
  }

  private static func mapped(_ text: String, _ characters: String) -> String? {
    let table = Dictionary(zip("0123456789-+", characters)) { first, _ in first }
    let result = text.compactMap { table[$0 == "−" ? "-" : $0] }
    return result.count == text.count ? String(result) : nil
  }

  /// The size of raised and lowered parts relative to the rest.
  static let scriptSize = 0.72

  /// The width in pixels, about 5 % above that of common sans-serif fonts.
  func width(size: Double) -> Double {
    runs.reduce(0) { sum, run in
      sum + textWidth(run.text, size: run.position == .baseline ? size : size * Self.scriptSize)
    }
  }
}

/// The width of a text in a sans-serif font of the given size.
///
/// The advances are those of Helvetica, widened so that DejaVu Sans and Verdana fit as well.
func textWidth(_ text: String, size: Double) -> Double {
  let units = text.unicodeScalars.reduce(0) { $0 + advance($1) }
  return Double(units) / 1000 * size * 1.12
}

private func advance(_ scalar: Unicode.Scalar) -> Int {
  switch scalar {
  case "i", "j", "l", "'", "|": 222
  case " ", "!", ".", ",", ":", ";", "/", "\\", "I", "f", "t", "[", "]": 278
  case "(", ")", "-", "r", "{", "}", "`", "*", "\"": 340
  case "c", "k", "s", "v", "x", "y", "z", "J": 500
  case "m", "M", "%", "@", "W": 860
  case "w", "C", "D", "G", "H", "N", "O", "Q", "R", "U": 750
  case "A", "B", "E", "F", "K", "L", "P", "S", "T", "V", "X", "Y", "Z", "&": 650
  case "+", "−", "=", "<", ">", "~", "±", "×", "≤", "≥", "≈": 600
  default: 560
  }
}
