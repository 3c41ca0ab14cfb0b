import Archives
import Foundation

/// A directory that holds one experiment: its resolved configuration and a file per stage.
struct RunDirectory: Sendable {
  /// The path.
  let path: String

  /// The resolved configuration of the run, as YAML.
  var experimentFile: String { "\(path)/experiment.yml" }

  /// The file that a stage makes.
  func file(of stage: Stage) -> String { "\(path)/\(stage.fileName)" }

  /// Where the networks of a training are until all are finished.
  var partialTraining: String { "\(path)/training.partial" }

  /// The file of a network in training.
  func partialTraining(ofNetwork network: Int) -> String {
    "\(partialTraining)/network-\(network).nc"
  }

  /// The networks in training that have been saved, in the order of their numbers.
  var networksInTraining: [(number: Int, path: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: partialTraining)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("network-"), name.hasSuffix(".nc") else { return nil }
      return Int(name.dropFirst(8).dropLast(3)).map { ($0, partialTraining(ofNetwork: $0)) }
    }.sorted { $0.0 < $1.0 }
  }

  /// The forecasts of the run from the fit of another one.
  var forecastFile: String { "\(path)/forecasts.nc" }

  /// Whether a stage has made its file.
  func holds(_ stage: Stage) -> Bool { FileManager.default.fileExists(atPath: file(of: stage)) }

  /// Whether the directory holds a run.
  var holdsRun: Bool { FileManager.default.fileExists(atPath: experimentFile) }

  /// Opens a directory in which a run was started.
  init(opening path: String) throws {
    self.path = Self.normalized(path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw CommandFailure(.inputOutput, "There is no run directory \(path); check the path.")
    }
    guard isDirectory.boolValue else {
      throw CommandFailure(.inputOutput, "\(path) is a file, not a run directory.")
    }
    guard holdsRun else {
      throw CommandFailure(
        .badData,
        "\(path) holds no experiment.yml, so it is not a run directory; make one with "
          + "'fokker run --output \(path)' or 'fokker train --output \(path)'.")
    }
  }

  /// Makes the directory if it is not there; its parent must exist.
  init(creating path: String) throws {
    self.path = Self.normalized(path)
    try Self.makeDirectory(path)
  }

  /// Makes a directory if it is not there; its parent must exist.
  static func makeDirectory(_ path: String) throws {
    if FileManager.default.fileExists(atPath: path) {
      guard isDirectory(path) else {
        throw CommandFailure(
          .inputOutput, "\(path) is a file where a directory is needed; choose another --output.")
      }
      return
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    } catch {
      // Another process may have made it in the meantime.
      if isDirectory(path) { return }
      throw CommandFailure(
        .inputOutput,
        "The directory \(path) cannot be made; check that its parent exists and is writable.")
    }
  }

  private static func normalized(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The configuration that the run was started with.
  func readConfiguration() throws -> ExperimentConfiguration {
    var reader = try ConfigurationReader(base: ExperimentConfiguration())
    try reader.overlay(yaml: try readText(of: experimentFile), source: experimentFile)
    return try reader.configuration(source: experimentFile)
  }

  /// The digest of the data that the networks were trained on; nil for imported gradients.
  var dataDigest: String? {
    get throws {
      try NetCDF.read(file(of: .train), variables: []).attributes.string("data_digest")
    }
  }

  /// Whether the run began with the gradient log of another program, which tells of no patterns.
  var isImported: Bool {
    get throws { try holds(.train) && dataDigest == nil }
  }

  /// The stages of the run; one that began with a gradient log is neither trained nor asked for information.
  var stages: [Stage] {
    get throws {
      try isImported ? Stage.allCases.filter { $0 != .train && $0 != .information } : Stage.allCases
    }
  }

  /// Throws when there are no patterns to look at, since the run began with a gradient log.
  func requirePatterns() throws {
    guard try isImported else { return }
    throw CommandFailure(
      .badData,
      "\(path) holds a gradient log of another program, which has no patterns: there are no "
        + "activations to look at. 'fokker information TABLE' takes activations of any program.")
  }

  /// Writes the resolved configuration, whole or not at all.
  func write(_ configuration: ExperimentConfiguration) throws {
    try writeText(try ConfigurationReader.text(of: configuration), to: experimentFile)
  }
}

/// Whether there is a directory of the path.
func isDirectory(_ path: String) -> Bool {
  var isDirectory: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    && isDirectory.boolValue
}

/// Writes a text into a file, whole or not at all, replacing what is there.
func writeText(_ text: String, to path: String) throws {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw CommandFailure(
      .inputOutput,
      "\(path) cannot be written (\(error.localizedDescription)); check permissions and space.")
  }
}

/// The text of a file, or a failure that names it.
func readText(of path: String) throws -> String {
  guard FileManager.default.fileExists(atPath: path) else {
    throw CommandFailure(.inputOutput, "There is no file \(path); check the path.")
  }
  guard let data = FileManager.default.contents(atPath: path) else {
    throw CommandFailure(.inputOutput, "\(path) cannot be read; check its permissions.")
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw CommandFailure(.badData, "\(path) is not a text in UTF-8.")
  }
  return text
}
