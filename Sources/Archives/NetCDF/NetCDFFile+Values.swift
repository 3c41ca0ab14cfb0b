internal import CNetCDF

/// What a file says about a variable before its values.
struct NetCDFHeader {
  let identifier: Int32
  let name: String
  let type: nc_type
  let dimensions: [String]

  /// Whether the last dimension counts the characters of texts.
  var isText: Bool { type == NC_CHAR && !dimensions.isEmpty }

  /// The dimensions of the values, without the one that counts characters.
  var valueDimensions: [String] { isText ? Array(dimensions.dropLast()) : dimensions }
}

extension NetCDFFile {
  /// Reads the values and attributes of a variable and replaces what stands for missing values.
  func variable(
    _ header: NetCDFHeader, shape all: [Dimension]
  ) throws(ArchiveError) -> Variable {
    let lengths = header.dimensions.compactMap { name in all.first { $0.name == name }?.length }
    let count = lengths.reduce(1, *)
    let values = try values(header, count: count, characters: lengths.last ?? 1)
    let packed = PackedValues(values: values, attributes: try attributes(of: header.identifier))
    let unpacked = packed.unpacked()
    return Variable(
      header.name, dimensions: header.valueDimensions, values: unpacked.values,
      attributes: unpacked.attributes)
  }

  private func values(
    _ header: NetCDFHeader, count: Int, characters: Int
  ) throws(ArchiveError) -> ArrayValues {
    let variable = header.identifier
    switch header.type {
    case NC_DOUBLE:
      return .doubles(try array(count, 0) { nc_get_var_double(identifier, variable, $0) })
    case NC_FLOAT:
      return .floats(try array(count, 0) { nc_get_var_float(identifier, variable, $0) })
    case NC_UBYTE:
      return .bytes(try array(count, 0) { nc_get_var_uchar(identifier, variable, $0) })
    case NC_BYTE, NC_SHORT, NC_USHORT, NC_INT, NC_UINT, NC_INT64:
      let numbers: [CLongLong] = try array(count, 0) {
        nc_get_var_longlong(identifier, variable, $0)
      }
      return .integers(numbers)
    case NC_UINT64: return try unsignedValues(variable, count: count)
    case NC_STRING:
      var pointers: [UnsafeMutablePointer<CChar>?] = try array(count, nil) {
        nc_get_var_string(identifier, variable, $0)
      }
      return .strings(takeTexts(&pointers))
    case NC_CHAR:
      let text: [CChar] = try array(count, 0) { nc_get_var_text(identifier, variable, $0) }
      return .strings(text.texts(ofLength: header.isText ? characters : 1))
    default:
      let name = try typeName(header.type)
      throw .unsupportedType(file: path, variable: header.name, type: name)
    }
  }

  private func array<Value>(
    _ count: Int, _ zero: Value, _ read: (UnsafeMutablePointer<Value>) -> Int32
  ) throws(ArchiveError) -> [Value] {
    guard count > 0 else { return [] }
    var values = [Value](repeating: zero, count: count)
    try check(read(&values))
    return values
  }

  /// Unsigned 64-bit values as integers where they fit, otherwise as floating-point numbers.
  private func unsignedValues(
    _ variable: Int32, count: Int
  ) throws(ArchiveError) -> ArrayValues {
    let numbers: [CUnsignedLongLong] = try array(count, 0) {
      nc_get_var_ulonglong(identifier, variable, $0)
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
