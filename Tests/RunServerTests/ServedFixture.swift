import Figures
import Foundation
import RunServer
import Testing

/// A directory to be served, beside a secret that is not in it.
struct ServedFixture {
  static let secret = "the secret outside"

  /// What holds both.
  let base: URL
  /// The served directory.
  var root: URL { base.appendingPathComponent("served") }

  init() throws {
    base = FileManager.default.temporaryDirectory
      .appendingPathComponent("run-server-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("run one"), withIntermediateDirectories: true)
    try write(Self.secret, to: "secret.txt", in: base)
    try write("title: One\n", to: "run one/experiment.yml")
    try write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", to: "run one/plane.svg")
    try write("0123456789", to: "run one/digits.txt")
  }

  func write(_ text: String, to name: String, in directory: URL? = nil) throws {
    try Data(text.utf8).write(to: (directory ?? root).appendingPathComponent(name))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: root.appendingPathComponent(name).path, withDestinationPath: target)
  }

  func remove() { try? FileManager.default.removeItem(at: base) }
}

/// A catalogue of the fixture's directories.
struct FixtureCatalogue: RunCatalogue {
  func items(in directory: ServedDirectory) -> [CatalogueItem] {
    directory.entries(of: .root).filter(\.status.isDirectory).compactMap { name, status in
      guard let path = ServedPath.root.appending(name) else { return nil }
      let hasExperiment = directory.status(of: path.appending("experiment.yml") ?? path)?.isFile
      return CatalogueItem(
        path: path, kind: .run, title: "<b>\(name)</b>",
        state: hasExperiment == true ? .running : .broken("experiment.yml is missing"),
        extent: "1 network", changed: status.changed, version: status.version)
    }
  }

  func content(of item: CatalogueItem, in directory: ServedDirectory) -> ItemContent? {
    guard directory.status(of: item.path) != nil else { return nil }
    var content = ItemContent()
    content.settings = [Fact("seed", item.path.parts[0]), Fact("epochs", "4000")]
    content.quantities = [
      QuantityGroup("Compression, bits", [Quantity("layer 1", 1.5, standardError: 0.25)])
    ]
    content.figures = [
      ItemFigure("plane", caption: "The plane", .file("plane.svg")),
      ItemFigure(
        "curve", caption: "A curve",
        .drawn(
          Figure(panels: [
            Panel(
              x: AxisStyle("x"), y: AxisStyle("y"),
              series: [Series("a", .line(x: [0, 1], y: [0, 1]))])
          ]))),
    ]
    content.files = [ItemFile(name: "digits.txt", size: 10, changed: 0, what: "ten digits")]
    return content
  }

  func progress(of item: CatalogueItem, in directory: ServedDirectory) -> RunProgress? {
    RunProgress(
      stages: [.init(activity: "training", file: "training.nc", isDone: false)],
      networks: [.init(number: 0, epoch: 25), .init(number: 1, epoch: 75)], networkCount: 4,
      epochCount: 100)
  }
}

/// A server that runs while a test does.
struct RunningServer {
  let port: UInt16

  /// Serves a fixture during the work.
  static func serving(
    _ fixture: ServedFixture, _ work: @Sendable (RunningServer) async throws -> Void
  ) async throws {
    let server = RunServer(
      try ServedDirectory(fixture.root.path), catalogue: FixtureCatalogue(), port: 0)
    let (ports, continuation) = AsyncStream<UInt16>.makeStream()
    let task = Task {
      defer { continuation.finish() }
      try await server.run { continuation.yield($0) }
    }
    do {
      let port = try #require(await ports.first { _ in true }, "the server listens")
      try await work(RunningServer(port: port))
      task.cancel()
      try await task.value
    } catch {
      task.cancel()
      throw error
    }
  }

  /// The answer to a target, sent as it is.
  func get(
    _ target: String, method: String = "GET", host: String? = nil, headers: [String] = []
  ) async throws -> RawResponse {
    let lines =
      ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + headers
      + ["Connection: close", "", ""]
    return try RawResponse(await exchange(Array(lines.joined(separator: "\r\n").utf8)))
  }

  /// All that comes back for some bytes, on a thread of its own since it waits.
  func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    try await onThread { [port] in
      let connection = try LoopbackConnection(port: port)
      try connection.send(bytes)
      return try connection.receiveAll()
    }
  }
}

/// Does work that waits on a thread of its own.
func onThread<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
  }
}
