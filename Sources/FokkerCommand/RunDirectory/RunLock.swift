import Foundation

/// The right to write into a run directory, which one process has at a time.
///
/// It ends with ``release()`` or with the process, and leaves no file.
struct RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a directory.
  ///
  /// - Throws: ``CommandFailure`` when another process has it. A file system without locks gives none.
  init(_ directory: String) throws {
    descriptor = open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else {
      return
    }
    close(descriptor)
    throw CommandFailure(
      .inputOutput,
      "Another fokker works in \(directory); wait for its end, or choose another directory.")
  }

  /// Gives the lock back.
  func release() {
    if descriptor >= 0 { close(descriptor) }
  }
}

extension RunDirectory {
  /// Takes the right to write into the directory.
  func lock() throws -> RunLock { try RunLock(path) }
}
