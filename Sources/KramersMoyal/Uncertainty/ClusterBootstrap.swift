internal import RandomStreams

/// Percentile intervals from drawing clusters with replacement.
///
/// The draws are a function of the seed and the resample alone, so statistics of the same clusters see
/// the same draws and their differences can be formed.
///
/// ## Reference
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", *Annals of Statistics* 7 (1979)
/// 1-26, [doi:10.1214/aos/1176344552](https://doi.org/10.1214/aos/1176344552).
public struct ClusterBootstrap: Hashable, Codable, Sendable {
  /// The number of resamples.
  public var resamples = 200
  /// The probability that an interval is meant to cover.
  public var level = 0.95
  /// The seed of the draws.
  public var seed: UInt64 = 1

  /// Creates the default bootstrap.
  public init() {}

  /// Creates a bootstrap.
  public init(resamples: Int, level: Double = 0.95, seed: UInt64 = 1) {
    precondition(resamples >= 2, "there must be something to resample")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    self.resamples = resamples
    self.level = level
    self.seed = seed
  }

  /// How often each cluster is drawn in a resample.
  func multiplicities(ofResample resample: Int, clusterCount: Int) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(resample))
    var counts = [Double](repeating: 0, count: clusterCount)
    for _ in 0..<clusterCount { counts[Int.random(in: 0..<clusterCount, using: &stream)] += 1 }
    return counts
  }

  /// The percentile interval of resampled values.
  func interval(of values: [Double]) -> ConfidenceInterval {
    let sorted = values.filter { !$0.isNaN }.sorted()
    let tail = (1 - level) / 2
    return ConfidenceInterval(
      lower: Self.quantile(tail, of: sorted), upper: Self.quantile(1 - tail, of: sorted),
      level: level)
  }

  /// The quantile of sorted values, linear between them.
  static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = probability * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
