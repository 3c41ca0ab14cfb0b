extension JSONValue {
  /// Reads JSON text, or returns nil when it is malformed.
  init?(parsing text: String) {
    var parser = JSONParser(text: Array(text.utf8))
    guard let value = parser.value(depth: 0), parser.isAtEnd() else { return nil }
    self = value
  }
}

/// A parser that descends into the text.
private struct JSONParser {
  let text: [UInt8]
  var position = 0
  private static let deepest = 100

  init(text: [UInt8]) { self.text = text }

  mutating func isAtEnd() -> Bool {
    skipSpace()
    return position == text.count
  }

  mutating func value(depth: Int) -> JSONValue? {
    skipSpace()
    guard depth < Self.deepest, position < text.count else { return nil }
    switch text[position] {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    default: return word()
    }
  }

  private mutating func object(depth: Int) -> JSONValue? {
    var entries: [(key: String, value: JSONValue)] = []
    position += 1
    if accept("}") { return .object([]) }
    repeat {
      skipSpace()
      guard let key = string(), accept(":"), let value = value(depth: depth + 1) else { return nil }
      entries.append((key, value))
    } while accept(",")
    return accept("}") ? .object(entries) : nil
  }

  private mutating func array(depth: Int) -> JSONValue? {
    var elements: [JSONValue] = []
    position += 1
    if accept("]") { return .array([]) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while accept(",")
    return accept("]") ? .array(elements) : nil
  }

  private mutating func string() -> String? {
    guard position < text.count, text[position] == UInt8(ascii: "\"") else { return nil }
    position += 1
    var bytes: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      if byte != UInt8(ascii: "\\") {
        bytes.append(byte)
      } else if let character = escaped() {
        bytes.append(contentsOf: String(character).utf8)
      } else {
        return nil
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard position < text.count else { return nil }
    let byte = text[position]
    position += 1
    switch Unicode.Scalar(byte) {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u": return escapedScalar()
    default: return Unicode.Scalar(byte)
    }
  }

  /// The scalar of four hexadecimal digits, or of two surrogates of four digits each.
  private mutating func escapedScalar() -> Unicode.Scalar? {
    guard let first = hexadecimal() else { return nil }
    guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
    guard text[position...].starts(with: "\\u".utf8) else { return nil }
    position += 2
    guard let second = hexadecimal(), second & 0xFC00 == 0xDC00 else { return nil }
    return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
  }

  private mutating func hexadecimal() -> UInt32? {
    guard position + 4 <= text.count else { return nil }
    let digits = String(decoding: text[position..<position + 4], as: UTF8.self)
    position += 4
    return UInt32(digits, radix: 16)
  }

  private mutating func word() -> JSONValue? {
    let start = position
    while position < text.count, !",]} \t\n\r".utf8.contains(text[position]) { position += 1 }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "NaN": return .number(.nan)
    case "Infinity": return .number(.infinity)
    case "-Infinity": return .number(-.infinity)
    default: return Int64(word).map { .integer($0) } ?? Double(word).map { .number($0) }
    }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < text.count, " \t\n\r".utf8.contains(text[position]) { position += 1 }
  }
}
