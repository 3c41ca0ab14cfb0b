import InformationTheory
import WorkSharing

/// What all estimators say about every layer of a source.
struct InformationMeasurement: Sendable {
  /// The estimators.
  let configuration: InformationConfiguration
  /// The number of networks.
  let networkCount: Int
  /// The number of epochs.
  let epochCount: Int
  /// The number of layers.
  let layerCount: Int
  /// The number of patterns.
  let patternCount: Int
  /// H(Y) in bits.
  let labelEntropy: Double
  /// I(X;Y) in bits.
  let patternLabelInformation: Double
  /// The values that the units of each layer can take.
  let units: [UnitRange]
  /// Whether I(X;T) can be estimated from distances of inputs.
  let hasInputs: Bool
  /// The measurements in the order [network][epoch][layer].
  let layers: [LayerMeasurement]

  /// Measures every layer of every network and epoch; costly estimators as the thinning says.
  ///
  /// - Parameters:
  ///   - source: The activations.
  ///   - configuration: The estimators.
  ///   - seed: The seed of drawn noise and labels.
  ///   - threads: How many pieces of work run at the same time.
  ///   - progress: Where progress is shown.
  /// - Throws: What makes the activations unusable, and `CancellationError`.
  init(
    _ source: some ActivationSource, _ configuration: InformationConfiguration, seed: UInt64,
    threads: Int, progress: ProgressReporter
  ) async throws {
    let meter = try LayerMeter(
      configuration, labels: source.labels, inputs: source.inputs, seed: seed)
    let blocks = Self.blocks(of: source.epochCount)
    let pieces = source.networkCount * blocks.count
    let thinning = Thinning(configuration.thinning, source)
    let measured = try await mapConcurrently(
      count: pieces, threads: threads,
      finished: { progress.update(Double($0) / Double(pieces)) },
      { piece in
        let (network, block) = piece.quotientAndRemainder(dividingBy: blocks.count)
        var meter = meter
        var layers: [LayerMeasurement] = []
        try source.forEachLayer(ofNetwork: network, epochs: blocks[block]) {
          epoch, layer, activations in
          try Task.checkCancellation()
          let address = LayerAddress(
            network: Int(source.networks[network]), layer: layer)
          let isThinned = thinning.leavesOut(network: network, epoch: epoch)
          let units = source.units(ofLayer: layer)
          layers.append(
            try meter.measure(activations, of: address, units: units, isThinned: isThinned))
        }
        return layers
      })
    self.configuration = configuration
    networkCount = source.networkCount
    epochCount = source.epochCount
    layerCount = source.layerCount
    patternCount = source.labels.patternCount
    labelEntropy = source.labels.entropy
    patternLabelInformation = source.labels.informationAboutLabel
    units = (1...source.layerCount).map(source.units(ofLayer:))
    hasInputs = !source.inputs.isEmpty
    layers = measured.flatMap { $0 }
  }

  /// Pieces of epochs that are long enough to be worth a task.
  private static func blocks(of epochs: Int) -> [Range<Int>] {
    stride(from: 0, to: epochs, by: 32).map { $0..<min($0 + 32, epochs) }
  }

  /// The measurement of a layer, counted from 0.
  func measurement(network: Int, epoch: Int, layer: Int) -> LayerMeasurement {
    layers[(network * epochCount + epoch) * layerCount + layer]
  }
}

/// The networks and epochs on which costly estimators are run.
private struct Thinning: Sendable {
  private let networks: Set<Int>
  private let epochs: Set<Int>

  init(_ configuration: ThinningConfiguration, _ source: some ActivationSource) {
    networks = Set(
      ThinningConfiguration.places(configuration.networks, of: source.networkCount))
    epochs = Set(ThinningConfiguration.places(configuration.epochs, of: source.epochCount))
  }

  func leavesOut(network: Int, epoch: Int) -> Bool {
    !networks.contains(network) || !epochs.contains(epoch)
  }
}

extension LayerMeter {
  /// Measures activations of either precision.
  fileprivate mutating func measure(
    _ activations: LayerActivations, of address: LayerAddress, units: UnitRange, isThinned: Bool
  ) throws -> LayerMeasurement {
    switch activations {
    case .single(let values):
      try measure(values, of: address, units: units, isThinned: isThinned)
    case .double(let values):
      try measure(values, of: address, units: units, isThinned: isThinned)
    }
  }
}
