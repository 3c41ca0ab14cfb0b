/// A layer of several networks against the bottleneck bound.
public struct LayerBoundStatistics: Hashable, Codable, Sendable {
  /// The number of networks.
  public let networkCount: Int
  /// I(X;T) in bits.
  public let aboutInput: MeanAndError
  /// I(T;Y) in bits.
  public let aboutLabel: MeanAndError
  /// The distance from the bound of I(T;Y) at the layer's I(X;T), in bits.
  public let labelDistance: MeanAndError
  /// The distance from the least I(X;T) that allows the layer's I(T;Y), in bits.
  public let inputDistance: MeanAndError
  /// The median of β over the networks that have one, infinite ones included; NaN without any.
  public let medianBeta: Double
  /// The number of networks whose β is infinite.
  public let unboundedCount: Int
  /// The number of networks for which all β are alike.
  public let undeterminedCount: Int

  /// Gathers one layer's places, one for each network.
  public init(_ places: [LayerBound]) {
    networkCount = places.count
    aboutInput = MeanAndError(places.map(\.aboutInput))
    aboutLabel = MeanAndError(places.map(\.aboutLabel))
    labelDistance = MeanAndError(places.map(\.labelDistance))
    inputDistance = MeanAndError(places.map(\.inputDistance))
    let betas = places.map(\.beta)
    medianBeta = Self.median(ofBetas: betas)
    unboundedCount = betas.count { $0 == .infinity }
    undeterminedCount = betas.count { $0.isNaN }
  }

  /// The median of multipliers β, infinite ones included and undetermined ones (NaN) left out.
  ///
  /// - Parameter betas: The multipliers.
  /// - Returns: The median; NaN when none is determined.
  public static func median(ofBetas betas: [Double]) -> Double {
    let known = betas.filter { !$0.isNaN }.sorted()
    guard !known.isEmpty else { return .nan }
    return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
  }
}

/// A mean with its standard error.
public struct MeanAndError: Hashable, Codable, Sendable {
  /// The mean.
  public let mean: Double
  /// The standard error of the mean; NaN for fewer than two values.
  public let standardError: Double

  /// The mean of independent values, one for each network.
  public init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : .nan
  }
}
