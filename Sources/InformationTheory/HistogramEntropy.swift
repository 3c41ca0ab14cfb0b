internal import RealModule

/// The entropy of a histogram in nats with Miller and Madow's correction.
///
/// ```
/// S = −Σ (c/n) ln (c/n) + (K − 1)/(2n) + ln h,   K the number of occupied bins of width h
/// ```
///
/// Its discretisation bias is about +(h²/24) ∫ p′²/p dx.
///
/// - Parameters:
///   - sorted: The sample in ascending order.
///   - binCount: The number of bins, or 0 for the rule of Freedman and Diaconis.
/// - Returns: The estimate.
/// - Throws: ``InformationError/repeatedValue(_:copies:)`` when all samples are equal.
func histogramEntropy(
  _ sorted: [Double], binCount: Int
) throws(InformationError) -> EntropyEstimate {
  let count = sorted.count
  let (low, high) = (sorted[0], sorted[count - 1])
  guard high > low else { throw .repeatedValue(low, copies: count) }
  let bins = binCount > 0 ? binCount : freedmanDiaconisBinCount(sorted)
  var counts = [Int](repeating: 0, count: bins)
  let scale = Double(bins) / (high - low)
  for sample in sorted { counts[min(bins - 1, Int((sample - low) * scale))] += 1 }
  var (entropy, square, occupied) = (0.0, 0.0, 0)
  for bin in counts where bin > 0 {
    let probability = Double(bin) / Double(count)
    let surprise = -Double.log(probability)
    entropy += probability * surprise
    square += probability * surprise * surprise
    occupied += 1
  }
  let bias = Double(occupied - 1) / Double(2 * count)
  return EntropyEstimate(
    value: entropy + bias - Double.log(scale),
    standardError: (max(0, square - entropy * entropy) / Double(count)).squareRoot())
}

/// The number of bins of width 2 · interquartile range · n^(−1/3), at most 10 per sample.
private func freedmanDiaconisBinCount(_ sorted: [Double]) -> Int {
  let count = sorted.count
  let spread = sorted[3 * count / 4] - sorted[count / 4]
  let length = sorted[count - 1] - sorted[0]
  guard spread > 0 else { return max(2, Int(Double(count).squareRoot())) }
  let width = 2 * spread / Double.pow(Double(count), 1.0 / 3)
  return max(2, Int(min(length / width, Double(10 * count)).rounded(.up)))
}
