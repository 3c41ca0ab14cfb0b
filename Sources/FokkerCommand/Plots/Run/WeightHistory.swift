import Archives

/// The weights of all networks at every recorded epoch, layer by layer, without biases.
struct WeightHistory: Sendable {
  /// The recorded epochs.
  let epochs: [Double]
  /// The numbers of the layers; 1 is the first hidden layer.
  let layers: [Int]
  /// The number of networks.
  let networkCount: Int
  /// The weights, shape [layer][epoch][network and weight].
  private let weights: [[[Double]]]

  init(_ run: RunFiles) throws {
    let path = run.path(of: .stage(.train))
    let header = try run.read(
      .train, variables: ["epoch", "network", "parameter_layer", "parameter_is_bias"])
    let epochs = try header.coordinate("epoch")
    let layerOfParameter = try header.integers(
      named: "parameter_layer", dimensions: ["parameter"]
    ).map(Int.init)
    let isBias = try header.integers(named: "parameter_is_bias", dimensions: ["parameter"])
    let layers = Set(layerOfParameter).sorted()
    let members = layers.map { layer in
      layerOfParameter.indices.filter { layerOfParameter[$0] == layer && isBias[$0] == 0 }
    }
    networkCount = try header.length(of: "network")
    var weights = layers.map { _ in [[Double]](repeating: [], count: epochs.count) }
    for network in 0..<networkCount {
      try Task.checkCancellation()
      let values = try NetCDF.read(path, variables: ["weight"], at: network, along: "network")
        .doubles(named: "weight", dimensions: ["epoch", "parameter"])
      for epoch in epochs.indices {
        let start = epoch * layerOfParameter.count
        for layer in layers.indices {
          weights[layer][epoch] += members[layer].map { values[start + $0] }
        }
      }
    }
    self.weights = weights
    self.epochs = epochs
    self.layers = layers
  }

  /// The weights of a layer, counted from 0, at an epoch, counted from 0.
  func values(layer: Int, epoch: Int) -> [Double] { weights[layer][epoch] }

  /// The largest absolute weight of a layer at any epoch.
  func reach(layer: Int) -> Double {
    weights[layer].reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
  }
}
