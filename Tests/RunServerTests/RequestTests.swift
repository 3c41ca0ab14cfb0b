import Foundation
import RunServer
import Testing

@Suite struct RequestTests {
  @Test func onlyReadingIsAllowed() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"] {
        let response = try await server.get("/files/run%20one/digits.txt", method: method)
        #expect(response.status == 405)
        #expect(response.headers["allow"] == "GET, HEAD")
      }
      let unknown = try await server.get("/files/run%20one/digits.txt", method: "BREW")
      #expect((400..<500).contains(unknown.status))
      #expect(unknown.body.isEmpty)
      let posted = try await server.exchange(
        Array(
          ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n"
            + "Connection: close\r\n\r\n" + String(repeating: "GET / HTTP/1.1\n", count: 200_000))
            .utf8))
      let text = String(decoding: posted, as: UTF8.self)
      #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
      #expect(text.hasPrefix("HTTP/1.1 405"))
      let data = try Data(contentsOf: fixture.root.appendingPathComponent("run one/digits.txt"))
      #expect(data == Data("0123456789".utf8))
    }
  }

  @Test func otherHostsAreRefused() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      for host in [
        "127.0.0.1", "localhost", "LOCALHOST:9", "[::1]:80", "127.0.0.1:\(server.port)",
      ] {
        #expect(try await server.get("/", host: host).status == 200, "\(host)")
      }
      for host in [
        "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:\(server.port)",
        "evil.example:\(server.port)", "0.0.0.0", "", "127.0.0.1:x", "localhost@evil.example",
        "[::1]evil", "[::1", "127.0.0.1:80:80",
      ] {
        let response = try await server.get("/files/run%20one/digits.txt", host: host)
        #expect(response.status == 421, "\(host)")
        #expect(!response.text.contains("0123456789"))
      }
    }
  }

  /// The port is open at 127.0.0.1 and at no other address of the machine.
  @Test func onlyThisMachineIsListenedTo() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      for address in otherAddresses() + ["127.0.0.2"] {
        let failure = await #expect(throws: ConnectionFailure.self, "\(address) answers") {
          try await onThread {
            _ = try LoopbackConnection(port: server.port, address: address)
          }
        }
        #expect(failure?.code == ECONNREFUSED)
      }
    }
  }

  @Test func portsThatAreTaken() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let second = RunServer(
        try ServedDirectory(fixture.root.path), catalogue: FixtureCatalogue(), port: server.port)
      await #expect(throws: RunServerError.portTaken(port: server.port)) {
        try await second.run { _ in }
      }
    }
    #expect(throws: RunServerError.notADirectory(path: "/no/such")) {
      try ServedDirectory("/no/such")
    }
  }
}

/// The IPv4 addresses of this machine that others can reach it by.
private func otherAddresses() -> [String] {
  var list: UnsafeMutablePointer<ifaddrs>?
  guard getifaddrs(&list) == 0 else { return [] }
  defer { freeifaddrs(list) }
  var result: [String] = []
  var next = list
  while let entry = next?.pointee {
    next = entry.ifa_next
    guard let address = entry.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
      continue
    }
    var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
    address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      var place = $0.pointee.sin_addr
      inet_ntop(AF_INET, &place, &text, socklen_t(INET_ADDRSTRLEN))
    }
    let name = String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if !name.hasPrefix("127.") { result.append(name) }
  }
  return result
}
