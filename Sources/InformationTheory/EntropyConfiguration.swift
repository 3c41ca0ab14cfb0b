/// How the differential entropy of a sample is estimated.
public enum EntropyEstimator: String, Codable, CaseIterable, Hashable, Sendable {
  /// The entropy of the normal law with the sample's variance: least noise, wrong for other laws.
  case gaussian
  /// Vasicek's m-spacings with the bias corrected exactly for a uniform law; any smooth law.
  case spacing
  /// Kozachenko and Leonenko's nearest neighbours; the least bias of the free estimators.
  case nearestNeighbor
  /// A histogram with Miller and Madow's correction: bears repeated values.
  case histogram
}

/// How the differential entropy of a sample of real numbers is estimated.
public struct EntropyConfiguration: Hashable, Codable, Sendable {
  /// The estimator.
  public var estimator = EntropyEstimator.spacing
  /// The number m of samples to either side of a spacing; 0 takes the cube root of n, rounded.
  public var spacingOrder = 0
  /// Which neighbour's distance is used, from 1.
  public var neighborOrder = 4
  /// The number of bins from the smallest to the largest sample; 0 takes bins of the width
  /// 2 · interquartile range · n^(−1/3) of Freedman and Diaconis.
  public var binCount = 0

  /// Creates the configuration of the m-spacing estimate with m the cube root of n.
  public init() {}

  /// Checks that the orders are usable.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard spacingOrder >= 0 else {
      throw .invalidParameter(
        "spacingOrder", value: Double(spacingOrder), remedy: "use 0 for automatic, or 1 and more")
    }
    guard neighborOrder >= 1 else {
      throw .invalidParameter(
        "neighborOrder", value: Double(neighborOrder), remedy: "use 1 for the nearest, or more")
    }
    guard (0...10_000_000).contains(binCount) else {
      throw .invalidParameter(
        "binCount", value: Double(binCount), remedy: "use 0 for automatic, or up to 10000000")
    }
  }
}

/// An estimate of a differential entropy.
public struct EntropyEstimate: Hashable, Codable, Sendable {
  /// The entropy −∫ p ln p dx in nats, where x is measured in the unit of the sample.
  public var value: Double
  /// The standard error of ``value`` in nats for independent samples; the bias is not part of it.
  public var standardError: Double

  /// Creates an estimate.
  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
