/// The information of one layer at one snapshot by binning.
public struct LayerInformation: Hashable, Codable, Sendable {
  /// I(X;T) in bits: what the layer keeps about the input; never negative.
  public var aboutInput: Double
  /// I(T;Y) in bits: what the layer tells about the label; never negative.
  public var aboutLabel: Double
  /// The number of different symbols T that occur.
  public var occupiedSymbols: Int
  /// The number of activations outside the range of the bins, which went to the end bins.
  public var outsideCount: Int
  /// The lower end of the first bin, in units of the activation.
  public var lowerEdge: Double
  /// The upper end of the last bin, in units of the activation.
  public var upperEdge: Double

  /// Creates a result from its parts.
  public init(
    aboutInput: Double, aboutLabel: Double, occupiedSymbols: Int, outsideCount: Int,
    lowerEdge: Double, upperEdge: Double
  ) {
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
    self.occupiedSymbols = occupiedSymbols
    self.outsideCount = outsideCount
    self.lowerEdge = lowerEdge
    self.upperEdge = upperEdge
  }
}
