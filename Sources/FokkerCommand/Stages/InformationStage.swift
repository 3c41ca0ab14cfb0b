import Archives
import InformationTheory
import NeuralNetworks
import WorkSharing

/// Estimates I(X;T) and I(T;Y) of every layer, network and recorded epoch.
func measureInformation(_ context: StageContext) async throws -> String {
  let training = try context.input(.train, variables: ["epoch", "layer", "network", "parameter"])
  let snapshots = try Snapshots(training, context.configuration)
  let progress = context.progress
  let count = snapshots.networkCount
  let curves = try await mapConcurrently(
    count: count, threads: context.threads,
    finished: { progress.update(Double($0) / Double(count)) },
    { network in try snapshots.information(ofNetwork: network) })
  var dataset = try context.dataset("information", .information)
  for name in ["network", "epoch", "layer"] { try dataset.addAxis(name, from: training) }
  try dataset.addInformation(
    curves.flatMap { $0 }, labelEntropy: snapshots.patterns.labelEntropy,
    aboutPattern: snapshots.patterns.mutualInformation)
  try context.write(dataset, .information)
  return "measured \(snapshots.layout.layerCount) layers at \(snapshots.epochCount) epochs"
}

/// Where the weights of all networks are, with what is needed to look at activations.
private struct Snapshots: Sendable {
  let patterns: LabelledPatterns
  let network: NetworkConfiguration
  let precision: NumericalPrecision
  let binning: BinningConfiguration
  let layout: ParameterLayout
  let networkCount: Int
  let epochCount: Int
  private let file: String

  init(_ training: Dataset, _ configuration: ExperimentConfiguration) throws {
    patterns = configuration.training.data.patterns
    network = configuration.training.network
    precision = configuration.training.precision
    binning = configuration.information
    layout = ParameterLayout(widths: network.widths(for: patterns))
    networkCount = try training.length(of: "network")
    epochCount = try training.length(of: "epoch")
    file = training.source
    let parameterCount = try training.length(of: "parameter")
    guard parameterCount == layout.parameterCount else {
      throw CommandFailure(
        .badData,
        "\(file) holds \(parameterCount) weights and biases, but networks with layers of "
          + "\(layout.widths) units have \(layout.parameterCount).")
    }
  }

  /// The weights of one network at all recorded epochs.
  private func weights(ofNetwork index: Int) throws -> [Double] {
    try NetCDF.read(file, variables: ["weight"], at: index, along: "network")
      .doubles(named: "weight", dimensions: ["epoch", "parameter"])
  }

  /// All layers of one network, epoch after epoch.
  func information(ofNetwork index: Int) throws -> [LayerInformation] {
    switch precision {
    case .float32:
      try information(ofNetwork: index, Float.self) { estimator, activations, workspace in
        try estimator.information(of: activations, workspace: &workspace)
      }
    case .float64:
      try information(ofNetwork: index, Double.self) { estimator, activations, workspace in
        try estimator.information(of: activations, workspace: &workspace)
      }
    }
  }

  private func information<Scalar: NetworkScalar>(
    ofNetwork index: Int, _: Scalar.Type,
    _ estimate: (BinnedEstimator, UnsafeBufferPointer<Scalar>, inout BinningWorkspace) throws ->
      LayerInformation
  ) throws -> [LayerInformation] {
    let estimator = try BinnedEstimator(binning)
    let labels = try LabelDistribution(classProbabilities: patterns.classProbabilityRows)
    var workspace = BinningWorkspace(labels: labels)
    let evaluator = try NetworkEvaluator<Scalar>(network, patterns: patterns)
    var activations = [Scalar](repeating: 0, count: evaluator.activationCount)
    let weights = try weights(ofNetwork: index)
    var result: [LayerInformation] = []
    for epoch in 0..<epochCount {
      try Task.checkCancellation()
      let start = epoch * layout.parameterCount
      var span = activations.mutableSpan
      evaluator.activations(
        of: weights.span.extracting(start..<start + layout.parameterCount), into: &span)
      for layer in layout.layers {
        let range = evaluator.activationRange(ofLayer: layer)
        result.append(
          try activations.withUnsafeBufferPointer {
            try estimate(estimator, UnsafeBufferPointer(rebasing: $0[range]), &workspace)
          })
      }
    }
    return result
  }
}

extension LabelledPatterns {
  /// The class probabilities, one row per pattern.
  var classProbabilityRows: [[Double]] {
    (0..<patternCount).map { Array(classProbabilities[$0 * classCount..<($0 + 1) * classCount]) }
  }
}
