import InformationTheory

/// Activations of layers from elsewhere, with the labels of their patterns.
struct ActivationTable: ActivationSource {
  /// One layer.
  struct Layer: Sendable {
    /// Its number in the file.
    var number: Int
    /// How many units it has.
    var unitCount: Int
    /// The activations in the order [network][epoch][unit][pattern].
    var activations: [Double]
  }

  /// Where it was read from.
  let source: String
  /// The networks, in the file's numbering.
  let networks: [Int64]
  /// The epochs.
  let epochs: [Double]
  /// The layers in the order of their numbers.
  let layers: [Layer]
  let labels: LabelDistribution
  let inputs: [Double]

  var epochCount: Int { epochs.count }
  var layerCount: Int { layers.count }

  /// Puts a table together and checks that its activations are finite.
  init(
    source: String, networks: [Int64], epochs: [Double], layers: [Layer],
    labels: LabelDistribution, inputs: [Double]
  ) throws {
    self.source = source
    self.networks = networks
    self.epochs = epochs
    self.layers = layers
    self.labels = labels
    self.inputs = inputs
    units = layers.map { layer in
      layer.activations.allSatisfy { abs($0) <= 1 } ? .signed : .unbounded
    }
    for layer in layers {
      guard let place = layer.activations.firstIndex(where: { !$0.isFinite }) else { continue }
      let (rest, pattern) = place.quotientAndRemainder(dividingBy: labels.patternCount)
      let (snapshot, unit) = rest.quotientAndRemainder(dividingBy: layer.unitCount)
      throw CommandFailure(
        .badData,
        "\(source): the activation of unit \(unit + 1) of layer \(layer.number) is "
          + "\(layer.activations[place]) for pattern \(pattern + 1) at epoch "
          + "\(epochs[snapshot % epochs.count]); remove that snapshot or mend it.")
    }
  }

  /// By the values themselves, since the function of the units is not known.
  private let units: [UnitRange]

  func units(ofLayer layer: Int) -> UnitRange { units[layer - 1] }

  func forEachLayer(
    ofNetwork network: Int, epochs: Range<Int>,
    _ body: (Int, Int, LayerActivations) throws -> Void
  ) throws {
    for epoch in epochs {
      for (index, layer) in layers.enumerated() {
        let count = layer.unitCount * labels.patternCount
        let start = (network * epochCount + epoch) * count
        try layer.activations.withUnsafeBufferPointer {
          try body(
            epoch, index + 1, .double(UnsafeBufferPointer(rebasing: $0[start..<start + count])))
        }
      }
    }
  }
}

/// A failure that says what is wrong with a table of activations.
func badTable(_ source: String, _ what: String) -> CommandFailure {
  CommandFailure(.badData, "\(source): \(what)")
}
