/// Values in the course of time with their intervals.
public struct EstimateCurve: Hashable, Sendable {
  /// The name in the legend.
  public var name: String
  /// The times.
  public var times: [Double]
  /// The values, one for each time.
  public var values: [Double]
  /// The lower ends of the intervals, one for each time, or none.
  public var lower: [Double]
  /// The upper ends of the intervals, one for each time, or none.
  public var upper: [Double]

  /// Creates a curve.
  ///
  /// - Parameters:
  ///   - name: The name in the legend.
  ///   - times: The times.
  ///   - values: As many values.
  ///   - lower: The lower ends of the intervals; none to draw no band.
  ///   - upper: The upper ends of the intervals; none to draw no band.
  public init(
    _ name: String, times: [Double], values: [Double], lower: [Double] = [], upper: [Double] = []
  ) {
    self.name = name
    self.times = times
    self.values = values
    self.lower = lower
    self.upper = upper
  }

  /// Creates a curve with its 95 % intervals.
  ///
  /// - Parameters:
  ///   - name: The name in the legend.
  ///   - times: The times.
  ///   - values: As many values.
  ///   - standardErrors: As many standard errors; no band is drawn when none of them is a number.
  public init(_ name: String, times: [Double], values: [Double], standardErrors: [Double]) {
    self.init(name, times: times, values: values)
    guard standardErrors.contains(where: \.isFinite) else { return }
    lower = zip(values, standardErrors).map { $0 - 1.96 * $1 }
    upper = zip(values, standardErrors).map { $0 + 1.96 * $1 }
  }

  /// The band, if there is one, and the line.
  ///
  /// - Parameters:
  ///   - color: The colour.
  ///   - line: The pattern of the line.
  ///   - layer: The layer of the network, counted from 0; nil for none.
  ///   - frame: The frame of a movie; nil for all.
  /// - Returns: One or two series.
  public func series(
    color: SeriesColor = .automatic, line: LineStyle = .solid, layer: Int? = nil, frame: Int? = nil
  ) -> [Series] {
    let curve = Series(
      name, .line(x: times, y: values), color: color, line: line, lineWidth: 1.5, layer: layer,
      frame: frame)
    guard !lower.isEmpty, lower.count == upper.count else { return [curve] }
    let band = Series(
      name, .band(x: times, lower: lower, upper: upper), color: color, layer: layer, frame: frame)
    return [band, curve]
  }
}
