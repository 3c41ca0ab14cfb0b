internal import KramersMoyal
internal import RandomStreams
internal import RealModule

/// An estimate with the interval that resampled networks give it.
public struct BootstrapInterval: Hashable, Codable, Sendable {
  /// The estimate from all networks.
  public var estimate: Double
  /// The lower end of the interval.
  public var lower: Double
  /// The upper end of the interval.
  public var upper: Double
  /// The fraction of resamples for which the statistic exists (is not NaN), from 0 to 1.
  public var definedFraction: Double

  /// Creates an interval from its parts.
  public init(estimate: Double, lower: Double, upper: Double, definedFraction: Double = 1) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.definedFraction = definedFraction
  }

  /// Whether a value lies between the ends.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// Percentile intervals of any statistic of an ensemble, by drawing networks with replacement.
///
/// Networks are the independent units: epochs, layers and weights of one network depend on each
/// other and are never resampled apart. The resamples are a function of (seed, resample), so two
/// statistics of the same ensemble see the same draws and their differences can be formed.
///
/// ## Reference
///
/// B. Efron, "Bootstrap methods: another look at the jackknife", *Annals of Statistics* 7 (1979)
/// 1-26, [doi:10.1214/aos/1176344552](https://doi.org/10.1214/aos/1176344552).
public struct NetworkBootstrap: Hashable, Sendable {
  /// The number of networks.
  public let networkCount: Int
  /// The number of resamples.
  public let resamples: Int
  /// The probability that an interval is meant to cover.
  public let level: Double
  /// The seed of the draws.
  public let seed: UInt64

  /// Prepares resampling.
  ///
  /// - Parameters:
  ///   - networkCount: The number of networks; at least 1.
  ///   - resamples: The number of resamples; at least 2.
  ///   - level: The probability that an interval is meant to cover, between 0 and 1.
  ///   - seed: The seed of the draws.
  public init(networkCount: Int, resamples: Int = 1000, level: Double = 0.95, seed: UInt64 = 1) {
    precondition(networkCount >= 1 && resamples >= 2, "there must be something to resample")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    self.networkCount = networkCount
    self.resamples = resamples
    self.level = level
    self.seed = seed
  }

  /// The level that makes percentile intervals of a mean cover with another one when networks are
  /// few: 1 − 2 Φ(−t √(n/(n − 1))) with the quantile t of Student's law for n − 1 degrees of freedom.
  ///
  /// ## Reference
  ///
  /// T. C. Hesterberg, "What teachers should know about the bootstrap", *The American Statistician*
  /// 69 (2015) 371-386, [doi:10.1080/00031305.2015.1089789](https://doi.org/10.1080/00031305.2015.1089789).
  ///
  /// - Parameters:
  ///   - level: The probability to be covered, between 0 and 1.
  ///   - networkCount: The number of networks n; at least 2.
  /// - Returns: The level to give to ``init(networkCount:resamples:level:seed:)``.
  public static func expandedLevel(_ level: Double, networkCount: Int) -> Double {
    precondition(networkCount >= 2, "two networks have a spread")
    let count = Double(networkCount)
    let t = StudentLaw(degrees: count - 1).bound(level: level)
    let tail = StandardNormal.cumulative(-t * (count / (count - 1)).squareRoot())
    return min(1 - 2 * tail, 1 - 1e-12)
  }

  /// The networks of one resample, as many as there are, drawn with replacement.
  public func networks(ofResample resample: Int) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(resample))
    return (0..<networkCount).map { _ in Int.random(in: 0..<networkCount, using: &stream) }
  }

  /// The interval of a statistic.
  ///
  /// Resamples for which the statistic is NaN are left out and counted in
  /// ``BootstrapInterval/definedFraction``; with none left, or one network, the ends are NaN.
  ///
  /// - Parameter statistic: Computes the statistic from a list of networks, which may repeat.
  /// - Returns: The statistic of all networks with the percentile interval.
  /// - Throws: What `statistic` throws.
  public func interval<Failure: Error>(
    _ statistic: ([Int]) throws(Failure) -> Double
  ) throws(Failure) -> BootstrapInterval {
    try intervals { networks throws(Failure) in [try statistic(networks)] }[0]
  }

  /// The intervals of several statistics that are computed together, such as a curve.
  ///
  /// Every statistic sees the same resamples. With one network there is nothing to resample and the
  /// ends are NaN.
  ///
  /// - Parameter statistics: Computes all statistics from a list of networks, which may repeat; always
  ///   as many.
  /// - Returns: Every statistic of all networks with its percentile interval.
  /// - Throws: What `statistics` throws.
  public func intervals<Failure: Error>(
    _ statistics: ([Int]) throws(Failure) -> [Double]
  ) throws(Failure) -> [BootstrapInterval] {
    let estimates = try statistics(Array(0..<networkCount))
    var columns = [[Double]](repeating: [], count: estimates.count)
    for resample in 0..<resamples {
      let values = try statistics(networks(ofResample: resample))
      precondition(values.count == estimates.count, "every resample has the same statistics")
      for (column, value) in values.enumerated() where !value.isNaN {
        columns[column].append(value)
      }
    }
    return zip(estimates, columns).map { interval(of: $0, resampled: $1) }
  }

  /// The percentile interval of an estimate from the values of the resamples that have one.
  private func interval(of estimate: Double, resampled: [Double]) -> BootstrapInterval {
    let values = resampled.sorted()
    let ends = networkCount > 1 ? values : []
    let tail = (1 - level) / 2
    return BootstrapInterval(
      estimate: estimate, lower: Self.quantile(tail, of: ends),
      upper: Self.quantile(1 - tail, of: ends),
      definedFraction: Double(values.count) / Double(resamples))
  }

  /// The interval of a mean over networks.
  ///
  /// - Parameter values: One value per network.
  /// - Returns: The mean with its percentile interval.
  public func meanInterval(_ values: [Double]) -> BootstrapInterval {
    precondition(values.count == networkCount, "one value per network")
    return interval { networks in
      networks.reduce(0) { $0 + values[$1] } / Double(networks.count)
    }
  }

  /// The quantile of sorted values, linear between them.
  static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = probability * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    let fraction = position - Double(index)
    // Equal neighbours may be infinite, whose difference is not a number.
    guard sorted[index] != sorted[index + 1] else { return sorted[index] }
    return sorted[index] * (1 - fraction) + sorted[index + 1] * fraction
  }
}
