internal import RealModule

/// Where one layer stands against the information-bottleneck bound.
public struct LayerBound: Hashable, Codable, Sendable {
  /// I(X;T) in bits, which is H(T) for a layer without noise; plug-in.
  public var aboutInput: Double
  /// I(T;Y) in bits; plug-in.
  public var aboutLabel: Double
  /// The β of the bottleneck encoder that is most like the layer.
  ///
  /// Infinite when every larger β is better, NaN when all are alike; see ``LayerLaw/beta``.
  public var beta: Double
  /// The bound of I(T;Y) at the layer's I(X;T) minus the layer's I(T;Y), in bits; never negative
  /// but for rounding.
  public var labelDistance: Double
  /// The layer's I(X;T) minus the least one that allows its I(T;Y), in bits.
  public var inputDistance: Double

  /// Creates a result from its parts.
  public init(
    aboutInput: Double, aboutLabel: Double, beta: Double, labelDistance: Double,
    inputDistance: Double
  ) {
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
    self.beta = beta
    self.labelDistance = labelDistance
    self.inputDistance = inputDistance
  }
}

extension BottleneckCurve {
  /// Places a layer against the curve, which must belong to the same patterns and labels.
  public func place(_ layer: LayerLaw) -> LayerBound {
    let (input, label) = (layer.aboutInput, layer.aboutLabel)
    return LayerBound(
      aboutInput: input, aboutLabel: label, beta: layer.beta,
      labelDistance: labelBound(atInput: input) - label,
      inputDistance: input - inputBound(atLabel: min(label, patternLabelInformation)))
  }
}
