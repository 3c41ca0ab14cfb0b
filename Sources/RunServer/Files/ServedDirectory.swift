#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The directory that is served: nothing outside it is opened, whatever links it holds.
public struct ServedDirectory: Sendable {
  /// The absolute path without links.
  public let path: String

  /// Creates the view of a directory.
  ///
  /// - Parameter path: The path of a directory, which may itself be a link.
  /// - Throws: ``RunServerError/notADirectory(path:)``.
  public init(_ path: String) throws(RunServerError) {
    guard let resolved = Self.resolved(path), Self.status(of: resolved)?.isDirectory == true else {
      throw .notADirectory(path: path)
    }
    self.path = resolved
  }

  /// The absolute path of something below the directory with all links followed.
  ///
  /// - Parameter path: The path below the directory.
  /// - Returns: Nil when there is nothing or it lies outside.
  public func location(of path: ServedPath) -> String? {
    guard let resolved = Self.resolved(text(of: path)), contains(resolved) else { return nil }
    return resolved
  }

  /// The names in a directory in their order, without hidden ones.
  ///
  /// - Parameter path: The path below the directory.
  /// - Returns: Names with what they are; empty when it cannot be read.
  public func entries(of path: ServedPath) -> [(name: String, status: FileStatus)] {
    guard let location = location(of: path), let stream = opendir(location) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted().compactMap { name in
      guard let child = path.appending(name), let status = status(of: child) else { return nil }
      return (name, status)
    }
  }

  /// What is known of something below the directory.
  ///
  /// - Parameter path: The path below the directory.
  /// - Returns: Nil when there is nothing or it lies outside.
  public func status(of path: ServedPath) -> FileStatus? {
    location(of: path).flatMap(Self.status)
  }

  /// Opens a regular file for reading.
  ///
  /// Links are followed first and must end inside; then the path that is left is opened name by name
  /// without following any, so that a link that is put there in between is refused.
  ///
  /// - Parameter path: The path below the directory.
  /// - Returns: Nil when there is no such file, or it may not be read.
  func open(_ path: ServedPath) -> ServedFile? {
    guard let location = location(of: path), location != self.path else { return nil }
    let names = location.dropFirst(self.path == "/" ? 1 : self.path.utf8.count + 1)
      .split(separator: "/")
    var descriptor = Self.open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, nil)
    for (index, name) in names.enumerated() where descriptor >= 0 {
      let kind = index == names.count - 1 ? O_NONBLOCK : O_DIRECTORY
      let next = Self.open(String(name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind, descriptor)
      close(descriptor)
      descriptor = next
    }
    guard descriptor >= 0 else { return nil }
    return ServedFile(descriptor: descriptor)
  }

  private func text(of path: ServedPath) -> String {
    path.parts.isEmpty ? self.path : "\(self.path == "/" ? "" : self.path)/\(path)"
  }

  private func contains(_ resolved: String) -> Bool {
    path == "/" || resolved == path || resolved.hasPrefix(path + "/")
  }

  private static func open(_ path: String, _ flags: Int32, _ directory: Int32?) -> Int32 {
    openat(directory ?? AT_FDCWD, path, flags)
  }

  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func status(of path: String) -> FileStatus? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return FileStatus(information)
  }
}
