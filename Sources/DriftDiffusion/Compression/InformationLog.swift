/// The information of every layer in every network at every recorded epoch, in bits.
public struct InformationLog: Hashable, Sendable {
  /// The number of networks.
  public var networkCount: Int
  /// The recorded epochs, ascending.
  public var epochs: [Double]
  /// The number of layers.
  public var layerCount: Int
  /// I(X;T), shape [network][epoch][layer].
  public var aboutInput: [Double]
  /// I(T;Y), shape [network][epoch][layer].
  public var aboutLabel: [Double]

  /// Creates a log from its parts, whose counts must agree.
  public init(
    networkCount: Int, epochs: [Double], layerCount: Int, aboutInput: [Double],
    aboutLabel: [Double]
  ) {
    let count = networkCount * epochs.count * layerCount
    precondition(aboutInput.count == count && aboutLabel.count == count, "shapes must agree")
    self.networkCount = networkCount
    self.epochs = epochs
    self.layerCount = layerCount
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
  }

  /// The curve of one layer in one network.
  func curve(_ values: [Double], network: Int, layer: Int) -> [Double] {
    epochs.indices.map { values[(network * epochs.count + $0) * layerCount + layer] }
  }
}

extension InformationLog {
  /// I(X;T) of a layer, counted from 0, in every network.
  public func inputCurves(layer: Int) -> NetworkCurves {
    NetworkCurves(
      epochs: epochs,
      values: (0..<networkCount).map { curve(aboutInput, network: $0, layer: layer) })
  }

  /// I(T;Y) of a layer, counted from 0, in every network.
  public func labelCurves(layer: Int) -> NetworkCurves {
    NetworkCurves(
      epochs: epochs,
      values: (0..<networkCount).map { curve(aboutLabel, network: $0, layer: layer) })
  }
}
