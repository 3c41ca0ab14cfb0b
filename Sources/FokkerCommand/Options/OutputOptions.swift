import Archives
import ArgumentParser
import Foundation

/// How results are printed.
enum ResultFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Tables for people.
  case text
  /// One JSON object for programs.
  case json
}

/// Where a run goes.
struct RunOutputOptions: ParsableArguments {
  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "The run directory; made if needed. By default fokker-PRESET or fokker-FILE.",
      valueName: "directory"))
  var path: String?

  @Option(
    help: ArgumentHelp(
      "How often a network in training is saved, so that a killed run can go on.",
      valueName: "seconds"))
  var checkpointEvery: Double = 20

  mutating func validate() throws {
    guard checkpointEvery >= 0, checkpointEvery.isFinite else {
      throw ValidationError(
        "--checkpoint-every is \(checkpointEvery); give a number of seconds, 0 or more.")
    }
  }
}

/// The run directory of a command that works on one.
struct RunArgument: ParsableArguments {
  @Argument(help: "The run directory.")
  var run: String

  @OptionGroup(title: "Settings")
  var settings: SettingOptions

  /// Opens the run and lays the options over its configuration.
  func open() throws -> (run: RunDirectory, configuration: ExperimentConfiguration) {
    try settings.open(run: run)
  }
}

extension SettingOptions {
  /// Opens a run and lays the options over its configuration.
  func open(
    run path: String
  ) throws -> (run: RunDirectory, configuration: ExperimentConfiguration) {
    let directory = try RunDirectory(opening: path)
    return (
      directory, try resolve(try directory.readConfiguration(), directory.experimentFile)
    )
  }
}

/// Throws when a file is there already and may not be replaced, or has no known format.
func refuseToReplace(_ path: String, _ common: CommonOptions) throws {
  _ = try ArchiveFormat(path: path)
  guard common.force || !FileManager.default.fileExists(atPath: path) else {
    throw ArchiveError.fileExists(path: path)
  }
}
