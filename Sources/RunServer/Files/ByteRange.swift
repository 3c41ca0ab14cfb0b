/// The part of a file that a request asks for.
enum ByteRange: Equatable {
  /// All of it.
  case whole
  /// These bytes.
  case part(Range<Int>)
  /// Bytes beyond its end.
  case unsatisfiable

  /// Reads the header `Range` of a request, as RFC 9110 §14 has it.
  ///
  /// Several ranges at once, other units and whatever is not understood give the whole file, which
  /// is always a valid answer.
  ///
  /// - Parameters:
  ///   - header: The value of the header, if there is one.
  ///   - length: The number of bytes of the file.
  init(header: String?, length: Int) {
    self = .whole
    guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return }
    let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return }
    switch (Int(ends[0]), Int(ends[1])) {
    case (nil, let count?) where ends[0].isEmpty:
      self = count == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - count)..<length)
    case (let first?, let last):
      guard ends[1].isEmpty || last.map({ $0 >= first }) != false else { return }
      let end = min(last ?? .max, length - 1)
      self = first < length ? .part(first..<end + 1) : .unsatisfiable
    default: return
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
