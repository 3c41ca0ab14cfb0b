/// A type of elements of IDX files, by the third byte of the file.
enum IDXType: UInt8 {
  case unsignedByte = 0x08
  case signedByte = 0x09
  case int16 = 0x0B
  case int32 = 0x0C
  case float32 = 0x0D
  case float64 = 0x0E

  /// The number of bytes of one element.
  var byteCount: Int {
    switch self {
    case .unsignedByte, .signedByte: 1
    case .int16: 2
    case .int32, .float32: 4
    case .float64: 8
    }
  }

  /// The values of big-endian bytes.
  func decode(_ bytes: ArraySlice<UInt8>) -> ArrayValues {
    switch self {
    case .unsignedByte: .bytes(Array(bytes))
    case .signedByte: .integers(bytes.map { Int64(Int8(bitPattern: $0)) })
    case .int16: .integers(elements(bytes, Int16.self).map { Int64($0) })
    case .int32: .integers(elements(bytes, Int32.self).map { Int64($0) })
    case .float32: .floats(elements(bytes, UInt32.self).map { Float(bitPattern: $0) })
    case .float64: .doubles(elements(bytes, UInt64.self).map { Double(bitPattern: $0) })
    }
  }

  private func elements<Element: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ type: Element.Type
  ) -> [Element] {
    bytes.withUnsafeBytes { raw in
      (0..<bytes.count / byteCount).map {
        Element(bigEndian: raw.loadUnaligned(fromByteOffset: $0 * byteCount, as: type))
      }
    }
  }
}
