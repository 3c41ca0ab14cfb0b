import Foundation
import RunServer
import Testing

@Suite struct ConcurrencyTests {
  /// A thousand connections are open at the same time before any of them asks; then each gets its
  /// own right answer.
  @Test func aThousandRequestsAtOnce() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    let count = 1000
    try #require(raiseDescriptorLimit(to: 2 * count + 200), "the system allows enough descriptors")
    for index in 0..<10 {
      try fixture.write(
        String(repeating: "\(index)", count: 30_000 + index), to: "run one/\(index).txt")
    }
    try await RunningServer.serving(fixture) { server async throws in
      let answers = try await onThread {
        let connections = try (0..<count).map { _ in try LoopbackConnection(port: server.port) }
        for (index, connection) in connections.enumerated() {
          let target = Self.target(index)
          try connection.send(
            Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8))
        }
        return try connections.map { try RawResponse($0.receiveAll()) }
      }
      for (index, answer) in answers.enumerated() {
        switch index % 4 {
        case 0: #expect(answer.status == 200 && answer.text.contains("run one"))
        case 1: #expect(answer.status == 200 && answer.text.contains("1.50 ± 0.25"))
        case 2:
          let digit = index / 4 % 10
          #expect(
            answer.status == 200
              && answer.text == String(repeating: "\(digit)", count: 30_000 + digit))
        default: #expect(answer.status == 404)
        }
      }
      #expect(answers.count == count)
    }
  }

  private static func target(_ index: Int) -> String {
    switch index % 4 {
    case 0: "/"
    case 1: "/items/run%20one"
    case 2: "/files/run%20one/\(index / 4 % 10).txt"
    default: "/files/../\(index)"
    }
  }

  /// Connections that say nothing keep nobody else waiting.
  @Test func silentConnectionsDisturbNobody() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let silent = try await onThread {
        let connections = try (0..<200).map { _ in try LoopbackConnection(port: server.port) }
        for connection in connections { try connection.send(Array("GET / HT".utf8)) }
        return connections
      }
      for _ in 0..<20 { #expect(try await server.get("/").status == 200) }
      #expect(silent.count == 200, "they are still open")
    }
  }
}

/// Raises the number of files that this process may have open.
private func raiseDescriptorLimit(to count: Int) -> Bool {
  #if canImport(Darwin)
  let resource = RLIMIT_NOFILE
  #else
  let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
  var limit = rlimit()
  getrlimit(resource, &limit)
  if limit.rlim_cur >= rlim_t(count) { return true }
  limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
  return setrlimit(resource, &limit) == 0 && limit.rlim_cur >= rlim_t(count)
}
