import DriftDiffusion
import NeuralNetworks

/// One row of the falsification matrix: an intervention and what the hypotheses predict of it.
enum FalsificationRow: String, CaseIterable, Sendable {
  case fullBatch = "full-batch"
  case relu
  case linear
  case smallBatches = "small-batches"
  case isotropicNoise = "isotropic-noise"
  case flatNoise = "flat-noise"
  case boundedGain = "bounded-gain"
  case gainOnly = "gain-only"
  case noiseOnly = "noise-only"
  case boundedNoise = "bounded-noise"
  case shuffledLabels = "shuffled-labels"
  case frozen

  /// How the row is measured.
  enum Measure: String, Sendable {
    /// The information lost from the branching epoch to the end.
    case sinceBranch = "since branch"
    /// The information lost from every network's own peak to the end, for networks of their own.
    case sincePeak = "since peak"
    /// The mean over the recorded epochs since the branch, which are even in ln t, of the information
    /// of the reference minus that of the intervention.
    case lead
  }

  /// What it is, for tables.
  var label: String {
    switch self {
    case .fullBatch: "full batches, tanh (D = 0)"
    case .relu: "SGD, ReLU"
    case .linear: "SGD, linear"
    case .smallBatches: "4 times larger η/B at equal ηt"
    case .isotropicNoise: "added isotropic noise"
    case .flatNoise: "added noise, flat directions"
    case .boundedGain: "bounded gain, with noise"
    case .gainOnly: "gain alone, no training"
    case .noiseOnly: "measured noise alone"
    case .boundedNoise: "noise alone, bounded gain"
    case .shuffledLabels: "shuffled labels"
    case .frozen: "frozen random weights"
    }
  }

  /// How it is measured.
  var measure: Measure {
    switch self {
    case .fullBatch, .boundedGain, .gainOnly, .noiseOnly, .boundedNoise: .sinceBranch
    case .relu, .linear, .shuffledLabels, .frozen: .sincePeak
    case .smallBatches, .isotropicNoise, .flatNoise: .lead
    }
  }

  /// What is expected when diffusion causes compression (H1).
  var diffusionPrediction: InterventionOutcome {
    switch self {
    case .fullBatch, .gainOnly, .frozen: .none
    case .relu, .linear, .boundedGain, .noiseOnly, .boundedNoise, .shuffledLabels: .compresses
    case .smallBatches, .isotropicNoise, .flatNoise: .faster
    }
  }

  /// What is expected when compression is saturation by the gain of a layer (H2).
  var saturationPrediction: InterventionOutcome {
    switch self {
    case .fullBatch, .gainOnly, .shuffledLabels: .compresses
    case .relu, .linear, .boundedGain, .noiseOnly, .boundedNoise, .frozen: .none
    case .smallBatches, .isotropicNoise, .flatNoise: .same
    }
  }

  /// The activation of the hidden units, if the row has one of its own.
  var activation: Activation? {
    switch self {
    case .relu: .relu
    case .linear: .linear
    default: nil
    }
  }

  /// The motion after the branching epoch: rows that bear the name of one are that motion.
  private var motion: ContinuedMotion { ContinuedMotion(rawValue: rawValue) ?? .training }

  /// The ensemble of the row, which shares initial weights, training sets and, up to the branch,
  /// batches with the reference.
  func studyCase(_ reference: StudyCase) -> StudyCase {
    StudyCase("falsification-\(rawValue)", label, reference.configuration) {
      $0.training.continuation.motion = motion
      switch self {
      case .smallBatches:
        $0.training.continuation.batchSize = max($0.training.optimizer.batchSize / 4, 1)
      case .shuffledLabels: $0.training.data.labels = .shuffled
      case .frozen: $0.training.continuation.epoch = 0
      default: if let activation { $0.training.network.activation = activation }
      }
    }
  }
}
