/// What happens to the features of a table before networks see them.
public enum FeatureScaling: String, Codable, CaseIterable, Hashable, Sendable {
  /// They stay as they are.
  case none
  /// One linear map for all features, under which the least value of the whole table becomes −1 and
  /// the greatest 1.
  case unit
  /// A linear map for each feature that gives it mean 0 and variance 1 over all patterns; a feature
  /// that is constant becomes 0.
  case standard
}

extension FeatureScaling {
  /// The scaled features of a table.
  ///
  /// - Parameters:
  ///   - inputs: The features, shape [pattern][feature]; finite numbers.
  ///   - featureCount: The number of features of a pattern.
  /// - Returns: The scaled features in the same order.
  public func scaled(_ inputs: [Double], featureCount: Int) -> [Double] {
    precondition(
      featureCount >= 1 && inputs.count % featureCount == 0, "every pattern has every feature")
    switch self {
    case .none: return inputs
    case .unit: return Self.positions(of: inputs).map { 2 * $0 - 1 }
    case .standard:
      var result = inputs
      for feature in 0..<featureCount {
        let places = stride(from: feature, to: inputs.count, by: featureCount)
        let values = Self.standardised(places.map { inputs[$0] })
        for (place, value) in zip(places, values) { result[place] = value }
      }
      return result
    }
  }

  /// Where values lie between the least, 0, and the greatest, 1; all ½ when they are equal.
  private static func positions(of values: [Double]) -> [Double] {
    guard let least = values.min(), let greatest = values.max(), least < greatest else {
      return values.map { _ in 0.5 }
    }
    // Halves, since the difference of two finite numbers need not be finite.
    let range = greatest / 2 - least / 2
    return values.map { ($0 / 2 - least / 2) / range }
  }

  /// The values with mean 0 and variance 1, or zeros when they are equal.
  private static func standardised(_ values: [Double]) -> [Double] {
    let positions = positions(of: values)
    let mean = positions.reduce(0, +) / Double(positions.count)
    let variance =
      positions.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(positions.count)
    guard variance > 0 else { return values.map { _ in 0 } }
    let deviation = variance.squareRoot()
    return positions.map { ($0 - mean) / deviation }
  }
}
