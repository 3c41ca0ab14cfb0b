import ArgumentParser

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train an ensemble of networks and measure its gradients.",
    discussion: """
      Makes RUN/training.nc. A training that was stopped goes on where it was: until all networks \
      are finished they are kept in RUN/training.partial.

      Examples:
        fokker train --preset tishby --output my-run
        fokker train experiment.yml --networks 20 --epochs 2000 --threads 2
      """)

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup(title: "Output") var output: RunOutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (experiment, output, common) = (experiment, output, common)
    try await common.perform { progress in
      let configuration = try experiment.configuration()
      let directory = try RunDirectory(creating: output.path ?? experiment.defaultOutput)
      let context = StageContext(
        run: directory, configuration: configuration, threads: common.threads, progress: progress,
        checkpointInterval: .seconds(output.checkpointEvery))
      try context.checkUnchanged(remaking: common.force)
      try directory.write(configuration)
      try await context.make(.train, remaking: common.force)
    }
  }
}

/// A stage's command that prints what the file says, and keeps a file that is up to date.
protocol ReportingCommand: AsyncParsableCommand {
  static var stage: Stage { get }
  var argument: RunArgument { get }
  var common: CommonOptions { get }
  var format: ResultFormat { get }
  /// Prints what the file of the stage says.
  static func report(_ context: StageContext, _ format: ResultFormat) throws
}

extension ReportingCommand {
  func run() async throws {
    let (argument, common, format) = (argument, common, format)
    try await common.perform { progress in
      try Self.report(try await Self.made(argument, common, progress), format)
    }
  }

  /// The run, with the file of the stage made if it is not up to date.
  static func made(
    _ argument: RunArgument, _ common: CommonOptions, _ progress: ProgressReporter
  ) async throws -> StageContext {
    let (directory, configuration) = try argument.open()
    let context = StageContext(
      run: directory, configuration: configuration, threads: common.threads, progress: progress)
    if common.force {
      try await context.make(Self.stage, remaking: true)
    } else {
      _ = try await Self.stage.ensure(context, remaking: false)
    }
    try directory.write(configuration)
    return context
  }
}
