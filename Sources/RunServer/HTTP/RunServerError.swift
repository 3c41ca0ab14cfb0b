/// Why runs cannot be served.
public enum RunServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no directory of this path.
  case notADirectory(path: String)
  /// Another program listens at the port.
  case portTaken(port: UInt16)
  /// The port cannot be listened at.
  case notListening(port: UInt16, reason: String)
  /// A file that was opened cannot be read.
  case unreadable(reason: String)
  /// A file became shorter while it was being sent.
  case truncated

  /// What went wrong, and what helps.
  public var description: String {
    switch self {
    case .notADirectory(let path): "There is no directory \(path); check the path."
    case .portTaken(let port):
      "Port \(port) is in use by another program; choose another --port, or none to take a free "
        + "one."
    case .notListening(let port, let reason):
      "Port \(port) of this machine cannot be listened at (\(reason)); choose another --port."
    case .unreadable(let reason): "A file cannot be read: \(reason)."
    case .truncated: "A file became shorter while it was being sent."
    }
  }
}
