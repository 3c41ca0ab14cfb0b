import Figures
import InformationTheory
import NeuralNetworks

/// What was run, in words and as commands.
struct ReportSettings {
  private let configuration: ExperimentConfiguration
  private let run: RunDirectory
  /// What the run began with when that was the log of another program.
  private let log: ImportedOutline?

  init(_ configuration: ExperimentConfiguration, _ run: RunDirectory) {
    self.configuration = configuration
    self.run = run
    log = ImportedOutline(run)
  }

  private var training: TrainingConfiguration { configuration.training }

  private var widths: String {
    training.network.hiddenWidths.map { "\($0)" }.joined(separator: "-")
  }

  private var learningRate: String {
    "\(training.optimizer.learningRate)"
  }

  /// The experiment in one sentence.
  var summary: String {
    if let log {
      return "Gradients of \(networkPhrase(log.networkCount)) that another program has logged at "
        + "\(log.epochCount) epochs up to epoch \(NumberText.significant(log.lastEpoch)), with learning "
        + "rate \(learningRate)."
    }
    return "\(training.networks) networks with hidden layers of \(widths) "
      + "\(training.network.activation.rawValue) units, trained for \(training.epochs) epochs by "
      + "\(training.optimizer.kind.rawValue) at learning rate \(learningRate) and batch size "
      + "\(training.optimizer.batchSize)."
  }

  /// The settings that matter most.
  var blocks: [PageBlock] {
    if let log { return [.section("What was run"), .facts(log.facts)] }
    let data = training.data
    let fraction = NumberText.significant(100 * data.trainingFraction, digits: 3)
    return [
      .section("What was run"),
      .facts([
        Fact("Data", "\(data.source.rawValue), \(data.rule.rawValue) rule"),
        Fact("Training set", "\(fraction) % of the patterns"),
        Fact("Hidden layers", "\(widths), \(training.network.activation.rawValue)"),
        Fact("Optimizer", training.optimizer.kind.rawValue), Fact("Learning rate η", learningRate),
        Fact(
          "Batch size B",
          "\(training.optimizer.batchSize), \(training.optimizer.sampling.rawValue)"),
        Fact("Networks", "\(training.networks), \(training.epochs) epochs each"),
        Fact("Seed", "\(training.seed)"),
        Fact(
          "Information",
          configuration.information.estimators.map(\.rawValue).joined(separator: ", ")),
      ]),
    ]
  }

  /// The commands that make the run and its page again, from the settings at the end of the page.
  var commands: String {
    log == nil ? runCommands : logCommands
  }

  private var logCommands: String {
    """
    fokker fit LOG --learning-rate \(learningRate) --output \(run.name)
    fokker run \(run.name)
    """
  }

  private var runCommands: String {
    """
    fokker run experiment.yml --output \(run.name)
    fokker report \(run.name)
    """
  }
}
