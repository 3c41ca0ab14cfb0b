import InformationTheory

/// The activations of one layer in the order [unit][pattern], in the precision they come in.
enum LayerActivations {
  case single(UnsafeBufferPointer<Float>)
  case double(UnsafeBufferPointer<Double>)
}

/// Activations of layers over networks and epochs, wherever they come from.
protocol ActivationSource: Sendable {
  /// The number that each network bears.
  var networks: [Int64] { get }
  /// The number of epochs.
  var epochCount: Int { get }
  /// The number of layers.
  var layerCount: Int { get }
  /// The law of the patterns' labels.
  var labels: LabelDistribution { get }
  /// The inputs in the order [feature][pattern]; empty when they are not known.
  var inputs: [Double] { get }

  /// The values that the units of a layer, counted from 1, can take.
  func units(ofLayer layer: Int) -> UnitRange

  /// Hands over the activations of one network, epoch after epoch and layer after layer.
  ///
  /// - Parameters:
  ///   - network: The network, from 0.
  ///   - epochs: The places of the epochs, from 0.
  ///   - body: Gets the place of the epoch, the layer from 1, and its activations.
  /// - Throws: What `body` throws, and what makes the activations unusable.
  func forEachLayer(
    ofNetwork network: Int, epochs: Range<Int>,
    _ body: (Int, Int, LayerActivations) throws -> Void
  ) throws
}

extension ActivationSource {
  /// The number of networks.
  var networkCount: Int { networks.count }
}
