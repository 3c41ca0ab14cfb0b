import Figures
import InformationTheory
import NeuralNetworks

/// What was run, in words and as commands.
struct ReportSettings {
  private let configuration: ExperimentConfiguration
  private let run: RunDirectory

  init(_ configuration: ExperimentConfiguration, _ run: RunDirectory) {
    self.configuration = configuration
    self.run = run
  }

  private var training: TrainingConfiguration { configuration.training }

  private var widths: String {
    training.network.hiddenWidths.map { "\($0)" }.joined(separator: "-")
  }

  private var learningRate: String {
    NumberText.significant(training.optimizer.learningRate, digits: 3)
  }

  /// The experiment in one sentence.
  var summary: String {
    "\(training.networks) networks with hidden layers of \(widths) "
      + "\(training.network.activation.rawValue) units, trained for \(training.epochs) epochs by "
      + "\(training.optimizer.kind.rawValue) at learning rate \(learningRate) and batch size "
      + "\(training.optimizer.batchSize)."
  }

  /// The settings that matter most.
  var blocks: [PageBlock] {
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
    """
    fokker run experiment.yml --output \(run.name)
    fokker report \(run.name)
    """
  }
}
