import Archives
import ArgumentParser
import Foundation
import NeuralNetworks

struct Information: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate the information of every layer about input and label.",
    discussion: """
      For a run, makes RUN/information.nc from RUN/training.nc. For a table of activations from \
      elsewhere, prints I(X;T) and I(T;Y) of every layer in bits, and with --output writes them.

      A table is an .npz or .nc file with the arrays layer_1, layer_2, … of the shape [pattern, \
      unit] or [epoch, pattern, unit] and labels, or a .csv file with the columns layer1_unit1, \
      layer1_unit2, …, label, and epoch if there are several (docs/data-formats.md).

      Estimators: binned; kernelDensity, bounds with Gaussian noise; nearestNeighbor; noisy, drawn \
      Gaussian noise. All but the first take a second per ten snapshots of 4096 patterns and six \
      layers, and are run on as many networks and epochs as information.thinning says.

      Examples:
        fokker information my-run
        fokker information my-run --force --estimators binned,kernelDensity
        fokker information my-run --force --set information.binning.binCount=60
        fokker information activations.npz --estimators binned,noisy --format json
        fokker information activations.csv --set information.binning.placement=quantiles
      """)

  @Argument(help: "A run directory, or a table of activations (.npz, .nc or .csv).")
  var source: String

  @Option(
    help: ArgumentHelp(
      "The estimators, separated by commas: binned, kernelDensity, nearestNeighbor, noisy.",
      valueName: "list"))
  var estimators: String?

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "For a table: also write the estimates to this file (.nc, .npz or .csv).", valueName: "file"))
  var output: String?

  @Option(help: "For a table, how the estimates are printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup(title: "Settings") var settings: SettingOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let isTable =
        FileManager.default.fileExists(atPath: command.source) && !isDirectory(command.source)
      if isTable {
        try await command.measureTable(progress)
      } else {
        try await command.measureRun(progress)
      }
    }
  }

  private func measureRun(_ progress: ProgressReporter) async throws {
    if output != nil {
      throw CommandFailure(
        .usage, "--output is for a table of activations; a run's go to its information.nc.")
    }
    let directory = try RunDirectory(opening: source)
    let configuration = try resolve(try directory.readConfiguration(), directory.experimentFile)
    let context = StageContext(
      run: directory, configuration: configuration, threads: common.threads, progress: progress)
    try await context.make(.information, remaking: common.force)
    try directory.write(configuration)
  }

  private func measureTable(_ progress: ProgressReporter) async throws {
    let configuration = try resolve(ExperimentConfiguration(), "the options")
    if let output, !common.force, FileManager.default.fileExists(atPath: output) {
      throw CommandFailure(
        .inputOutput, "\(output) exists already; choose another --output or give --force.")
    }
    progress.begin("measuring information")
    let table = try ActivationTable(contentsOf: source)
    let measurement = try await InformationMeasurement(
      table, configuration.information, seed: configuration.training.seed,
      threads: common.threads, progress: progress)
    progress.finish("measured \(table.layerCount) layers at \(table.epochCount) epochs")
    let report = InformationReport(measurement, table)
    if let output {
      try Archive.write(
        table.dataset(measurement, configuration), to: output, overwrite: common.force)
    }
    switch format {
    case .text: try show(report.text)
    case .json: try show(jsonText(of: report))
    }
  }

  /// A configuration with the options laid over it, checked.
  private func resolve(
    _ base: ExperimentConfiguration, _ source: String
  ) throws -> ExperimentConfiguration {
    var settings = settings
    if let estimators { settings.assignments.append("information.estimators=[\(estimators)]") }
    return try settings.resolve(base, source)
  }
}
