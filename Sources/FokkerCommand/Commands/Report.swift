import ArgumentParser
import Figures
import Foundation

struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one page of a run: what was run, what was found, and interactive figures.",
    discussion: """
      Makes RUN/report.html, which needs no other file and no network, and prints its path. Parts \
      whose files are missing are left out and named. The run's own report is made anew each time; \
      another file is replaced with --force only.

      Examples:
        fokker report my-run
        fokker report my-run --output for-a-colleague.html
      """)

  @Argument(help: "The run directory.")
  var run: String

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp("The page; by default RUN/report.html.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Where the parts of Vega are; by default where Debian's libjs-vega has them.",
      valueName: "directory"))
  var vega = VegaLibrary.debianDirectory

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let directory = try RunDirectory(opening: command.run)
      let path = command.output ?? directory.report
      if command.output != nil, !command.common.force,
        FileManager.default.fileExists(atPath: path)
      {
        throw CommandFailure(.inputOutput, "\(path) exists already; give --force to replace it.")
      }
      progress.begin("reporting")
      try writeReport(of: directory, to: path, vega: try VegaLibrary(directory: command.vega))
      progress.finish("reported")
      try show(path)
    }
  }
}
