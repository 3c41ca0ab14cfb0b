/// Probabilities of several tests, corrected for their number.
public enum MultipleTests {
  /// Holm's step-down correction: rejecting those of at most α keeps the probability of any false
  /// rejection at α, whatever the dependence between the tests.
  ///
  /// NaN stands for a test that could not be made; it stays and does not count.
  ///
  /// ## Reference
  ///
  /// S. Holm, "A simple sequentially rejective multiple test procedure", *Scandinavian Journal of
  /// Statistics* 6 (1979) 65-70.
  ///
  /// - Parameter pValues: The probabilities, one per test.
  /// - Returns: The corrected ones in the same order, at most 1.
  public static func holm(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }.sorted { pValues[$0] < pValues[$1] }
    var corrected = pValues
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(order.count - rank) * pValues[index]))
      corrected[index] = largest
    }
    return corrected
  }
}
