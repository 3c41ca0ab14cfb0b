import ArgumentParser
import Figures

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make every stage of an experiment in a run directory.",
    discussion: """
      A run that was stopped goes on where it was: finished stages are kept, and networks in \
      training too. Ends with the tables of 'fokker compare' and the page of \
      'fokker report'.

      Examples:
        fokker run --preset quick
        fokker run --preset tishby --output tishby-run --threads 2
        fokker run experiment.yml --seed 7 --set training.optimizer.learningRate=0.02
        fokker run tishby-run
      """)

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup(title: "Output") var output: RunOutputOptions
  @Option(help: "How the comparison is printed: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (experiment, output, format, common) = (experiment, output, format, common)
    try await common.perform { progress in
      let configuration = try experiment.configuration()
      let directory = try RunDirectory(creating: output.path ?? experiment.defaultOutput)
      let context = StageContext(
        run: directory, configuration: configuration, threads: common.threads, progress: progress,
        checkpointInterval: .seconds(output.checkpointEvery))
      try context.checkUnchanged(remaking: common.force)
      if try !directory.isImported { try configuration.checkStages() }
      try directory.write(configuration)
      for stage in try directory.stages {
        _ = try await stage.ensure(context, remaking: common.force)
      }
      try Compare.report(context, format)
      try Self.writePage(of: directory, progress)
    }
  }

  /// Makes the page of the run; without the parts of Vega there is none, which is no failure.
  private static func writePage(of run: RunDirectory, _ progress: ProgressReporter) throws {
    do {
      try writeReport(of: run, to: run.report, vega: try VegaLibrary())
      progress.note("\(run.report) shows the run")
    } catch let error as FigureError {
      progress.note("There is no report: \(error.description)")
    }
  }
}
