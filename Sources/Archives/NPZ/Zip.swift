internal import CZip

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A zip archive under construction.
///
/// libzip was chosen over minizip and a writer of our own because it is maintained, is packaged by
/// every distribution, reads and writes deflate and zip64 (which NumPy always writes), checks every
/// CRC, and lets the time of a member be fixed, so that the same content gives the same bytes.
struct ZipWriter: ~Copyable {
  private let archive: OpaquePointer
  private var isOpen = true
  private let path: String

  /// Begins an archive in place of whatever was there; failures name `destination`.
  init(_ temporary: String, destination: String) throws(ArchiveError) {
    var code: Int32 = 0
    guard let archive = zip_open(temporary, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      throw .notWritable(path: destination, reason: zipMessage(code))
    }
    self.archive = archive
    path = destination
  }

  deinit {
    if isOpen { zip_discard(archive) }
  }

  /// Adds a compressed member dated to the earliest time that zip knows, 1980-01-01.
  func add(_ content: [UInt8], named name: String) throws(ArchiveError) {
    // The library reads the content when the archive is closed, and then frees it.
    guard let copy = malloc(max(content.count, 1)) else {
      throw .notWritable(path: path, reason: "out of memory")
    }
    content.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { memcpy(copy, base, bytes.count) }
    }
    guard let source = zip_source_buffer(archive, copy, UInt64(content.count), 1) else {
      free(copy)
      throw failure()
    }
    let index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8)
    guard index >= 0 else {
      zip_source_free(source)
      throw failure()
    }
    let deflate: Int32 = 8
    let firstOfJanuary1980: UInt16 = 1 << 5 | 1
    guard zip_set_file_compression(archive, UInt64(index), deflate, 6) == 0,
      zip_file_set_dostime(archive, UInt64(index), 0, firstOfJanuary1980, 0) == 0
    else { throw failure() }
  }

  /// Compresses and writes all members.
  consuming func close() throws(ArchiveError) {
    guard zip_close(archive) == 0 else { throw failure() }
    isOpen = false
  }

  private func failure() -> ArchiveError {
    .notWritable(path: path, reason: String(cString: zip_strerror(archive)))
  }
}

/// A zip archive that is read.
struct ZipReader: ~Copyable {
  private let archive: OpaquePointer
  private let path: String

  /// Opens an archive and reads its table of contents.
  init(_ path: String) throws(ArchiveError) {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      throw .damaged(path: path, format: .npz, reason: zipMessage(code))
    }
    self.archive = archive
    self.path = path
  }

  deinit { zip_discard(archive) }

  /// The names of the members in the order of the archive.
  func names() throws(ArchiveError) -> [String] {
    var names: [String] = []
    for index in 0..<max(0, zip_get_num_entries(archive, 0)) {
      guard let name = zip_get_name(archive, UInt64(index), 0) else { throw damage("") }
      names.append(String(cString: name))
    }
    return names
  }

  /// The content of a member, decompressed and checked against its CRC.
  func content(at index: Int, named name: String) throws(ArchiveError) -> [UInt8] {
    var entry = zip_stat_t()
    guard zip_stat_index(archive, UInt64(index), 0, &entry) == 0,
      let file = zip_fopen_index(archive, UInt64(index), 0)
    else { throw damage(name) }
    defer { zip_fclose(file) }
    // Deflate shrinks nothing by more than about 1032 times, so a larger claim is false.
    guard entry.size / 1100 <= entry.comp_size + 1 else { throw damage(name) }
    var bytes = [UInt8](repeating: 0, count: Int(entry.size))
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        zip_fread(file, $0.baseAddress?.advanced(by: start), UInt64($0.count - start))
      }
      guard count > 0 else { throw damage(name) }
      start += Int(count)
    }
    // The CRC is compared when the end is reached.
    var beyond: UInt8 = 0
    guard zip_fread(file, &beyond, 1) == 0 else { throw damage(name) }
    return bytes
  }

  private func damage(_ member: String) -> ArchiveError {
    let message = String(cString: zip_strerror(archive))
    let reason = member.isEmpty ? message : "the member '\(member)' cannot be decompressed"
    return .damaged(path: path, format: .npz, reason: reason)
  }
}

/// The library's sentence for a code.
private func zipMessage(_ code: Int32) -> String {
  var error = zip_error_t()
  zip_error_init_with_code(&error, code)
  defer { zip_error_fini(&error) }
  return String(cString: zip_error_strerror(&error))
}
