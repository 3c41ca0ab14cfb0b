/// The header of a file in one of the classic NetCDF formats, read for the length of the file alone.
///
/// The library reads zeros beyond the end of a classic file that was cut short, and does not tell;
/// so the length that the header asks for is compared with the length of the file beforehand.
///
/// The layout is that of the formats' specification: version 1 has 32-bit counts and offsets, version
/// 2 has 64-bit offsets, version 5 has 64-bit counts too.
struct ClassicHeader {
  /// The number of bytes that a whole file has at least.
  let fileLength: Int

  /// Reads the header, or returns nil when it is malformed or does not end within the bytes.
  init?(_ bytes: [UInt8]) {
    guard Self.isClassic(bytes) else { return nil }
    var cursor = Cursor(bytes: bytes, version: bytes[3])
    guard let recordCount = cursor.count(),
      let lengths = cursor.list(tag: 0x0A, { $0.dimensionLength() }),
      cursor.list(tag: 0x0C, { $0.attribute() }) != nil,
      let variables = cursor.list(tag: 0x0B, { $0.variable(lengths) })
    else { return nil }
    let records = variables.filter(\.isRecord)
    // A single variable of records is not padded between them.
    let recordLength =
      records.count == 1 ? records[0].length : records.reduce(0) { $0 &+ $1.paddedLength }
    // Files that are being written may leave the number of records open.
    let isOpen = recordCount == Int(UInt32.max)
    var fileLength = cursor.position
    for variable in variables where !variable.isRecord || recordCount > 0 {
      let repetitions = variable.isRecord && !isOpen ? recordCount - 1 : 0
      let (offset, overflow) = repetitions.multipliedReportingOverflow(by: recordLength)
      guard !overflow, offset >= 0, offset < 1 << 60 else { return nil }
      fileLength = max(fileLength, variable.begin + offset + variable.length)
    }
    self.fileLength = fileLength
  }

  /// Whether a file begins like one of the classic formats.
  static func isClassic(_ bytes: [UInt8]) -> Bool {
    bytes.count > 4 && bytes.starts(with: "CDF".utf8) && [1, 2, 5].contains(bytes[3])
  }
}

/// Where the values of a variable lie.
private struct ClassicVariable {
  let begin: Int
  /// The number of bytes of the values, or of those of one record.
  let length: Int
  let isRecord: Bool

  var paddedLength: Int { (length + 3) / 4 * 4 }
}

/// Reads the items of a header one after another; every read is nil beyond the end.
private struct Cursor {
  let bytes: [UInt8]
  let version: UInt8
  var position = 4

  init(bytes: [UInt8], version: UInt8) {
    self.bytes = bytes
    self.version = version
  }

  private mutating func integer(byteCount: Int) -> Int? {
    guard position + byteCount <= bytes.count else { return nil }
    var value: UInt64 = 0
    for byte in bytes[position..<position + byteCount] { value = value << 8 | UInt64(byte) }
    position += byteCount
    return value < 1 << 60 ? Int(value) : nil
  }

  mutating func count() -> Int? { integer(byteCount: version == 5 ? 8 : 4) }

  private mutating func skip(_ length: Int) -> Bool {
    let padded = (length + 3) / 4 * 4
    guard padded <= bytes.count - position else { return false }
    position += padded
    return true
  }

  private mutating func skipName() -> Bool {
    guard let length = count(), length > 0 else { return false }
    return skip(length)
  }

  mutating func list<Item>(tag: Int, _ item: (inout Cursor) -> Item?) -> [Item]? {
    guard let found = integer(byteCount: 4), let length = count() else { return nil }
    guard found == tag || (found == 0 && length == 0) else { return nil }
    var items: [Item] = []
    while items.count < length {
      guard let next = item(&self) else { return nil }
      items.append(next)
    }
    return items
  }

  mutating func dimensionLength() -> Int? { skipName() ? count() : nil }

  /// Passes over an attribute.
  mutating func attribute() -> Bool? {
    guard skipName(), let type = integer(byteCount: 4), let length = count(),
      let size = Self.size(ofType: type), length <= bytes.count, skip(length * size)
    else { return nil }
    return true
  }

  mutating func variable(_ lengths: [Int]) -> ClassicVariable? {
    guard skipName(), let rank = count(), rank <= 1024 else { return nil }
    var shape: [Int] = []
    for _ in 0..<rank {
      guard let dimension = count(), dimension < lengths.count else { return nil }
      shape.append(lengths[dimension])
    }
    guard list(tag: 0x0C, { $0.attribute() }) != nil, let type = integer(byteCount: 4),
      let size = Self.size(ofType: type), count() != nil,
      let begin = integer(byteCount: version == 1 ? 4 : 8)
    else { return nil }
    // A length of 0 marks the dimension of the records.
    let isRecord = shape.first == 0
    var length = size
    for extent in isRecord ? shape.dropFirst() : shape[...] {
      let (product, overflow) = length.multipliedReportingOverflow(by: extent)
      guard !overflow, product < 1 << 60 else { return nil }
      length = product
    }
    return ClassicVariable(begin: begin, length: length, isRecord: isRecord)
  }

  private static func size(ofType type: Int) -> Int? {
    switch type {
    case 1, 2, 7: 1
    case 3, 8: 2
    case 4, 5, 9: 4
    case 6, 10, 11: 8
    default: nil
    }
  }
}
