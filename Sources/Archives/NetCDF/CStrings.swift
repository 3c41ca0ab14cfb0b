extension [String] {
  /// Calls `body` with pointers to null-terminated copies of the texts.
  func withCStrings<Result, Failure: Error>(
    _ body: ([UnsafePointer<CChar>?]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var characters: [CChar] = []
    var offsets: [Int] = []
    for text in self {
      offsets.append(characters.count)
      characters.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
      characters.append(0)
    }
    let storage = characters
    let copies = UnsafeMutablePointer<CChar>.allocate(capacity: Swift.max(storage.count, 1))
    defer { copies.deallocate() }
    copies.initialize(from: storage, count: storage.count)
    return try body(offsets.map { UnsafePointer(copies + $0) })
  }
}
