import NeuralNetworks

/// Sends every pattern to the mean activation of its class.
struct ClassMeans: EncoderIteration {
  func targets(
    ofLayer layer: Int, activations: [Double], labels: [Int], classCount: Int
  ) -> [Double] {
    let count = labels.count
    var result = activations
    for unit in 0..<activations.count / count {
      for label in 0..<classCount {
        let members = labels.indices.filter { labels[$0] == label }
        let mean =
          members.reduce(0) { $0 + activations[unit * count + $1] } / Double(max(members.count, 1))
        for pattern in members { result[unit * count + pattern] = mean }
      }
    }
    return result
  }
}
