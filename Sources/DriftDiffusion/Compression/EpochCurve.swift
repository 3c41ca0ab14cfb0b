internal import RealModule

/// One quantity at the recorded epochs, with the events that its course defines.
///
/// Between recorded epochs the quantity is linear in ln(1 + epoch), as the recorded epochs are
/// spread. An event that does not occur has the epoch NaN.
public struct EpochCurve: Hashable, Sendable {
  /// The recorded epochs, ascending.
  public let epochs: [Double]
  /// The quantity at every epoch.
  public let values: [Double]

  /// Creates a curve with one value per epoch.
  public init(epochs: [Double], values: [Double]) {
    precondition(epochs.count == values.count && !epochs.isEmpty, "one value per epoch")
    self.epochs = epochs
    self.values = values
  }

  /// The index of the largest value, the first of several.
  public var peakIndex: Int {
    values.indices.dropFirst().reduce(0) { values[$1] > values[$0] ? $1 : $0 }
  }

  /// The epoch of the largest value.
  public var peakEpoch: Double { epochs[peakIndex] }

  /// The largest value.
  public var peak: Double { values[peakIndex] }

  /// The value at the last epoch.
  public var last: Double { values[values.count - 1] }

  /// How far the curve falls from its peak to its end; never negative.
  public var fall: Double { peak - last }

  /// The value at an epoch within the recorded ones; the nearest end outside of them.
  public func value(at epoch: Double) -> Double {
    guard epoch > epochs[0] else { return values[0] }
    guard let upper = epochs.firstIndex(where: { $0 >= epoch }) else { return last }
    let (before, after) = (
      Double.log(onePlus: epochs[upper - 1]), Double.log(onePlus: epochs[upper])
    )
    let fraction = (Double.log(onePlus: epoch) - before) / (after - before)
    return values[upper - 1] + fraction * (values[upper] - values[upper - 1])
  }

  /// The first epoch at which the value is at least `level`; NaN when it never is.
  public func firstEpoch(reaching level: Double) -> Double {
    crossing(from: 0) { $0 - level }
  }

  /// The first epoch after the peak at which a fraction of the whole fall is done, from 0 to 1.
  ///
  /// NaN when the curve ends at its peak.
  public func epoch(ofFall fraction: Double) -> Double {
    guard fall > 0 else { return .nan }
    let level = peak - fraction * fall
    return crossing(from: peakIndex) { level - $0 }
  }

  /// The first epoch from an index on at which `excess` of the value is not negative.
  private func crossing(from start: Int, _ excess: (Double) -> Double) -> Double {
    guard let index = epochs.indices[start...].first(where: { excess(values[$0]) >= 0 }) else {
      return .nan
    }
    guard index > start else { return epochs[start] }
    let (below, above) = (excess(values[index - 1]), excess(values[index]))
    let (before, after) = (
      Double.log(onePlus: epochs[index - 1]), Double.log(onePlus: epochs[index])
    )
    return Double.expMinusOne(before + (after - before) * below / (below - above))
  }
}
