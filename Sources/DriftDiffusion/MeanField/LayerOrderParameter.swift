internal import RealModule

/// A number that a layer shows to all others.
public enum LayerOrderParameter: String, Hashable, Codable, CaseIterable, Sendable {
  /// The mean weight ⟨w⟩.
  case mean
  /// The mean square weight ⟨w²⟩.
  case secondMoment = "second-moment"
  /// The gain √(n ⟨w²⟩), the Frobenius norm of the layer's n weights.
  case gain

  /// The parameter of a layer with `weightCount` weights per network.
  func value(mean: Double, secondMoment: Double, weightCount: Int) -> Double {
    switch self {
    case .mean: mean
    case .secondMoment: secondMoment
    case .gain: (Double(weightCount) * max(0, secondMoment)).squareRoot()
    }
  }
}

/// An order parameter of one layer, which the rates of all layers may depend on.
public struct FieldParameter: Hashable, Codable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// Which number of the layer.
  public var kind: LayerOrderParameter
  /// The number of the layer's weights in one network.
  public var weightCount: Int

  /// Creates an order parameter.
  public init(layer: Int, kind: LayerOrderParameter, weightCount: Int) {
    self.layer = layer
    self.kind = kind
    self.weightCount = weightCount
  }
}
