/// The array of an IDX file, the format of the MNIST images and labels.
///
/// A file holds four bytes - 0, 0, the type of the elements and the number of axes - the length of
/// every axis as a 32-bit integer, and the elements in row-major order. All numbers are big-endian.
///
/// ## Reference
///
/// Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits" (1998).
public struct IDX: Hashable, Sendable {
  /// The lengths of the axes, from the slowest to the fastest.
  public let shape: [Int]
  /// The elements in row-major order.
  public let values: ArrayValues

  /// Reads a file.
  ///
  /// Signed integers become 64-bit ones.
  ///
  /// - Parameter path: The path of the file, which is not compressed.
  /// - Throws: ``ArchiveError/missingFile(path:)``, ``ArchiveError/unreadable(path:reason:)``,
  ///   ``ArchiveError/compressed(path:)`` and ``ArchiveError/invalidIDX(path:reason:)``.
  public init(contentsOf path: String) throws(ArchiveError) {
    let bytes = try readBytes(of: path)
    try Self.checkBeginning(bytes, path)
    guard let type = IDXType(rawValue: bytes[2]) else {
      throw .invalidIDX(
        path: path, reason: "its third byte is \(bytes[2]), which stands for no type of elements")
    }
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else {
      throw .invalidIDX(path: path, reason: "it ends within the lengths of its axes")
    }
    shape = (0..<Int(bytes[3])).map { axis in
      bytes[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
    }
    let content = bytes[start...]
    guard let size = Self.product([type.byteCount] + shape), size == content.count else {
      let expected = "the shape \(shape) of \(type.byteCount)-byte elements"
      throw .invalidIDX(
        path: path, reason: "\(expected) does not fit the \(content.count) bytes after its header")
    }
    values = type.decode(content)
  }

  /// Whether a file begins like an IDX file, compressed or not.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: Whether its first four bytes are those of an IDX file, or the first two of gzip.
  /// - Throws: ``ArchiveError/missingFile(path:)`` and ``ArchiveError/unreadable(path:reason:)``.
  public static func recognises(_ path: String) throws(ArchiveError) -> Bool {
    let bytes = try readBytes(of: path, limit: 4)
    if bytes.starts(with: gzipMark) { return true }
    return bytes.count == 4 && bytes.starts(with: [0, 0]) && IDXType(rawValue: bytes[2]) != nil
  }

  private static let gzipMark: [UInt8] = [0x1F, 0x8B]

  private static func checkBeginning(_ bytes: [UInt8], _ path: String) throws(ArchiveError) {
    guard !bytes.starts(with: gzipMark) else { throw .compressed(path: path) }
    guard bytes.count >= 4 else {
      throw .invalidIDX(path: path, reason: "it has \(bytes.count) bytes, too few for a header")
    }
    guard bytes.starts(with: [0, 0]) else {
      let found = bytes.prefix(4).map(String.init).joined(separator: " ")
      throw .invalidIDX(path: path, reason: "it begins with the bytes \(found), not with 0 0")
    }
  }

  /// The product of lengths, or nil when it exceeds the address space.
  private static func product(_ lengths: [Int]) -> Int? {
    var product = 1
    for length in lengths {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
