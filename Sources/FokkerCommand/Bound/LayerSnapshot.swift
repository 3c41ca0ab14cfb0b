import Archives
import InformationTheory
import NeuralNetworks
import WorkSharing

/// The networks of a run at one recorded epoch, with what is needed to look at their symbols.
struct LayerSnapshot: Sendable {
  /// The epoch.
  let epoch: Int
  /// The patterns with their label laws.
  let classes: PatternClasses
  private let patterns: LabelledPatterns
  private let labels: LabelDistribution
  private let configuration: ExperimentConfiguration
  private let layout: ParameterLayout
  /// The parameters of each network.
  private let parameters: [[Double]]

  /// The number of layers.
  var layerCount: Int { layout.layerCount }

  /// Reads the parameters of a run at an epoch, by default the last one.
  init(_ context: StageContext, epoch: Int?) throws {
    let training = try context.input(.train, variables: ["weight", "epoch", "network"])
    configuration = context.configuration
    patterns = configuration.training.data.patterns
    labels = try LabelDistribution(classProbabilities: patterns.classProbabilityRows)
    classes = PatternClasses(labels)
    let layout = ParameterLayout(widths: configuration.training.network.widths(for: patterns))
    let epochs = try training.integers(named: "epoch", dimensions: ["epoch"]).map(Int.init)
    let index = try Self.index(of: epoch, in: epochs, training.source)
    let networks = try training.length(of: "network")
    let weights = try training.doubles(
      named: "weight", dimensions: ["network", "epoch", "parameter"])
    guard weights.count == networks * epochs.count * layout.parameterCount else {
      throw CommandFailure(
        .badData,
        "\(training.source) holds \(weights.count) weights, but networks with layers of "
          + "\(layout.widths) units at \(epochs.count) epochs need "
          + "\(networks * epochs.count * layout.parameterCount).")
    }
    parameters = (0..<networks).map { network in
      let start = (network * epochs.count + index) * layout.parameterCount
      return Array(weights[start..<start + layout.parameterCount])
    }
    self.layout = layout
    self.epoch = epochs[index]
  }

  /// The place of an epoch among those recorded, or a failure that names the nearest ones.
  private static func index(of epoch: Int?, in epochs: [Int], _ source: String) throws -> Int {
    guard let last = epochs.indices.last else {
      throw CommandFailure(.badData, "\(source) holds no epochs; train again with --force.")
    }
    guard let epoch else { return last }
    if let index = epochs.firstIndex(of: epoch) { return index }
    let below = epochs.filter { $0 < epoch }.max().map { "\($0)" }
    let above = epochs.filter { $0 > epoch }.min().map { "\($0)" }
    let nearest = [below, above].compactMap(\.self).joined(separator: " and ")
    throw CommandFailure(
      .usage,
      "Epoch \(epoch) was not recorded in \(source); the nearest recorded ones are \(nearest).")
  }

  /// Every layer of every network against the curve, shape [network][layer].
  func places(
    on curve: BottleneckCurve, threads: Int, progress: (Double) -> Void
  ) async throws -> [[LayerBound]] {
    let count = parameters.count
    return try await mapConcurrently(
      count: count, threads: threads, finished: { progress(Double($0) / Double(count)) },
      { network in
        try Task.checkCancellation()
        return try laws(ofNetwork: network).map { curve.place($0) }
      })
  }

  /// The laws of all layers of one network.
  private func laws(ofNetwork network: Int) throws -> [LayerLaw] {
    switch configuration.training.precision {
    case .float32: try laws(ofNetwork: network, Float.self)
    case .float64: try laws(ofNetwork: network, Double.self)
    }
  }

  private func laws<Scalar: NetworkScalar>(
    ofNetwork network: Int, _: Scalar.Type
  ) throws -> [LayerLaw] {
    let estimator = try BinnedEstimator(configuration.information)
    let evaluator = try NetworkEvaluator<Scalar>(
      configuration.training.network, patterns: patterns)
    var workspace = BinningWorkspace(labels: labels)
    var values = [Scalar](repeating: 0, count: evaluator.activationCount)
    let weights = parameters[network]
    var span = values.mutableSpan
    evaluator.activations(of: weights.span, into: &span)
    // The bins are found in double precision in any case.
    let activations = values.map { Double($0) }
    return try layout.layers.map { layer in
      let range = evaluator.activationRange(ofLayer: layer)
      _ = try activations.withUnsafeBufferPointer {
        try estimator.information(
          of: UnsafeBufferPointer(rebasing: $0[range]), workspace: &workspace)
      }
      return try LayerLaw(workspace.symbols, of: classes)
    }
  }
}
