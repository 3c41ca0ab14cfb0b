import Archives
import Figures

/// A figure that is drawn from the numbers of a study; its raw value is its name on the command line
/// and of its file.
enum StudyFigure: String, CaseIterable, Sendable {
  case snapshots
  case paths
  case phases
  case depthPaths = "depth-paths"
  case depth
  case softest = "soft-900"
  case soft = "soft-990"
  case fractions
  case weights
  case compression
  case widths
  case activations
  case fullBatch = "full-batch"
  case oneNeuron = "one-neuron"
  case noise
  case falsification
  case falsificationPaths = "falsification-paths"
  case collapse
  case forecasts
  case relaxation
  case relaxationPaths = "relaxation-paths"

  /// The study that makes the numbers.
  var study: String {
    switch self {
    case .depthPaths: "depth"
    case .soft, .softest: "bound"
    case .falsificationPaths: "falsification"
    case .relaxationPaths: "relaxation"
    default: rawValue
    }
  }

  /// What it shows, in one sentence.
  var summary: String {
    switch self {
    case .snapshots: "All networks in the information plane at three moments."
    case .paths: "Mean paths for 5, 45 and 85 % of the patterns with the end of fitting."
    case .phases: "Gradient mean, noise and their ratio with the transitions."
    case .depthPaths: "Mean paths of networks with 1 to 6 hidden layers."
    case .depth: "Label information of the output for 1 to 6 hidden layers."
    case .softest: "Converged layers on the bottleneck curve, I(X;Y) = 0.900 bit."
    case .soft: "Converged layers on the bottleneck curve, I(X;Y) = 0.990 bit."
    case .fractions: "Final layers for training sets from 3 to 85 % of the patterns."
    case .weights: "Histograms of the weights before and after training."
    case .compression: "I(X;T) of every layer with the law of its fall."
    case .widths: "Mean paths of wider networks."
    case .activations: "Mean paths with other activation functions."
    case .fullBatch: "Mean paths with and without gradient noise."
    case .oneNeuron: "Information of one unit with a Gaussian input against its weight."
    case .noise: "Spread of replicas that differ in their batches alone."
    case .falsification:
      "What diffusion and saturation predict of every intervention, and what was seen."
    case .falsificationPaths: "Mean paths with interventions after the transition."
    case .relaxation: "Information of the compressing layers against the cost of relaxation."
    case .relaxationPaths: "Mean paths with relaxation in place of training."
    case .collapse: "I(X;T) under several learning rates and batch sizes by three clocks."
    case .forecasts: "Scores of weights at other η, B and seeds, forecast from one run."
    }
  }

  /// Makes the figure from the numbers of its study.
  func figure(of data: Dataset) throws -> Figure {
    switch self {
    case .snapshots: try StudySnapshots(data).figure()
    case .paths: try StudyPaths(data).markedFigure()
    case .phases: try GradientFigure(data).figure()
    case .depthPaths: try StudyPaths(data).figure("Paths of networks with 1 to 6 hidden layers")
    case .depth: try StudyPaths(data).outputFigure()
    case .softest: try StudyBound(data).figure("0.900")
    case .soft: try StudyBound(data).figure("0.990")
    case .fractions: try StudyEnds(data).figure()
    case .weights: try StudyWeights(data).figure()
    case .compression: try StudyCompression(data).figure()
    case .widths: try StudyPaths(data).figure("Paths of wider networks")
    case .activations:
      try StudyPaths(data).figure("Paths with other activation functions", columns: 4)
    case .fullBatch: try StudyPaths(data).figure("Paths with and without gradient noise")
    case .oneNeuron: try StudyUnit(data).figure()
    case .noise: try StudyNoise(data).figure()
    case .falsification: try StudyMatrix(data).figure()
    case .falsificationPaths:
      try StudyPaths(data).figure(
        "Paths with interventions after epoch "
          + "\(Int(data.attributes.double("branching_epoch") ?? 0))", columns: 4)
    case .relaxation: try StudyRelaxation(data).figure()
    case .relaxationPaths:
      try StudyPaths(data).figure(
        "Paths with relaxation after epoch "
          + "\(Int(data.attributes.double("branching_epoch") ?? 0))")
    case .collapse: try StudyCollapse(data).figure()
    case .forecasts: try StudyForecasts(data).figure()
    }
  }

  /// The figures of a study from its numbers.
  static func figures(of study: String, _ data: Dataset) throws -> [(name: String, figure: Figure)]
  {
    try allCases.filter { $0.study == study }.map { ($0.rawValue, try $0.figure(of: data)) }
  }
}
