/// The lags over which increments were taken.
public enum SampleLags: Hashable, Codable, Sendable {
  /// One lag for all.
  case uniform(Double)
  /// A lag for each increment.
  case individual([Double])

  /// The lag of an increment.
  @inlinable
  public subscript(index: Int) -> Double {
    switch self {
    case .uniform(let lag): lag
    case .individual(let lags): lags[index]
    }
  }

  /// The lag of all, or nil when they differ.
  public var common: Double? {
    if case .uniform(let lag) = self { return lag }
    return nil
  }

  /// The lags of some of the increments.
  func selected(_ indices: [Int]) -> SampleLags {
    switch self {
    case .uniform: self
    case .individual(let lags): .individual(indices.map { lags[$0] })
    }
  }
}
