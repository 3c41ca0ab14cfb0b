public import Grids

/// What the times at which paths reached an absorbing wall say.
public struct FirstPassageStatistics: Hashable, Sendable {
  /// The number of all paths.
  public let pathCount: Int
  /// The passage times in ascending order.
  public let times: [Double]
  private let moments: MomentSums

  /// Creates the statistics of ``EnsembleEvolution/exitTimes``.
  ///
  /// - Parameter exitTimes: When each path was taken out; infinity for survivors.
  public init(exitTimes: [Double]) {
    pathCount = exitTimes.count
    times = exitTimes.filter(\.isFinite).sorted()
    moments = MomentSums(times)
  }

  /// The mean time of the paths that have arrived.
  public var mean: StatisticalEstimate {
    StatisticalEstimate(value: moments.mean, standardError: moments.meanStandardError)
  }

  /// The variance of the times of the paths that have arrived.
  public var variance: StatisticalEstimate {
    StatisticalEstimate(value: moments.variance, standardError: moments.varianceStandardError)
  }

  /// The fraction of paths that have not arrived by a time.
  public func survival(at time: Double) -> StatisticalEstimate {
    let arrived = times.partitioningIndex { $0 > time }
    let fraction = 1 - Double(arrived) / Double(pathCount)
    return StatisticalEstimate(
      value: fraction, standardError: (fraction * (1 - fraction) / Double(pathCount)).squareRoot())
  }

  /// The density of passage times per path, in cells of a time axis, with its standard errors.
  public func density(on axis: Axis) -> (values: [Double], standardErrors: [Double]) {
    var counts = HistogramCounts(cellCount: axis.cellCount)
    for time in times { counts.count(time, on: axis) }
    let n = Double(pathCount)
    let shares = counts.inside.map { Double($0) / n }
    return (
      shares.map { $0 / axis.spacing },
      shares.map { ($0 * (1 - $0) / n).squareRoot() / axis.spacing }
    )
  }
}

extension [Double] {
  /// The index of the first element of a sorted array that satisfies a predicate.
  fileprivate func partitioningIndex(_ isSecond: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
