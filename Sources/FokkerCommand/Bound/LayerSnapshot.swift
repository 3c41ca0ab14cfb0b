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
  private let source: RunActivations
  private let epochIndex: Int
  private let binning: BinningConfiguration

  /// The number of layers.
  var layerCount: Int { source.layerCount }

  /// Reads the parameters of a run at an epoch, by default the last one.
  init(_ context: StageContext, epoch: Int?) throws {
    let patterns = try context.trainedData().patterns
    let training = try context.input(.train, variables: ["epoch", "network", "parameter"])
    let epochs = try training.integers(named: "epoch", dimensions: ["epoch"]).map(Int.init)
    epochIndex = try Self.index(of: epoch, in: epochs, training.source)
    source = try RunActivations(
      training, context.configuration.training, patterns: patterns)
    binning = context.configuration.information.binning
    classes = PatternClasses(source.labels)
    self.epoch = epochs[epochIndex]
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
    let count = source.networkCount
    return try await mapConcurrently(
      count: count, threads: threads, finished: { progress(Double($0) / Double(count)) },
      { network in
        try Task.checkCancellation()
        return try laws(ofNetwork: network).map { curve.place($0) }
      })
  }

  /// The laws of all layers of one network.
  private func laws(ofNetwork network: Int) throws -> [LayerLaw] {
    var workspace = BinningWorkspace(labels: source.labels)
    var laws: [LayerLaw] = []
    try source.forEachLayer(ofNetwork: network, epochs: epochIndex..<epochIndex + 1) {
      _, layer, activations in
      let estimator = try BinnedEstimator(binning, units: source.units(ofLayer: layer))
      switch activations {
      case .single(let values):
        _ = try estimator.information(of: values, workspace: &workspace)
      case .double(let values):
        _ = try estimator.information(of: values, workspace: &workspace)
      }
      laws.append(try LayerLaw(workspace.symbols, of: classes))
    }
    return laws
  }
}
