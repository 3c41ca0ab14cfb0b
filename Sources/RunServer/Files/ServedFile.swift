#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An open regular file; it is closed when nothing uses it any more.
final class ServedFile: Sendable {
  private let descriptor: Int32
  /// What the file system said of it when it was opened.
  let status: FileStatus

  /// Takes over a descriptor; closes it and fails when it is no regular file.
  init?(descriptor: Int32) {
    var information = stat()
    guard fstat(descriptor, &information) == 0, FileStatus(information).isFile else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    status = FileStatus(information)
  }

  deinit { close(descriptor) }

  /// The bytes from a position on, at most `count` of them; empty at the end.
  ///
  /// - Throws: ``RunServerError/unreadable(reason:)``.
  func bytes(from offset: Int, count: Int) throws(RunServerError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      var result = -1
      repeat {
        result = pread(descriptor, buffer.baseAddress, count, off_t(offset))
      } while result < 0 && errno == EINTR
      failure = result < 0 ? errno : 0
      used = max(0, result)
    }
    guard failure == 0 else { throw .unreadable(reason: String(cString: strerror(failure))) }
    return bytes
  }
}
