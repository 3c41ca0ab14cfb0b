import Archives
import NeuralNetworks

extension Dataset {
  /// Adds the activations of a run in the arrays that `fokker information` reads.
  ///
  /// - Parameters:
  ///   - source: The networks.
  ///   - networks: The places of the networks.
  ///   - epochs: The places of the epochs, with the epochs.
  /// - Throws: ``ArchiveError`` and what makes the activations unusable.
  mutating func add(
    _ source: RunActivations, networks: [Int], epochs: [(place: Int, epoch: Double)]
  ) throws {
    let patterns = source.patterns
    try addCoordinate(
      "network", .integers(networks.map { source.networks[$0] }), longName: "network")
    try addCoordinate(
      "epoch", .doubles(epochs.map(\.epoch)), units: "epoch",
      longName: "passes through the training set")
    try addDimension("pattern", length: patterns.patternCount)
    try addDimension("feature", length: patterns.featureCount)
    try addDimension("class", length: patterns.classCount)
    try add(
      Variable(
        "inputs", dimensions: ["pattern", "feature"], values: .doubles(patterns.inputs),
        longName: "input of the network"))
    try add(
      Variable(
        "label_probabilities", dimensions: ["pattern", "class"],
        values: .doubles(patterns.classProbabilities), units: "1",
        longName: "probability of the class given the pattern"))
    for (index, values) in try source.transposed(networks, epochs.map(\.place)).enumerated() {
      let name = "layer_\(index + 1)"
      try addDimension("\(name)_unit", length: source.layout.widths[index + 1])
      try add(
        Variable(
          name, dimensions: ["network", "epoch", "pattern", "\(name)_unit"],
          values: .doubles(values), units: "1", longName: "activation of layer \(index + 1)"))
    }
  }
}

extension RunActivations {
  /// The activations of every layer in the order [network][epoch][pattern][unit].
  fileprivate func transposed(_ networks: [Int], _ epochs: [Int]) throws -> [[Double]] {
    var layers = [[Double]](repeating: [], count: layerCount)
    for network in networks {
      for epoch in epochs {
        try Task.checkCancellation()
        try forEachLayer(ofNetwork: network, epochs: epoch..<epoch + 1) { _, layer, activations in
          let units = layout.widths[layer]
          for pattern in 0..<patterns.patternCount {
            for unit in 0..<units {
              let place = unit * patterns.patternCount + pattern
              switch activations {
              case .single(let values): layers[layer - 1].append(Double(values[place]))
              case .double(let values): layers[layer - 1].append(values[place])
              }
            }
          }
        }
      }
    }
    return layers
  }
}
