import Foundation
import RunServer
import Testing

@Suite struct FileTests {
  @Test func partsOfAFile() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let cases: [(range: String, status: Int, text: String, place: String?)] = [
        ("bytes=0-3", 206, "0123", "bytes 0-3/10"), ("bytes=7-", 206, "789", "bytes 7-9/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"), ("bytes=-99", 206, "0123456789", "bytes 0-9/10"),
        ("bytes=9-200", 206, "9", "bytes 9-9/10"), ("bytes=10-", 416, "", "bytes */10"),
        ("bytes=-0", 416, "", "bytes */10"), ("bytes=3-1", 200, "0123456789", nil),
        ("bytes=0-1,4-5", 200, "0123456789", nil), ("lines=0-1", 200, "0123456789", nil),
        ("bytes=a-b", 200, "0123456789", nil), ("bytes=", 200, "0123456789", nil),
        ("bytes=99999999999999999999-", 200, "0123456789", nil),
      ]
      for part in cases {
        let response = try await server.get(
          "/files/run%20one/digits.txt", headers: ["Range: \(part.range)"])
        #expect(response.status == part.status, "\(part.range)")
        #expect(response.text == part.text, "\(part.range)")
        #expect(response.headers["content-range"] == part.place, "\(part.range)")
      }
    }
  }

  @Test func filesThatHaveNotChangedAreNotSentAgain() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let target = "/files/run%20one/digits.txt"
      let tag = try #require(try await server.get(target).headers["etag"])
      let again = try await server.get(target, headers: ["If-None-Match: \"x\", \(tag)"])
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
      let stale = try await server.get(
        target, headers: ["Range: bytes=0-1", "If-Range: \"other\""])
      #expect(stale.status == 200)
      try fixture.write("changed", to: "run one/digits.txt")
      let changed = try await server.get(target, headers: ["If-None-Match: \(tag)"])
      #expect(changed.text == "changed")
    }
  }

  @Test func typesAndPolicies() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    for name in ["report.html", "table.csv", "density.nc", "a.js", "plain"] {
      try fixture.write("x", to: "run one/\(name)")
    }
    try await RunningServer.serving(fixture) { server async throws in
      for (name, type) in [
        ("report.html", "text/html; charset=utf-8"), ("plane.svg", "image/svg+xml; charset=utf-8"),
        ("table.csv", "text/csv; charset=utf-8"), ("density.nc", "application/x-netcdf"),
        ("experiment.yml", "text/plain; charset=utf-8"), ("a.js", "application/octet-stream"),
        ("plain", "application/octet-stream"),
      ] {
        let response = try await server.get("/files/run%20one/\(name)")
        #expect(response.headers["content-type"] == type)
        #expect(response.headers["x-content-type-options"] == "nosniff")
        let policy = try #require(response.headers["content-security-policy"])
        #expect(policy.hasPrefix("sandbox"))
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("allow-scripts") == (name == "report.html"))
      }
    }
  }

  /// Two requests on one connection, so that the length of the first answer must be right.
  @Test func headsAndConnectionsThatStayOpen() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      for target in ["/", "/items/run%20one", "/files/run%20one/digits.txt", "/none"] {
        let head = try await server.get(target, method: "HEAD")
        let whole = try await server.get(target)
        #expect(head.status == whole.status)
        #expect(head.body.isEmpty)
        #expect(head.headers["content-length"] == "\(whole.body.count)")
        #expect(head.headers["content-type"] == whole.headers["content-type"])
      }
      let both = """
        HEAD /files/run%20one/digits.txt HTTP/1.1\r
        Host: localhost\r
        \r
        GET /files/run%20one/digits.txt HTTP/1.1\r
        Host: localhost\r
        Connection: close\r
        \r

        """
      let text = String(decoding: try await server.exchange(Array(both.utf8)), as: UTF8.self)
      #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
      #expect(text.hasSuffix("\r\n\r\n0123456789"))
    }
  }

  /// 256 MB arrive whole although they are sent in pieces, and the process does not hold them.
  @Test func largeFilesAreStreamed() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    let path = fixture.root.appendingPathComponent("run one/large.nc").path
    let length = 256 << 20
    try #require(FileManager.default.createFile(atPath: path, contents: nil))
    try #require(truncate(path, off_t(length)) == 0)
    try await RunningServer.serving(fixture) { server async throws in
      let before = residentMegabytes()
      let (received, most) = try await onThread {
        let connection = try LoopbackConnection(port: server.port)
        let request =
          "GET /files/run%20one/large.nc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        try connection.send(Array(request.utf8))
        var (count, most) = (0, 0.0)
        while case let bytes = try connection.receive(), !bytes.isEmpty {
          count += bytes.count
          if count % (1 << 24) < bytes.count { most = max(most, residentMegabytes()) }
        }
        return (count, most)
      }
      #expect(received > length && received < length + 2000)
      #expect(most - before < 100)
    }
  }

  /// A file that becomes shorter while it is sent ends the connection instead of a wrong answer.
  @Test func filesThatShrinkEndTheConnection() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    let path = fixture.root.appendingPathComponent("run one/large.nc").path
    try #require(FileManager.default.createFile(atPath: path, contents: nil))
    try #require(truncate(path, 64 << 20) == 0)
    try await RunningServer.serving(fixture) { server async throws in
      let received = try await onThread {
        let connection = try LoopbackConnection(port: server.port)
        try connection.send(
          Array("GET /files/run%20one/large.nc HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        var count = try connection.receive().count
        truncate(path, 10)
        count += try connection.receiveAll().count
        return count
      }
      #expect(received < 64 << 20)
      #expect(try await server.get("/").status == 200)
    }
  }
}

/// The memory that this process has in use.
private func residentMegabytes() -> Double {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
    let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
  else { return 0 }
  return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
}
