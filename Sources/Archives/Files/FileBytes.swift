#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Checks that a file exists and may be read.
func checkReadable(_ path: String) throws(ArchiveError) {
  var information = stat()
  guard stat(path, &information) == 0 else {
    throw errno == ENOENT || errno == ENOTDIR
      ? .missingFile(path: path) : .unreadable(path: path, reason: systemMessage())
  }
  guard information.st_mode & S_IFMT != S_IFDIR else {
    throw .unreadable(path: path, reason: "it is a directory")
  }
  guard access(path, R_OK) == 0 else {
    throw .unreadable(path: path, reason: systemMessage())
  }
}

/// The number of bytes of a file.
func fileLength(of path: String) throws(ArchiveError) -> Int {
  var information = stat()
  guard stat(path, &information) == 0 else {
    throw .unreadable(path: path, reason: systemMessage())
  }
  return Int(information.st_size)
}

/// Reads the content of a file up to a number of bytes.
func readBytes(of path: String, limit: Int = .max) throws(ArchiveError) -> [UInt8] {
  try checkReadable(path)
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemMessage()) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 20)
  while bytes.count < limit {
    let wanted = min(block.count, limit - bytes.count)
    let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, wanted) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .unreadable(path: path, reason: systemMessage()) }
    guard count > 0 else { break }
    bytes.append(contentsOf: block[..<count])
  }
  return bytes
}

/// Whether there is anything at a path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Copies a file block by block; failures to write are told as those of `destination`.
func copyFile(
  from source: String, to temporary: String, destination: String
) throws(ArchiveError) {
  try checkReadable(source)
  let input = open(source, O_RDONLY)
  guard input >= 0 else { throw .unreadable(path: source, reason: systemMessage()) }
  defer { close(input) }
  var writer = try ByteWriter(temporary, destination: destination)
  var block = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = block.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .unreadable(path: source, reason: systemMessage()) }
    guard count > 0 else { return try writer.flush() }
    try writer.append(block[..<count])
  }
}

/// Writes bytes to an open file, block by block.
struct ByteWriter: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private var pending: [UInt8] = []
  private static let blockLength = 1 << 20

  /// Opens `temporary`, whose failures are told as those of `destination`.
  init(_ temporary: String, destination: String) throws(ArchiveError) {
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    path = destination
    guard descriptor >= 0 else { throw .notWritable(path: path, reason: systemMessage()) }
    pending.reserveCapacity(Self.blockLength + 4096)
  }

  deinit { close(descriptor) }

  mutating func append(_ text: String) throws(ArchiveError) { try append(text.utf8) }

  mutating func append(_ bytes: some Sequence<UInt8>) throws(ArchiveError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.blockLength { try flush() }
  }

  mutating func flush() throws(ArchiveError) {
    var start = 0
    while start < pending.count {
      let count = pending.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .notWritable(path: path, reason: systemMessage()) }
      start += count
    }
    pending.removeAll(keepingCapacity: true)
  }
}
