extension EpochCurve {
  /// The index of the largest value, the first of several.
  public var largestIndex: Int {
    values.indices.dropFirst().reduce(0) { values[$1] > values[$0] ? $1 : $0 }
  }

  /// The recorded epoch of the largest value.
  public var largestEpoch: Double { epochs[largestIndex] }

  /// The largest value.
  public var largest: Double { values[largestIndex] }

  /// The value at the last epoch.
  public var last: Double { values[values.count - 1] }

  /// How far the curve falls from its largest value to its end; never negative.
  public var fall: Double { largest - last }

  /// The value at an epoch within the recorded ones; the nearest end outside of them.
  public func value(at epoch: Double) -> Double {
    guard epoch > epochs[0] else { return values[0] }
    guard let upper = epochs.firstIndex(where: { $0 >= epoch }) else { return last }
    let fraction = fraction(after: upper - 1, epoch: epoch)
    return values[upper - 1] + fraction * (values[upper] - values[upper - 1])
  }

  /// The first epoch at which the value is at least `level`; NaN when it never is.
  public func firstEpoch(reaching level: Double) -> Double {
    crossing(from: 0) { $0 - level }
  }

  /// The first epoch after the largest value at which a fraction of the fall is done.
  ///
  /// - Parameter fraction: The part of the fall to the end, from 0 to 1.
  /// - Returns: The epoch; NaN when the curve ends at its largest value.
  public func epoch(ofFall fraction: Double) -> Double {
    guard fall > 0 else { return .nan }
    let level = largest - fraction * fall
    return crossing(from: largestIndex) { level - $0 }
  }

  /// The first epoch from an index on at which `excess` of the value is not negative.
  private func crossing(from start: Int, _ excess: (Double) -> Double) -> Double {
    guard let index = epochs.indices[start...].first(where: { excess(values[$0]) >= 0 }) else {
      return .nan
    }
    guard index > start else { return epochs[start] }
    let (below, above) = (excess(values[index - 1]), excess(values[index]))
    return epoch(after: index - 1, fraction: below / (below - above))
  }
}
