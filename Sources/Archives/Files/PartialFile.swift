#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A file under construction beside its destination.
///
/// The content is written to `.NAME.partial` in the same directory, forced to the disk, and renamed,
/// so that a file under its own name is always whole: a crash leaves the old file, or none.
struct PartialFile {
  let destination: String
  let temporary: String
  private let directory: String

  /// Checks that the destination can be written.
  init(for path: String, overwrite: Bool) throws(ArchiveError) {
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let prefix = slash.map { String(path[...$0]) } ?? ""
    destination = path
    temporary = "\(prefix).\(name).partial"
    directory = prefix.isEmpty ? "." : prefix
    guard !name.isEmpty, name != ".", name != ".." else {
      throw .notWritable(path: path, reason: "it names a directory")
    }
    guard access(directory, F_OK) == 0 else {
      throw .missingDirectory(path: path, directory: directory)
    }
    var information = stat()
    guard stat(path, &information) == 0 else { return }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw .notWritable(path: path, reason: "it is a directory")
    }
    guard overwrite else { throw .fileExists(path: path) }
  }

  /// Writes the content through `body` and puts the file in its place.
  ///
  /// The temporary file is removed when anything fails.
  func replace(_ body: (String) throws(ArchiveError) -> Void) throws(ArchiveError) {
    do {
      unlink(temporary)
      try checkWritable()
      try body(temporary)
      try commit()
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Creates the temporary file, so that the reason of a refusal is the system's own.
  func checkWritable() throws(ArchiveError) {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    close(descriptor)
  }

  /// Forces the temporary file to the disk and renames it.
  func commit() throws(ArchiveError) {
    try synchronize(temporary)
    guard rename(temporary, destination) == 0 else { throw failure() }
    // A directory that cannot be synchronised is no reason to discard a file that was renamed.
    try? synchronize(directory)
  }

  func discard() {
    unlink(temporary)
  }

  private func synchronize(_ path: String) throws(ArchiveError) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  /// The system's reason for the last call that failed.
  func failure() -> ArchiveError {
    .notWritable(path: destination, reason: systemMessage())
  }
}

/// The system's sentence for the last call that failed, in lower case and without a full stop.
func systemMessage(_ code: Int32 = errno) -> String {
  let message = String(cString: strerror(code))
  return message.prefix(1).lowercased() + message.dropFirst()
}
