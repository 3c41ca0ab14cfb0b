import ArgumentParser
import Foundation

struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Show what is in the data of an experiment, or write them for other programs.",
    discussion: """
      Prints the numbers of patterns, features and classes and, in bits, H(Y) and I(X;Y) of the \
      whole table. With --output the features, as networks see them, and the labels are written to \
      a .csv, .npz or .nc file.

      Examples:
        fokker data --preset tishby
        fokker data digits.csv --set training.data.file.scaling=standard
        fokker data experiment.yml --format json
        fokker data --preset tishby --output patterns.npz
      """)

  @OptionGroup var experiment: ExperimentOptions

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "A .csv, .npz or .nc file to write the data to.", valueName: "file"))
  var output: String?

  @Option(help: "How the summary is printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (experiment, output, format, common) = (experiment, output, format, common)
    try await common.perform { progress in
      try experiment.requirePatterns()
      let configuration = try experiment.configuration()
      let data = try ExperimentData(configuration)
      if let output {
        try data.write(to: output, overwrite: common.force)
        progress.note("wrote \(output)")
      }
      let summary = try DataSummary(data, configuration.training)
      switch format {
      case .text: try show(DataReport(summary: summary).text)
      case .json: try show(jsonText(of: summary))
      }
    }
  }
}
