import Foundation
import RunServer
import Testing

@Suite struct PageTests {
  @Test func theListShowsEverythingAndItsProblems() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try FileManager.default.createDirectory(
      at: fixture.root.appendingPathComponent("torn"), withIntermediateDirectories: false)
    try await RunningServer.serving(fixture) { server async throws in
      let page = try await server.get("/")
      #expect(page.status == 200)
      #expect(page.text.contains("<a href=\"/items/run%20one\">run one</a>"))
      #expect(page.text.contains("&lt;b&gt;run one&lt;/b&gt;"))
      #expect(!page.text.contains("<b>"))
      #expect(page.text.contains("broken: experiment.yml is missing"))
      let policy = try #require(page.headers["content-security-policy"])
      #expect(policy.contains("script-src 'self'"))
      #expect(!policy.contains("unsafe"))
    }
  }

  @Test func thePageOfARun() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let page = try await server.get("/items/run%20one/")
      #expect(page.text.contains("1.50 ± 0.25"))
      #expect(page.text.contains("src=\"/files/run%20one/plane.svg\""))
      #expect(page.text.contains("src=\"/drawings/curve/run%20one\""))
      #expect(page.text.contains("href=\"/files/run%20one/digits.txt\""))
      #expect(!page.text.contains("report.html"))
      #expect(try await server.get("/drawings/curve/run%20one").text.contains("<svg "))
      try fixture.write("report", to: "run one/report.html")
      let again = try await server.get("/items/run%20one")
      #expect(again.text.contains("href=\"/files/run%20one/report.html\""))
      for asset in ["/assets/style.css", "/assets/live.js", "/assets/icon.svg"] {
        #expect(try await server.get(asset).status == 200)
      }
    }
  }

  @Test func twoRunsSideBySide() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try FileManager.default.createDirectory(
      at: fixture.root.appendingPathComponent("two"), withIntermediateDirectories: false)
    try await RunningServer.serving(fixture) { server async throws in
      let page = try await server.get("/compare?a=run+one&b=two").text
      #expect(page.contains("<tr><td class=\"leading\">seed</td>"))
      #expect(!page.contains("epochs"))
      #expect(page.contains("0.00 ± 0.35"))
      #expect(page.contains("/files/two/plane.svg"))
      #expect(try await server.get("/compare?a=run%20one&b=run%20one").text.contains("the same"))
      for query in ["", "?a=run+one", "?a=run+one&b=none", "?a=%&b=%"] {
        #expect(try await server.get("/compare\(query)").status == 404)
      }
    }
  }

  @Test func progressIsGivenAsNumbers() async throws {
    struct Answer: Decodable {
      var state: String
      var trainedFraction: Double
      var progress: RunProgress
    }
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      let response = try await server.get("/progress/run%20one")
      #expect(response.headers["content-type"] == "application/json")
      let answer = try JSONDecoder().decode(Answer.self, from: Data(response.body))
      #expect(answer.state == "running")
      #expect(answer.trainedFraction == 0.25)
      #expect(answer.progress.networks.map(\.epoch) == [25, 75])
      let list = try await server.get("/progress.json").text
      #expect(list.contains("\"path\":\"run one\""))
    }
  }

  /// What vanishes between the list and the click gets a page that says so.
  @Test func whatHasVanished() async throws {
    let fixture = try ServedFixture()
    defer { fixture.remove() }
    try await RunningServer.serving(fixture) { server async throws in
      #expect(try await server.get("/items/run%20one").status == 200)
      try FileManager.default.removeItem(at: fixture.root.appendingPathComponent("run one"))
      for target in ["/items/run%20one", "/files/run%20one/digits.txt"] {
        let page = try await server.get(target)
        #expect([200, 404].contains(page.status))
      }
      try await Task.sleep(for: .milliseconds(600))
      for target in [
        "/items/run%20one", "/files/run%20one/digits.txt", "/progress/run%20one",
        "/drawings/curve/run%20one", "/compare?a=run+one&b=run+one",
      ] {
        let page = try await server.get(target)
        #expect(page.status == 404, "\(target)")
        #expect(page.text.contains("removed") || page.text.contains("no figure"), "\(target)")
        #expect(page.text.contains("<a href=\"/\">"), "\(target)")
      }
      #expect(try await server.get("/").text.contains("There is nothing here yet."))
    }
  }
}
