internal import CNetCDF

/// A position along a dimension, where a file is read.
struct FileSection {
  var dimension: String
  var position: Int
}

/// The part of a variable that is read: where it starts and how far it goes along every dimension.
private struct Region {
  let starts: [Int]
  let counts: [Int]

  init(_ dimensions: [String], _ lengths: [Int], _ section: FileSection?) {
    starts = dimensions.map { $0 == section?.dimension ? section?.position ?? 0 : 0 }
    counts = zip(dimensions, lengths).map { $0 == section?.dimension ? 1 : $1 }
  }

  var valueCount: Int { counts.reduce(1, *) }
}

/// What a file says about a variable before its values.
struct NetCDFHeader {
  let identifier: Int32
  let name: String
  let type: nc_type
  let dimensions: [String]

  /// Whether the last dimension counts the characters of texts.
  var isText: Bool { type == NC_CHAR && !dimensions.isEmpty }

  /// Whether it says what the positions along its one dimension stand for.
  var isCoordinate: Bool { dimensions == [name] }

  /// The dimensions of the values, without the one that counts characters.
  var valueDimensions: [String] { isText ? Array(dimensions.dropLast()) : dimensions }
}

extension NetCDFFile {
  /// Reads the values and attributes of a variable and replaces what stands for missing values.
  ///
  /// With a section, of a variable along its dimension only the values at its position are read.
  func variable(
    _ header: NetCDFHeader, shape all: [Dimension], section: FileSection? = nil
  ) throws(ArchiveError) -> Variable {
    let lengths = header.dimensions.compactMap { name in all.first { $0.name == name }?.length }
    let region = Region(header.dimensions, lengths, section)
    let values = try values(header, region)
    let packed = PackedValues(values: values, attributes: try attributes(of: header.identifier))
    let unpacked = packed.unpacked()
    return Variable(
      header.name, dimensions: header.valueDimensions.filter { $0 != section?.dimension },
      values: unpacked.values, attributes: unpacked.attributes)
  }

  private func values(
    _ header: NetCDFHeader, _ region: Region
  ) throws(ArchiveError) -> ArrayValues {
    let (variable, starts, counts) = (header.identifier, region.starts, region.counts)
    switch header.type {
    case NC_DOUBLE:
      return .doubles(
        try array(region, 0) { nc_get_vara_double(identifier, variable, starts, counts, $0) })
    case NC_FLOAT:
      return .floats(
        try array(region, 0) { nc_get_vara_float(identifier, variable, starts, counts, $0) })
    case NC_UBYTE:
      return .bytes(
        try array(region, 0) { nc_get_vara_uchar(identifier, variable, starts, counts, $0) })
    case NC_BYTE, NC_SHORT, NC_USHORT, NC_INT, NC_UINT, NC_INT64:
      let numbers: [CLongLong] = try array(region, 0) {
        nc_get_vara_longlong(identifier, variable, starts, counts, $0)
      }
      return .integers(numbers)
    case NC_UINT64: return try unsignedValues(variable, region)
    case NC_STRING:
      var pointers: [UnsafeMutablePointer<CChar>?] = try array(region, nil) {
        nc_get_vara_string(identifier, variable, starts, counts, $0)
      }
      return .strings(takeTexts(&pointers))
    case NC_CHAR:
      let text: [CChar] = try array(region, 0) {
        nc_get_vara_text(identifier, variable, starts, counts, $0)
      }
      return .strings(text.texts(ofLength: header.isText ? counts.last ?? 1 : 1))
    default:
      let name = try typeName(header.type)
      throw .unsupportedType(file: path, variable: header.name, type: name)
    }
  }

  private func array<Value>(
    _ region: Region, _ zero: Value, _ read: (UnsafeMutablePointer<Value>) -> Int32
  ) throws(ArchiveError) -> [Value] {
    guard region.valueCount > 0 else { return [] }
    var values = [Value](repeating: zero, count: region.valueCount)
    try check(read(&values))
    return values
  }

  /// Unsigned 64-bit values as integers where they fit, otherwise as floating-point numbers.
  private func unsignedValues(
    _ variable: Int32, _ region: Region
  ) throws(ArchiveError) -> ArrayValues {
    let numbers: [CUnsignedLongLong] = try array(region, 0) {
      nc_get_vara_ulonglong(identifier, variable, region.starts, region.counts, $0)
    }
    return numbers.allSatisfy { $0 <= Int64.max }
      ? .integers(numbers.map { Int64($0) }) : .doubles(numbers.map { Double($0) })
  }

  private func typeName(_ type: nc_type) throws(ArchiveError) -> String {
    var characters = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    try check(nc_inq_type(identifier, type, &characters, nil))
    return "'\(characters.textBeforeNull)'"
  }
}

extension [CChar] {
  /// The texts of a fixed length that lie one after another.
  fileprivate func texts(ofLength length: Int) -> [String] {
    guard length > 0 else { return [] }
    return Swift.stride(from: 0, to: count, by: length).map { start in
      Array(self[start..<Swift.min(start + length, count)]).textBeforeNull
    }
  }
}
