import Foundation
import Testing

/// What a finished command has said.
struct CommandOutput {
  var status: Int32
  var output: String
  var error: String
}

/// Runs the built executable as a user does, in a directory of its own.
struct FokkerProcess {
  /// The working directory, removed by ``remove()``.
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("fokker-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  /// Removes the directory with all that was made in it.
  func remove() { try? FileManager.default.removeItem(at: directory) }

  /// The executable beside the test bundle.
  static var executable: URL {
    get throws {
      let places = [CommandLine.arguments[0], Bundle.main.executablePath ?? ""].map {
        URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("fokker")
      }
      return try #require(
        places.first { FileManager.default.isExecutableFile(atPath: $0.path) },
        "the executable 'fokker' is built together with the tests")
    }
  }

  /// Runs the command to its end.
  @discardableResult
  func run(_ arguments: String...) throws -> CommandOutput { try run(arguments) }

  /// Runs the command to its end.
  func run(_ arguments: [String]) throws -> CommandOutput {
    let process = try prepared(arguments)
    let (output, error) = (try file("stdout"), try file("stderr"))
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return CommandOutput(
      status: process.terminationStatus, output: try text(output), error: try text(error))
  }

  /// A process with a fixed time stamp, not yet started.
  func prepared(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = try Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SOURCE_DATE_EPOCH": "1000000000"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// Writes a text into a file of the directory.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appendingPathComponent(name))
  }

  /// The bytes of a file of the directory.
  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: directory.appendingPathComponent(name))
  }

  /// The path of a file of the directory.
  func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  private func file(_ name: String) throws -> URL {
    let url = directory.appendingPathComponent("\(name)-\(UUID().uuidString)")
    try Data().write(to: url)
    return url
  }

  private func text(_ file: URL) throws -> String {
    defer { try? FileManager.default.removeItem(at: file) }
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}

/// An experiment that takes a fraction of a second.
let tinyExperiment = """
  title: Tiny
  training:
    networks: 3
    epochs: 40
    recording:
      recordedEpochs: 8
  solve:
    cells: 256
    largestCellCount: 512
    weightCells: 64
    tolerance: 1.0e-5
  simulate:
    particles: 500
    stepsPerInterval: 5
  """

/// The files of a run, in the order of its stages.
let stageFiles = [
  "training.nc", "information.nc", "gradients.nc", "coefficients.nc", "density.nc", "ensemble.nc",
  "comparison.nc",
]
