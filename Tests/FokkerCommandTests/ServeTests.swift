import Foundation
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// `fokker serve` on directories that the other commands have made.
@Suite(.serialized) struct ServeTests {
  /// Starts the server, does the work and ends it with the signal of Ctrl-C.
  private func serving(
    _ fokker: FokkerProcess, _ arguments: [String] = [], shell: String? = nil,
    _ work: (URL) async throws -> Void
  ) async throws {
    let process = try fokker.prepared(["serve", "--port", "0"] + arguments)
    if let shell {
      let command = ([try FokkerProcess.executable.path] + (process.arguments ?? []))
        .joined(separator: " ")
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\(shell); exec \(command)"]
    }
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    do {
      let address = try #require(
        line.split(separator: " ").first { $0.hasPrefix("http://127.0.0.1:") })
      try await work(try #require(URL(string: String(address))))
    } catch {
      process.terminate()
      process.waitUntilExit()
      throw error
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(said.isEmpty)
  }

  private func get(_ address: URL, _ path: String) async throws -> (status: Int, text: String) {
    let url = try #require(URL(string: path, relativeTo: address))
    let (data, response) = try await URLSession.shared.data(from: url)
    return (
      try #require(response as? HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self)
    )
  }

  @Test func runsStudiesDensitiesAndBrokenOnes() async throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("run", "tiny.yml", "--output", "first", "--quiet").status == 0)
    #expect(
      try fokker.run("run", "tiny.yml", "--output", "second", "--seed", "2", "--quiet").status
        == 0)
    #expect(
      try fokker.run(
        "solve", "--drift=-x", "--diffusion", "1", "--domain", "-5:5", "--initial", "normal(0, 1)",
        "--until", "1", "--output", "decay.nc", "--quiet"
      ).status == 0)
    try fokker.write("no NetCDF", to: "second/gradients.nc")
    try await serving(fokker) { address in
      let list = try await get(address, "/").text
      #expect(list.contains("<a href=\"/items/first\">first</a>"))
      #expect(list.contains("Tiny"))
      #expect(list.contains("3 networks, 40 epochs"))
      #expect(list.contains("decay.nc"))
      #expect(list.contains("broken: gradients.nc"))

      let run = try await get(address, "/items/first").text
      #expect(run.contains("Compression of I(X;T), bits"))
      #expect(run.contains("Transition by snr-first, epoch"))
      #expect(run.contains("src=\"/files/first/information-plane.svg\""))
      #expect(run.contains("training.recording.recordedEpochs"))
      #expect(try await get(address, "/files/first/information-plane.svg").status == 200)

      let broken = try await get(address, "/items/second")
      #expect(broken.status == 200)
      #expect(broken.text.contains("<li>gradients.nc"))
      #expect(!broken.text.contains(fokker.directory.path))

      let both = try await get(address, "/compare?a=first&b=second").text
      #expect(both.contains("training.seed"))
      #expect(both.contains("<td class=\"leading\">1</td><td class=\"leading\">2</td>"))

      let density = try await get(address, "/items/decay.nc").text
      #expect(density.contains("<dt>drift</dt><dd>-x</dd>"))
      #expect(try await get(address, "/drawings/density/decay.nc").text.contains("</svg>"))
      #expect(
        try await get(address, "/files/..%2f\(fokker.directory.lastPathComponent)").status == 404)
    }
  }

  /// A training that is being saved is seen network by network.
  @Test func aRunInProgress() async throws {
    struct Answer: Decodable {
      struct Progress: Decodable {
        struct Network: Decodable { var epoch: Int }
        var networks: [Network]
        var networkCount: Int
        var epochCount: Int
      }
      var state: String
      var progress: Progress
    }
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let training = try fokker.prepared([
      "train", "tiny.yml", "--output", "live", "--checkpoint-every", "0", "--set",
      "training.epochs=200000", "--quiet",
    ])
    try training.run()
    defer {
      training.terminate()
      training.waitUntilExit()
    }
    try await serving(fokker) { address in
      var seen: [Int] = []
      for _ in 0..<150 where seen.max() ?? 0 == 0 {
        try await Task.sleep(for: .milliseconds(200))
        guard case (200, let text) = try await get(address, "/progress/live") else { continue }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        guard !answer.progress.networks.isEmpty else { continue }
        #expect(answer.state == "running")
        #expect(answer.progress.networkCount == 3)
        #expect(answer.progress.epochCount == 200_000)
        seen = answer.progress.networks.map(\.epoch)
      }
      #expect(seen.max() ?? 0 > 0)
      let page = try await get(address, "/items/live").text
      #expect(page.contains("data-trained"))
      #expect(page.contains("0 of 3 networks done"))
      #expect(page.contains("src=\"/drawings/learning-so-far/live\""))
      let drawing = try await get(address, "/drawings/learning-so-far/live?1")
      #expect(drawing.status == 200)
      #expect(drawing.text.contains("training patterns"))
    }
  }

  @Test func directoriesThatAreNotThere() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run("serve", "nowhere")
    #expect(result.status == 74)
    #expect(result.error.contains("nowhere"))
  }

  /// With forty descriptors for a hundred connections the server goes on afterwards.
  @Test func tooManyConnections() async throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try await serving(fokker, shell: "ulimit -n 40") { address in
      let port = UInt16(try #require(address.port))
      var sockets: [Int32] = []
      for _ in 0..<100 { sockets.append(openSocket(port)) }
      try await Task.sleep(for: .milliseconds(500))
      for descriptor in sockets where descriptor >= 0 { close(descriptor) }
      var status = 0
      for _ in 0..<50 where status != 200 {
        try await Task.sleep(for: .milliseconds(100))
        status = (try? await get(address, "/").status) ?? 0
      }
      #expect(status == 200)
    }
  }
}

/// A connection to a port of this machine that says nothing; negative when it is refused.
private func openSocket(_ port: UInt16) -> Int32 {
  #if canImport(Darwin)
  let descriptor = socket(AF_INET, SOCK_STREAM, 0)
  #else
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #endif
  var place = sockaddr_in()
  place.sin_family = sa_family_t(AF_INET)
  place.sin_port = port.bigEndian
  place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let status = withUnsafePointer(to: &place) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  if status == 0 { return descriptor }
  close(descriptor)
  return -1
}
