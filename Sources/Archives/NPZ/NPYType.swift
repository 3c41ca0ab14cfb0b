/// A type of elements that `.npy` files hold and that can be represented.
enum NPYType {
  case float16
  case float32
  case float64
  case signed(byteCount: Int)
  case unsigned(byteCount: Int)
  case boolean
  /// Texts of a fixed number of Unicode scalars of four bytes.
  case unicode(length: Int)
  /// Texts of a fixed number of bytes.
  case characters(length: Int)

  /// Reads NumPy's notation: the byte order, the kind, and the size.
  init?(_ text: String) {
    guard text.first != ">", let kind = text.first(where: { $0.isLetter }),
      let size = Int(text.drop { !$0.isNumber }), size >= 0
    else { return nil }
    let isPlain =
      text == "\(kind)\(size)"
      || "<|=".contains(text.prefix(1)) && text.dropFirst() == "\(kind)\(size)"
    guard isPlain else { return nil }
    switch (kind, size) {
    case ("f", 2): self = .float16
    case ("f", 4): self = .float32
    case ("f", 8): self = .float64
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): self = .signed(byteCount: size)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): self = .unsigned(byteCount: size)
    case ("b", 1): self = .boolean
    case ("U", _): self = .unicode(length: size)
    case ("S", _): self = .characters(length: size)
    default: return nil
    }
  }

  /// The number of bytes of one element.
  var elementLength: Int {
    switch self {
    case .float16: 2
    case .float32: 4
    case .float64: 8
    case .signed(let count), .unsigned(let count): count
    case .boolean: 1
    case .unicode(let length): length > Int.max / 4 ? Int.max : 4 * length
    case .characters(let length): length
    }
  }

  /// The values of little-endian bytes.
  func decode(_ bytes: ArraySlice<UInt8>) -> ArrayValues {
    switch self {
    case .float16: .floats(elements(bytes, UInt16.self).map(Self.single(fromHalf:)))
    case .float32: .floats(elements(bytes, UInt32.self).map { Float(bitPattern: $0) })
    case .float64: .doubles(elements(bytes, UInt64.self).map { Double(bitPattern: $0) })
    case .boolean: .integers(bytes.map { $0 == 0 ? 0 : 1 })
    case .signed(1): .integers(bytes.map { Int64(Int8(bitPattern: $0)) })
    case .signed(2): .integers(elements(bytes, Int16.self).map { Int64($0) })
    case .signed(4): .integers(elements(bytes, Int32.self).map { Int64($0) })
    case .signed: .integers(elements(bytes, Int64.self))
    case .unsigned(1): .bytes(Array(bytes))
    case .unsigned(2): .integers(elements(bytes, UInt16.self).map { Int64($0) })
    case .unsigned(4): .integers(elements(bytes, UInt32.self).map { Int64($0) })
    case .unsigned: Self.widest(elements(bytes, UInt64.self))
    case .unicode(let length):
      .strings(texts(elements(bytes, UInt32.self), length: length) { $0 })
    case .characters(let length):
      .strings(texts(Array(bytes), length: length) { UInt32($0) })
    }
  }

  private func elements<Element: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ type: Element.Type
  ) -> [Element] {
    let count = bytes.count / MemoryLayout<Element>.size
    return bytes.withUnsafeBytes { raw in
      (0..<count).map { index in
        Element(
          littleEndian: raw.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Element>.size, as: Element.self))
      }
    }
  }

  /// Texts of fixed length without the null characters that fill them up.
  private func texts<Unit>(
    _ units: [Unit], length: Int, scalar: (Unit) -> UInt32
  ) -> [String] {
    guard length > 0 else { return [] }
    return stride(from: 0, to: units.count, by: length).map { start in
      var view = String.UnicodeScalarView()
      var values = units[start..<start + length].map(scalar)
      while values.last == 0 { values.removeLast() }
      for value in values { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
      return String(view)
    }
  }

  /// Unsigned integers as signed ones where they fit, otherwise as floating-point numbers.
  private static func widest(_ values: [UInt64]) -> ArrayValues {
    values.allSatisfy { $0 <= Int64.max }
      ? .integers(values.map { Int64($0) }) : .doubles(values.map { Double($0) })
  }

  /// The value of a number of 1 sign, 5 exponent and 10 fraction bits, exactly.
  private static func single(fromHalf bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023) / 1024
    switch exponent {
    case 0: return sign * Float(sign: .plus, exponent: -14, significand: fraction)
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
    }
  }
}

extension ArrayValues {
  /// NumPy's notation of the type and the little-endian bytes of the values.
  var npyElements: (type: String, bytes: [UInt8]) {
    switch self {
    case .doubles(let values): ("<f8", littleEndianBytes(values.map(\.bitPattern)))
    case .floats(let values): ("<f4", littleEndianBytes(values.map(\.bitPattern)))
    case .integers(let values): ("<i8", littleEndianBytes(values))
    case .bytes(let values): ("|u1", values)
    case .strings(let values): unicodeElements(values)
    }
  }

  private func unicodeElements(_ texts: [String]) -> (type: String, bytes: [UInt8]) {
    let length = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    var units: [UInt32] = []
    units.reserveCapacity(texts.count * length)
    for text in texts {
      let scalars = text.unicodeScalars.map(\.value)
      units += scalars + Array(repeating: 0, count: length - scalars.count)
    }
    return ("<U\(length)", littleEndianBytes(units))
  }

  private func littleEndianBytes<Value: FixedWidthInteger>(_ values: [Value]) -> [UInt8] {
    #if _endian(little)
    return values.withUnsafeBytes(Array.init)
    #else
    return values.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    #endif
  }
}
