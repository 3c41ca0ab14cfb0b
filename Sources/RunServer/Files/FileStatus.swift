#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What the file system says of a file or directory.
public struct FileStatus: Hashable, Sendable {
  /// Whether it is a directory.
  public var isDirectory: Bool
  /// Whether it is a regular file.
  public var isFile: Bool
  /// The number of bytes.
  public var size: Int
  /// When it was last changed, in seconds since 1970.
  public var changed: Double
  /// The number that the file system knows it by.
  var identifier: UInt64

  init(_ information: stat) {
    isDirectory = information.st_mode & S_IFMT == S_IFDIR
    isFile = information.st_mode & S_IFMT == S_IFREG
    size = Int(information.st_size)
    #if canImport(Darwin)
    let time = information.st_mtimespec
    #else
    let time = information.st_mtim
    #endif
    changed = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    identifier = UInt64(information.st_ino)
  }

  /// A text that is another one when the content has changed.
  public var version: String {
    "\(String(identifier, radix: 36))-\(String(size, radix: 36))-"
      + String(Int(changed * 1e6), radix: 36)
  }
}
