import Foundation
import RunServer
import Testing

/// Nothing outside the served directory can be read, whatever is asked.
@Suite struct TraversalTests {
  static let targets: [String] = {
    let climbs = [
      "../secret.txt", "../../secret.txt", "run%20one/../../secret.txt", "..%2fsecret.txt",
      "..%2Fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", ".%2e/secret.txt",
      "%252e%252e/secret.txt", "%252e%252e%252fsecret.txt", "..%5csecret.txt", "..\\secret.txt",
      "..%c0%afsecret.txt", "%c0%ae%c0%ae/secret.txt", "%e0%80%ae%e0%80%ae/secret.txt",
      "..%u2215secret.txt", "....//secret.txt", "..././secret.txt", "..;/secret.txt",
      "../secret.txt%00.svg", "run%20one/digits.txt%00", "run%20one%00/digits.txt",
      "./../secret.txt", "//secret.txt", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd",
      "file:///etc/passwd", "run%20one//digits.txt", "run%20one/./digits.txt", ".hidden",
      "run%20one/%", "run%20one/%2", "run%20one/%zz", "outside/secret.txt", "outside.txt",
      "absolute.txt", "chain/secret.txt", "run%20one/up/secret.txt", "loop", "pipe", "",
    ]
    let doors = ["/files/", "/items/", "/progress/", "/drawings/curve/", "/drawings/"]
    return doors.flatMap { door in climbs.map { door + $0 } }
      + [
        "/../secret.txt", "/%2e%2e/secret.txt", "/assets/../secret.txt",
        "/assets/..%2f..%2fsecret.txt", "/compare?a=../secret.txt&b=../secret.txt",
        "/compare?a=%2e%2e%2fsecret.txt&b=run%20one", "*", "secret.txt", "../secret.txt",
        "/files/run%20one", "/files/run%20one/", "http://127.0.0.1/files/../secret.txt",
        "/files?/../secret.txt", "/files",
      ]
  }()

  @Test func nothingOutsideIsRead() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try fixture.write("hidden", to: ".hidden")
    try fixture.link("outside", to: "..")
    try fixture.link("outside.txt", to: "../secret.txt")
    try fixture.link("absolute.txt", to: fixture.base.appendingPathComponent("secret.txt").path)
    try fixture.link("chain", to: "outside")
    try fixture.link("run one/up", to: "../..")
    try fixture.link("loop", to: "loop")
    mkfifo(fixture.root.appendingPathComponent("pipe").path, 0o600)
    try await RunningServer.serving(fixture) { server async throws in
      for target in Self.targets {
        let response = try await server.get(target)
        #expect((400..<500).contains(response.status), "\(target) gives \(response.status)")
        #expect(!response.text.contains(ServedFixture.secret), "\(target) reads the secret")
        #expect(!response.text.contains("root:"), "\(target) reads the passwords")
        #expect(response.headers["content-security-policy"] != nil, "\(target)")
      }
    }
  }

  @Test func linksThatStayInsideAreFollowed() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try fixture.link("latest", to: "run one")
    try fixture.link("run one/same.txt", to: "digits.txt")
    try await RunningServer.serving(fixture) { server async throws in
      #expect(try await server.get("/files/latest/digits.txt").text == "0123456789")
      #expect(try await server.get("/files/run%20one/same.txt").text == "0123456789")
      #expect(try await server.get("/files/run%20one/digits.txt").text == "0123456789")
    }
  }

  /// A link put in place of a directory while requests come never lets anything out.
  @Test func linksThatAppearMeanwhileAreRefused() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    let (door, inside) = (fixture.root.path + "/door", fixture.root.path + "/run one")
    try fixture.write("0123456789", to: "run one/secret.txt")
    try await RunningServer.serving(fixture) { server async throws in
      let swapping = Task.detached {
        while !Task.isCancelled {
          for target in [inside, fixture.base.path] {
            let spare = "\(door)-spare"
            symlink(target, spare)
            rename(spare, door)
          }
        }
      }
      for _ in 0..<300 {
        let response = try await server.get("/files/door/secret.txt")
        #expect(response.status == 404 || response.text == "0123456789")
      }
      swapping.cancel()
      await swapping.value
    }
  }

  @Test func addressesThatAreTooLongAreRefused() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let long = String(repeating: "a", count: 20_000)
      #expect(try await server.get("/files/\(long)").status == 414)
      let deep = String(repeating: "a/", count: 3000)
      #expect(try await server.get("/files/\(deep)").status == 404)
      #expect(try await server.get("/files/\(String(long.prefix(300)))").status == 404)
      let steps = String(repeating: "../", count: 1000)
      #expect(try await server.get("/files/\(steps)etc/passwd").status == 404)
    }
  }

  @Test func bytesThatAreNoRequestEndTheirConnectionOnly() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      for bytes in [
        [0, 0, 0, 10, 13, 10, 13, 10], Array("GET\r\n\r\n".utf8),
        Array("GET /files/\u{0}../secret.txt HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
        [0x47, 0x45, 0x54, 0x20, 0x2F, 0xFF, 0xFE, 0x20, 0x48, 0x0D, 0x0A, 0x0D, 0x0A],
        Array("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n".utf8),
        Array("GET / HTTP/1.0\n\n".utf8),
      ] {
        let answer = try? await onThread {
          let connection = try LoopbackConnection(port: server.port)
          try connection.send(bytes)
          shutdown(connection.descriptor, Int32(SHUT_WR))
          return String(decoding: try connection.receiveAll(), as: UTF8.self)
        }
        #expect(answer?.contains(ServedFixture.secret) != true)
        #expect(answer?.hasPrefix("HTTP/1.1 200") != true)
      }
      #expect(try await server.get("/").status == 200)
    }
  }
}
