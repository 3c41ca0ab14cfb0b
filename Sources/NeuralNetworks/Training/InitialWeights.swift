internal import RandomStreams

extension NetworkConfiguration {
  /// The parameters of a network before training, in the order of the layout; biases are 0.
  ///
  /// - Parameters:
  ///   - layout: The network's layers.
  ///   - seed: The seed of the ensemble.
  ///   - network: Which network it is.
  /// - Returns: As many numbers as the layout has parameters.
  public func initialParameters(
    layout: ParameterLayout, seed: UInt64, network: Int
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .initialWeights, index: UInt64(network))
    var parameters = [Double](repeating: 0, count: layout.parameterCount)
    for layer in layout.layers {
      let deviation = 1 / Double(layout.widths[layer - 1]).squareRoot()
      for index in layout.weights(ofLayer: layer) {
        parameters[index] = deviation * stream.truncatedNormal(bound: 2)
      }
    }
    return parameters
  }
}
