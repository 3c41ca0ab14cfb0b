import ArgumentParser
import DriftDiffusion
import NeuralNetworks

/// Experiments that are built in.
enum Preset: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// The real data and network with ten networks, in well under a minute on two cores.
  case quick
  /// The published experiment: 50 networks, 10 000 epochs, 85 % of the patterns.
  case tishby

  /// The experiment.
  var configuration: ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    switch self {
    case .quick:
      configuration.title = "Drift-diffusion analogy, ten networks"
      configuration.training.networks = 10
      configuration.training.epochs = 4000
      configuration.training.recording.recordedEpochs = 60
      configuration.solve.cells = 1024
      configuration.simulate.particles = 4000
    case .tishby:
      configuration.title = "Drift-diffusion analogy, the published experiment"
      configuration.training.recording.recordedEpochs = 400
    }
    return configuration
  }

  /// What the preset is, for the help.
  var summary: String {
    switch self {
    case .quick: "the real data and network, ten networks, under a minute"
    case .tishby: "the published experiment: 50 networks, 10 000 epochs, 85 % for training"
    }
  }
}
