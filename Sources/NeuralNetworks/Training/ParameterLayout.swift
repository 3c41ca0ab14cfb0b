/// Where the weights and biases of a fully connected network lie in one flat array.
///
/// Layers count from 1 (the first hidden layer) to ``layerCount`` (the output); layer 0 is the
/// input. The order is
///
/// ```
/// weights of layer 1 [to unit][from unit], biases of layer 1 [to unit], weights of layer 2, …
/// ```
public struct ParameterLayout: Hashable, Sendable {
  /// The widths of all layers, input and output included.
  public let widths: [Int]
  private let layerStarts: [Int]

  /// Creates the layout of a network whose layers have the given widths.
  ///
  /// - Parameter widths: At least two positive numbers, from the input to the output.
  public init(widths: [Int]) {
    precondition(
      widths.count >= 2 && widths.allSatisfy { $0 > 0 }, "a network needs two or more layers")
    self.widths = widths
    layerStarts = (1..<widths.count).reduce(into: [0]) { starts, layer in
      starts.append(starts[layer - 1] + (widths[layer - 1] + 1) * widths[layer])
    }
  }

  /// The number of layers with parameters: all but the input.
  public var layerCount: Int { widths.count - 1 }

  /// The number of weights and biases.
  public var parameterCount: Int { layerStarts[layerCount] }

  /// The layers with parameters, from 1.
  public var layers: ClosedRange<Int> { 1...layerCount }

  /// The parameters of a layer from 1 to ``layerCount``.
  public func parameters(ofLayer layer: Int) -> Range<Int> {
    layerStarts[layer - 1]..<layerStarts[layer]
  }

  /// The weights of a layer, shape [to unit][from unit].
  public func weights(ofLayer layer: Int) -> Range<Int> {
    let start = layerStarts[layer - 1]
    return start..<start + widths[layer - 1] * widths[layer]
  }

  /// The biases of a layer, shape [to unit].
  public func biases(ofLayer layer: Int) -> Range<Int> {
    weights(ofLayer: layer).upperBound..<layerStarts[layer]
  }

  /// What the parameter at `index` connects.
  public func description(of index: Int) -> ParameterDescription {
    precondition((0..<parameterCount).contains(index), "no parameter has this index")
    let layer = layers.first { index < layerStarts[$0] } ?? layerCount
    let offset = index - layerStarts[layer - 1]
    let fanIn = widths[layer - 1]
    let isBias = offset >= fanIn * widths[layer]
    return ParameterDescription(
      layer: layer, to: isBias ? offset - fanIn * widths[layer] : offset / fanIn,
      from: isBias ? 0 : offset % fanIn, isBias: isBias)
  }

  /// What every parameter connects, in the order of the flat array.
  public var descriptions: [ParameterDescription] {
    (0..<parameterCount).map(description(of:))
  }

  // MARK: - Units

  /// The number of units of all layers but the input.
  public var unitCount: Int { widths.dropFirst().reduce(0, +) }

  /// The units of a layer among those of all layers but the input, layer after layer.
  public func units(ofLayer layer: Int) -> Range<Int> {
    let start = widths[1..<layer].reduce(0, +)
    return start..<start + widths[layer]
  }
}

/// What a parameter of a network connects.
public struct ParameterDescription: Hashable, Sendable {
  /// The layer it belongs to, from 1.
  public let layer: Int
  /// The unit of the layer that it feeds.
  public let to: Int
  /// The unit of the layer before that it reads; 0 for a bias.
  public let from: Int
  /// Whether it is a bias.
  public let isBias: Bool
}
