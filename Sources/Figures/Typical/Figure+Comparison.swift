/// A quantity that was predicted and measured in the course of time, such as a layer's entropy.
public struct ComparisonPanel: Hashable, Sendable {
  /// The title of the panel, such as the name of the layer.
  public var title: String
  /// What was measured.
  public var measured: EstimateCurve
  /// What was predicted, each by the name of its model.
  public var predictions: [EstimateCurve]

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - title: The title of the panel.
  ///   - measured: What was measured.
  ///   - predictions: What was predicted.
  public init(_ title: String, measured: EstimateCurve, predictions: [EstimateCurve]) {
    self.title = title
    self.measured = measured
    self.predictions = predictions
  }
}

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

  /// The band, if there is one, and the line.
  func series(color: SeriesColor, line: LineStyle) -> [Series] {
    let curve = Series(name, .line(x: times, y: values), color: color, line: line)
    guard !lower.isEmpty, lower.count == upper.count else { return [curve] }
    return [Series(name, .band(x: times, lower: lower, upper: upper), color: color), curve]
  }
}

extension Figure {
  /// Predictions beside measurements, one panel for each comparison.
  ///
  /// - Parameters:
  ///   - comparisons: The panels from left to right and from top to bottom.
  ///   - time: The horizontal axis.
  ///   - quantity: The vertical axis.
  ///   - title: The title; empty for none.
  ///   - sharing: Whether the panels have the same limits.
  /// - Returns: A figure with at most three panels side by side.
  public static func comparison(
    _ comparisons: [ComparisonPanel], time: AxisStyle, quantity: AxisStyle, title: String = "",
    sharing: LimitSharing = .separate
  ) -> Figure {
    let patterns: [LineStyle] = [.dashed, .dotted, .dashDotted]
    let panels = comparisons.map { comparison in
      var series = comparison.measured.series(color: .palette(0), line: .solid)
      for (index, prediction) in comparison.predictions.enumerated() {
        series += prediction.series(
          color: .palette(index + 1), line: patterns[index % patterns.count])
      }
      return Panel(comparison.title, x: time, y: quantity, series: series)
    }
    let isSingle = panels.count <= 1
    let columns = panels.count == 4 ? 2 : min(3, max(1, panels.count))
    return Figure(
      title, panels: panels, columns: columns, panelWidth: isSingle ? 440 : 240,
      panelHeight: isSingle ? 290 : 170, sharing: sharing)
  }
}
