/// A request, as far as this server looks at it.
struct ServerRequest: Sendable {
  /// The method in capital letters.
  var method: String
  /// The percent-encoded path of the target.
  var path: String
  /// The percent-encoded query of the target; empty for none.
  var query = ""
  /// The header `Host`.
  var host: String?
  /// The header `Range`.
  var range: String?
  /// The header `If-Range`.
  var ifRange: String?
  /// The header `If-None-Match`.
  var ifNoneMatch: String?

  /// The first value of a name in the query, decoded; nil when it is missing or broken.
  func parameter(_ name: String) -> String? {
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == name else { continue }
      return percentDecoded(String(parts[1].map { $0 == "+" ? " " : $0 }))
    }
    return nil
  }

  /// Whether the request was made to this machine by one of its own names.
  ///
  /// A page elsewhere can let its own name point at 127.0.0.1 and then read what is served there;
  /// such a request bears that name. The port does not matter, as it is another one in a tunnel.
  var isForThisMachine: Bool {
    guard let host else { return false }
    let name: Substring
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      name = host[...end]
      guard isPort(host[host.index(after: end)...]) else { return false }
    } else {
      name = host.prefix { $0 != ":" }
      guard isPort(host.dropFirst(name.count)) else { return false }
    }
    return ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased())
  }

  private func isPort(_ text: Substring) -> Bool {
    text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
  }
}
