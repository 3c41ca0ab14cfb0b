import DriftDiffusion
import InformationTheory
import NeuralNetworks

/// A whole experiment: one section per stage, every key with a default.
struct ExperimentConfiguration: Hashable, Codable, Sendable {
  /// A line about the experiment, written into every file.
  var title = "Drift-diffusion analogy on the spherical rule"
  /// What is trained and what is recorded.
  var training = TrainingConfiguration()
  /// How the information of layers is estimated.
  var information = InformationConfiguration()
  /// How the phases of the gradients are found.
  var gradients = PhaseConfiguration()
  /// How drift and diffusion are fitted.
  var fit = FitConfiguration()
  /// How the layer equations are solved.
  var solve = SolveConfiguration()
  /// How the layer processes are simulated.
  var simulate = SimulateConfiguration()
  /// How the entropy of measured weights is estimated.
  var compare = EntropyConfiguration()

  /// How weights are forecast beyond a window of epochs.
  var forecast = ForecastConfiguration()

  /// Checks every section; the libraries' errors name the key.
  func validate() throws {
    try training.validate()
    try information.validate()
    try gradients.validate()
    try fit.validate()
    try solve.validate()
    try simulate.validate()
    try compare.validate()
    try forecast.validate()
  }

  /// Throws when a later stage could not work with what the training makes, before it is made.
  func checkStages() throws {
    let optimizer = training.optimizer.kind
    if optimizer.keepsState, !fit.allowStatefulOptimizer {
      throw DriftDiffusionError.optimizerHasState(optimizer.rawValue)
    }
    guard solve.startEpoch < Double(training.epochs) else {
      throw DriftDiffusionError.badParameter(
        name: "solve.startEpoch", value: solve.startEpoch,
        remedy: "choose an epoch before the last one, \(training.epochs)")
    }
  }
}
