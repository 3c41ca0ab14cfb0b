internal import RealModule

/// A quantity at the recorded epochs, and the places where something happens to it.
///
/// Between recorded epochs the curve is interpolated in ln epoch, and from epoch 0 to the first
/// that follows in the epoch itself. A value that is NaN makes a gap that nothing crosses.
public struct EpochCurve: Hashable, Sendable {
  /// The recorded epochs, ascending and not negative.
  public let epochs: [Double]
  /// The values, one for each epoch.
  public let values: [Double]

  /// Creates a curve from as many epochs as values.
  public init(epochs: [Double], values: [Double]) {
    precondition(epochs.count == values.count, "each epoch has one value")
    self.epochs = epochs
    self.values = values
  }

  /// The epochs at which the curve falls through a level, in their order.
  ///
  /// It falls between two recorded epochs when the first value is not below the level and the
  /// second is. Positive values are interpolated in their logarithm, others as they are.
  ///
  /// - Parameter level: The level, which must be positive.
  /// - Returns: The epochs; none when the curve never falls through it.
  public func downwardCrossings(of level: Double) -> [Double] {
    precondition(level > 0, "the level must be positive")
    return epochs.indices.dropLast().compactMap { index in
      let (left, right) = (values[index], values[index + 1])
      guard left >= level, right < level else { return nil }
      return epoch(after: index, fraction: Self.fraction(from: left, to: right, level))
    }
  }

  /// The epoch at which the curve is largest, or NaN.
  ///
  /// Among equal maxima (to 10⁻⁹ of the largest) the last counts: there the fall begins. A maximum
  /// at the first or the last value is no maximum of the course and gives NaN. A single maximum is
  /// the vertex of the parabola through it and its neighbours in ln epoch.
  public func peak() -> Double {
    let defined = values.indices.filter { values[$0].isFinite }
    guard let largest = defined.map({ values[$0] }).max(),
      case let equal = largest - 1e-9 * abs(largest),
      let place = defined.lastIndex(where: { values[$0] >= equal }),
      place > 0, place + 1 < defined.count
    else { return .nan }
    let around = defined[(place - 1)...(place + 1)]
    guard epochs[defined[place - 1]] > 0, values[defined[place - 1]] < equal else {
      return epochs[defined[place]]
    }
    return .exp(
      Self.vertex(around.map { Double.log(epochs[$0]) }, around.map { values[$0] }))
  }

  /// The place between recorded epochs, as a fraction of the way in ln epoch.
  func epoch(after index: Int, fraction: Double) -> Double {
    let (left, right) = (epochs[index], epochs[index + 1])
    guard left > 0 else { return right * fraction }
    return left * .pow(right / left, fraction)
  }

  /// How far an epoch lies between two recorded ones, as ``epoch(after:fraction:)`` inverted.
  func fraction(after index: Int, epoch: Double) -> Double {
    let (left, right) = (epochs[index], epochs[index + 1])
    guard left > 0 else { return epoch / right }
    return .log(epoch / left) / .log(right / left)
  }

  /// How far the way from one value to the next has gone where it meets the level.
  private static func fraction(from left: Double, to right: Double, _ level: Double) -> Double {
    guard left.isFinite else { return 1 }
    guard right > 0 else { return (left - level) / (left - right) }
    return .log(left / level) / .log(left / right)
  }

  /// The vertex of the parabola through three points of which the middle one is the highest.
  static func vertex(_ x: [Double], _ y: [Double]) -> Double {
    let (left, right) = (x[1] - x[0], x[2] - x[1])
    let (rise, fall) = ((y[1] - y[0]) / left, (y[1] - y[2]) / right)
    guard rise + fall > 0 else { return x[1] }
    // The derivative goes linearly from `rise` half-way to the left to −`fall` half-way to the right.
    let middle = rise / (rise + fall) * (left + right) / 2
    return min(max(x[1] - left / 2 + middle, x[0]), x[2])
  }
}
