internal import RealModule

/// The range of an axis and whether any value lies on it.
struct AxisRange: Hashable {
  let range: ClosedRange<Double>
  let hasData: Bool

  /// Chooses the range of an axis from the values along it.
  ///
  /// Linear ranges get a margin of 4 % that does not reach beyond zero, logarithmic ones the same in
  /// decades.
  init(_ style: AxisStyle, values: some Sequence<Double>) {
    let isLogarithmic = style.scale == .logarithmic
    var lower = Double.infinity
    var upper = -Double.infinity
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    hasData = lower <= upper
    let fallback = isLogarithmic ? 1.0...10 : 0...1
    let found = hasData ? lower...upper : fallback
    switch style.limits {
    case .automatic: range = isLogarithmic ? Self.ratios(found) : Self.differences(found)
    case .fixed(let given): range = Self.usable(given, isLogarithmic) ?? Self.differences(fallback)
    case .including(let given):
      let given = isLogarithmic && given.lowerBound <= 0 ? found : given
      let united =
        hasData
        ? min(found.lowerBound, given.lowerBound)...max(found.upperBound, given.upperBound) : given
      range = isLogarithmic ? Self.ratios(united) : Self.differences(united, keeping: given)
    }
  }

  /// The range with margins on a linear axis; edges of `kept` that are the ends stay so.
  private static func differences(
    _ found: ClosedRange<Double>, keeping kept: ClosedRange<Double> = .infinity ... .infinity
  ) -> ClosedRange<Double> {
    let lower = found.lowerBound
    let upper = found.upperBound
    guard upper - lower > 1e-12 * max(abs(lower), abs(upper)) else {
      let margin = lower == 0 ? 1 : 0.1 * abs(lower)
      return (lower - margin)...(upper + margin)
    }
    let margin = 0.04 * (upper - lower)
    let padded = (lower - margin, upper + margin)
    let first = lower == kept.lowerBound ? lower : lower >= 0 && padded.0 < 0 ? 0 : padded.0
    let last = upper == kept.upperBound ? upper : upper <= 0 && padded.1 > 0 ? 0 : padded.1
    return first...last
  }

  private static func ratios(_ found: ClosedRange<Double>) -> ClosedRange<Double> {
    let decades = Double.log10(found.upperBound / found.lowerBound)
    let margin = decades > 1e-9 ? Double.exp10(0.04 * decades) : Double.sqrt(10)
    return (found.lowerBound / margin)...(found.upperBound * margin)
  }

  /// The range if an axis can show it.
  private static func usable(
    _ given: ClosedRange<Double>, _ isLogarithmic: Bool
  ) -> ClosedRange<Double>? {
    guard given.lowerBound.isFinite, given.upperBound.isFinite else { return nil }
    guard given.upperBound > given.lowerBound, !isLogarithmic || given.lowerBound > 0 else {
      return nil
    }
    return given
  }
}

/// The map from values to pixels along one axis.
struct AxisTransform {
  let scale: AxisScale
  private let lower: Double
  private let upper: Double
  private let start: Double
  private let length: Double

  /// Maps the lower bound of a range to `start` and its upper bound to `start + length`.
  init(_ range: ClosedRange<Double>, scale: AxisScale, start: Double, length: Double) {
    let isPossible = scale == .linear || range.lowerBound > 0
    self.scale = isPossible ? scale : .linear
    let isLogarithmic = self.scale == .logarithmic
    lower = isLogarithmic ? Double.log10(range.lowerBound) : range.lowerBound
    upper = isLogarithmic ? Double.log10(range.upperBound) : range.upperBound
    self.start = start
    self.length = length
  }

  /// The place of a value, not far outside the axis, or nil when the axis has none for it.
  func position(_ value: Double) -> Double? {
    guard value.isFinite, scale == .linear || value > 0 else { return nil }
    let coordinate = scale == .logarithmic ? Double.log10(value) : value
    let fraction = upper > lower ? (coordinate - lower) / (upper - lower) : 0.5
    return start + min(max(fraction, -3), 4) * length
  }

  /// The value at a fraction of the axis.
  func value(at fraction: Double) -> Double {
    let coordinate = lower + fraction * (upper - lower)
    return scale == .logarithmic ? Double.exp10(coordinate) : coordinate
  }

  /// The length of the axis in pixels.
  var extent: Double { abs(length) }
}
