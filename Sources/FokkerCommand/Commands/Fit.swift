import Archives
import ArgumentParser
import DriftDiffusion
import Foundation
import NeuralNetworks

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit drift and diffusion per layer to measured gradients.",
    discussion: """
      Makes RUN/coefficients.nc from RUN/training.nc, or from a gradient log of any framework \
      (.nc, .npz or .csv; docs/data-formats.md), which is first copied into a new run directory. \
      Prints the coefficients of every layer, and what the data say of the assumptions behind them; \
      a fit that is up to date is kept.

      Examples:
        fokker fit my-run
        fokker fit my-run --format json > fit.json
        fokker fit my-run --force --set fit.knots=9 --set fit.timeKnots=12
        fokker fit gradients.npz --output my-run
        fokker fit gradients.csv --learning-rate 0.01 --steps-per-epoch 14 --output my-run
      """)

  @Argument(help: "A run directory or a gradient log.")
  var source: String

  @Option(
    parsing: .unconditional, help: "For a log: the optimiser's step η, unless the log says it.")
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: "For a log: the number of steps in an epoch, unless the log says it.")
  var stepsPerEpoch: Double?

  @Option(help: "For a log: sgd, gradientDescent, momentum or adam, unless it says it.")
  var optimizer: String?

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "For a log: the run directory to make. By default fokker-NAME.", valueName: "directory"))
  var output: String?

  @Option(help: "How the fit is printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup(title: "Settings") var settings: SettingOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let isLog =
        FileManager.default.fileExists(atPath: command.source) && !isDirectory(command.source)
      guard isLog || isDirectory(command.source) else {
        throw CommandFailure(
          .inputOutput,
          "There is no run directory or gradient log \(command.source); check the path.")
      }
      let context = try isLog ? command.importLog(progress) : command.openRun(progress)
      if command.common.force {
        try await context.make(.fit, remaking: true)
      } else {
        _ = try await Stage.fit.ensure(context, remaking: false)
      }
      try context.run.write(context.configuration)
      let summary = try FitSummary(try context.input(.fit))
      switch command.format {
      case .text: try show(FitReport(summary: summary).text)
      case .json: try show(jsonText(of: summary))
      }
    }
  }

  private func openRun(_ progress: ProgressReporter) throws -> StageContext {
    let run = try RunDirectory(opening: source)
    let configuration = try settings.resolve(try run.readConfiguration(), run.experimentFile)
    return StageContext(
      run: run, configuration: configuration, threads: common.threads, progress: progress)
  }

  /// Copies a log into a new run directory.
  private func importLog(_ progress: ProgressReporter) throws -> StageContext {
    let log = try ImportedGradients(contentsOf: source)
    let learningRate = try positive(
      learningRate, log.training.learningRate, "learning-rate", "the optimiser's step")
    let stepsPerEpoch = try positive(
      stepsPerEpoch, log.training.stepsPerEpoch, "steps-per-epoch",
      "the number of mini-batches in an epoch")
    let optimizer = optimizer ?? log.training.optimizer ?? "sgd"
    var configuration = ExperimentConfiguration()
    let name = URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
    configuration.title = "Gradients imported from \(name)"
    configuration.training.optimizer.learningRate = learningRate
    configuration.fit.gradients = log.hasVelocities ? .moving : .frozen
    let run = try RunDirectory(creating: output ?? "fokker-\(name)")
    let context = StageContext(
      run: run, configuration: try settings.resolve(configuration, "the options"),
      threads: common.threads, progress: progress)
    guard common.force || !run.holds(.train) else {
      throw CommandFailure(
        .inputOutput,
        "\(run.file(of: .train)) exists already; choose another --output or give --force.")
    }
    var dataset = try context.dataset("imported gradients", .train)
    try dataset.add(
      log, learningRate: learningRate, stepsPerEpoch: stepsPerEpoch, optimizer: optimizer)
    _ = try dataset.frozenGradientLog()
    try context.write(dataset, .train)
    try run.write(context.configuration)
    return context
  }

  /// The number that an option gives, or else the log.
  private func positive(
    _ option: Double?, _ logged: Double?, _ name: String, _ what: String
  ) throws -> Double {
    guard let value = option ?? logged else {
      throw CommandFailure(
        .usage,
        "\(source) does not tell \(what); give --\(name), or one number "
          + "'\(name.replacing("-", with: "_"))' in the log.")
    }
    guard value > 0, value.isFinite else {
      let place = option == nil ? "\(name.replacing("-", with: "_")) of \(source)" : "--\(name)"
      throw CommandFailure(.usage, "\(place) is \(value); it must be positive.")
    }
    return value
  }
}
