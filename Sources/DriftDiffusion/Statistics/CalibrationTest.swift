internal import KramersMoyal

/// Whether forecast probabilities of observed values are uniform, as those of a calibrated forecast.
public struct CalibrationTest: Hashable, Codable, Sendable {
  /// The number of probabilities in each of the equal parts of 0 … 1.
  public var counts: [Int]
  /// Pearson's Σ (count − expected)²/expected.
  public var statistic: Double
  /// The probability of a statistic at least as large when the forecast is calibrated and the
  /// observed values are independent.
  public var pValue: Double

  /// Tests a histogram of probability integral transforms.
  ///
  /// ## Reference
  ///
  /// A. P. Dawid, "Present position and potential developments: some personal views: statistical
  /// theory: the prequential approach", *Journal of the Royal Statistical Society A* 147 (1984)
  /// 278-292, [doi:10.2307/2981683](https://doi.org/10.2307/2981683).
  ///
  /// - Parameters:
  ///   - probabilities: F(y) of every observed value, from 0 to 1; at least one.
  ///   - bins: The number of parts; at least 2.
  public init(_ probabilities: [Double], bins: Int = 10) {
    precondition(bins >= 2 && !probabilities.isEmpty, "a histogram needs values and bins")
    var counts = [Int](repeating: 0, count: bins)
    for value in probabilities { counts[min(max(Int(value * Double(bins)), 0), bins - 1)] += 1 }
    let expected = Double(probabilities.count) / Double(bins)
    self.counts = counts
    statistic = counts.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    pValue = chiSquaredTail(statistic, degrees: bins - 1)
  }
}
