/// A path below the served directory that cannot lead out of it by its own text.
///
/// No part is empty, `.`, `..` or hidden (beginning with a dot), and none holds a slash or a control
/// character. Symbolic links are ``ServedDirectory``'s business.
public struct ServedPath: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The names from the served directory downwards; empty for the directory itself.
  public let parts: [String]

  /// The longest path in bytes.
  static let longest = 4096
  /// The longest name in bytes.
  static let longestPart = 255

  /// The served directory itself.
  public static let root = ServedPath(checked: [])

  private init(checked parts: [String]) { self.parts = parts }

  /// Creates a path of names, unless one of them is not allowed.
  ///
  /// - Parameter parts: The names.
  public init?(_ parts: [String]) {
    guard parts.allSatisfy(Self.isAllowed),
      parts.reduce(0, { $0 + $1.utf8.count + 1 }) <= Self.longest
    else { return nil }
    self.init(checked: parts)
  }

  /// Creates the path that a part of a request's target names.
  ///
  /// The text is split at its slashes first and each part is decoded once, so an encoded slash stays
  /// in its part and is refused, and `%252e` is a name that begins with a percent sign. One slash at
  /// the end is allowed.
  ///
  /// - Parameter encoded: The percent-encoded text without a leading slash.
  init?(encoded: some StringProtocol) {
    var pieces = encoded.split(separator: "/", omittingEmptySubsequences: false)
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    var parts: [String] = []
    for piece in pieces {
      guard let part = percentDecoded(piece) else { return nil }
      parts.append(part)
    }
    self.init(parts)
  }

  /// The path of a name below this one, unless it is not allowed.
  public func appending(_ name: String) -> ServedPath? {
    ServedPath(
      parts + name.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
  }

  /// The names joined with slashes.
  public var description: String { parts.joined(separator: "/") }

  /// The path as a part of an address, percent-encoded.
  var encoded: String { parts.map(percentEncoded).joined(separator: "/") }

  /// Whether a path comes before another, name by name.
  public static func < (first: ServedPath, second: ServedPath) -> Bool {
    first.parts.lexicographicallyPrecedes(second.parts)
  }

  private static func isAllowed(_ part: String) -> Bool {
    !part.isEmpty && !part.hasPrefix(".") && part.utf8.count <= longestPart
      && part.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && $0 != "/"
      }
  }
}
