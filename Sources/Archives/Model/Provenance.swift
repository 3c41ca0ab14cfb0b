#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Where a dataset comes from: the global attributes that let it be made again.
public struct Provenance: Hashable, Sendable {
  /// What the file holds, as a title.
  public var title = ""
  /// The version of the program.
  public var version = ""
  /// What was run, such as the command line; it ends the line of history.
  public var action = ""
  /// The configuration with every default filled in, as YAML or JSON.
  public var configuration = ""
  /// The seed of all random numbers.
  public var seed: UInt64 = 0
  /// The time of writing in seconds since 1970-01-01T00:00:00Z.
  public var secondsSinceEpoch = Provenance.now()

  /// Creates the provenance of nothing in particular.
  public init() {}

  /// The present, or the time that the variable `SOURCE_DATE_EPOCH` of the environment says.
  ///
  /// With the variable set, the same run writes the same bytes at any time;
  /// see <https://reproducible-builds.org/specs/source-date-epoch/>.
  ///
  /// - Returns: Seconds since 1970-01-01T00:00:00Z.
  public static func now() -> Int {
    if let text = getenv("SOURCE_DATE_EPOCH"), let seconds = Int(String(cString: text)) {
      return seconds
    }
    return time(nil)
  }

  /// The time as ISO 8601 in UTC, such as `2026-11-22T08:00:00Z`.
  public var timestamp: String {
    var seconds = time_t(secondsSinceEpoch)
    var date = tm()
    gmtime_r(&seconds, &date)
    let parts = [date.tm_mon + 1, date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec].map {
      $0 < 10 ? "0\($0)" : "\($0)"
    }
    return "\(date.tm_year + 1900)-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
  }

  /// The 64-bit FNV-1a hash of the configuration's bytes, as 16 hexadecimal digits.
  ///
  /// ```
  /// h ← 14695981039346656037;  for each byte b:  h ← (h ⊕ b) · 1099511628211  mod 2⁶⁴
  /// ```
  ///
  /// The algorithm is that of G. Fowler, L. C. Noll and K.-P. Vo. It tells configurations apart; it
  /// does not protect against forgery.
  public var configurationHash: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in configuration.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The global attributes; those that are empty are left out.
  public var attributes: Attributes {
    var attributes = Attributes()
    let history = [timestamp, "fokker", version, action].filter { !$0.isEmpty }
    let texts = [
      ("title", title), ("history", history.joined(separator: " ")), ("version", version),
      ("configuration", configuration),
      ("configuration_hash", configuration.isEmpty ? "" : configurationHash),
    ]
    for (name, text) in texts where !text.isEmpty { attributes[name] = .string(text) }
    attributes["seed"] =
      Int64(exactly: seed).map { .integers([$0]) } ?? .string(String(seed))
    return attributes
  }
}
