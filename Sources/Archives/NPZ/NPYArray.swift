/// One array in the `.npy` format.
///
/// ```
/// \x93NUMPY  version (2 bytes)  length of the header (2 or 4 bytes)  header  values
/// ```
///
/// The header is a Python dictionary, such as
/// `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`, padded with spaces so that the
/// values begin at a multiple of 64 bytes.
struct NPYArray {
  let values: ArrayValues
  let shape: [Int]
}

extension NPYArray {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The bytes of the file, of format 1.0, or 2.0 when the header is long.
  func encoded() -> [UInt8] {
    let elements = values.npyElements
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let tuple = shape.count > 1 ? String(extents.dropLast()) : extents
    let header =
      "{'descr': '\(elements.type)', 'fortran_order': False, 'shape': (\(tuple)), }"
    let isLong = header.utf8.count > 65_000
    let preamble = Self.magic.count + 2 + (isLong ? 4 : 2)
    let total = (preamble + header.utf8.count + 1 + 63) / 64 * 64
    let length = total - preamble

    var bytes = Self.magic + [isLong ? 2 : 1, 0]
    bytes.reserveCapacity(total + elements.bytes.count)
    for shift in 0..<(isLong ? 4 : 2) {
      bytes.append(UInt8(truncatingIfNeeded: length >> (8 * shift)))
    }
    bytes.append(contentsOf: header.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: total - 1 - bytes.count))
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: elements.bytes)
    return bytes
  }

  /// Reads the bytes of a file; failures name the archive and the member.
  init(decoding bytes: [UInt8], name: String, path: String) throws(ArchiveError) {
    func damage(_ reason: String) -> ArchiveError {
      .damaged(path: path, format: .npz, reason: "the member '\(name)' \(reason)")
    }
    guard bytes.count >= 10, bytes.starts(with: Self.magic) else {
      throw damage("does not begin like a .npy file")
    }
    let lengthBytes = bytes[6] == 1 ? 2 : 4
    let start = 8 + lengthBytes
    guard bytes[6] >= 1, bytes[6] <= 3, bytes.count >= start else {
      throw damage("is of the unknown version \(bytes[6])")
    }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    guard start + length <= bytes.count else { throw damage("ends within its header") }
    let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let header = NPYHeader(text) else { throw damage("has an unknown header") }
    guard let type = NPYType(header.type) else {
      throw .unsupportedType(file: path, variable: name, type: header.type)
    }
    let content = bytes[(start + length)...]
    guard let size = header.byteCount(of: type) else {
      throw damage("has the impossible shape \(header.shape)")
    }
    guard content.count >= size else {
      throw damage("holds \(content.count) bytes of values where \(size) are expected")
    }
    let values = type.decode(content.prefix(size))
    shape = header.shape
    self.values = header.isFortranOrder ? values.transposed(fromFortran: shape) : values
  }
}

extension ArrayValues {
  /// The values of an array of the given shape, from Fortran order to C order.
  fileprivate func transposed(fromFortran shape: [Int]) -> ArrayValues {
    guard shape.count > 1, count > 0 else { return self }
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var offset = 0
    var position = [Int](repeating: 0, count: shape.count)
    var order: [Int] = []
    order.reserveCapacity(count)
    for _ in 0..<count {
      order.append(offset)
      for axis in shape.indices.reversed() {
        position[axis] += 1
        offset += strides[axis]
        guard position[axis] == shape[axis] else { break }
        offset -= strides[axis] * shape[axis]
        position[axis] = 0
      }
    }
    return reordered(order)
  }
}
