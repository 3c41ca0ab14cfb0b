/// A quantity that was predicted and measured in the course of time, such as a layer's entropy.
public struct ComparisonPanel: Hashable, Sendable {
  /// The title of the panel, such as the name of the layer.
  public var title: String
  /// What was measured.
  public var measured: EstimateCurve
  /// What was predicted, each by the name of its model.
  public var predictions: [EstimateCurve]
  /// The layer of the network, counted from 0; nil for none.
  public var layer: Int?

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - title: The title of the panel.
  ///   - measured: What was measured.
  ///   - predictions: What was predicted.
  ///   - layer: The layer of the network, counted from 0; nil for none.
  public init(
    _ title: String, measured: EstimateCurve, predictions: [EstimateCurve], layer: Int? = nil
  ) {
    self.title = title
    self.measured = measured
    self.predictions = predictions
    self.layer = layer
  }
}

extension Figure {
  /// Predictions beside measurements, one panel for each comparison.
  ///
  /// The measurement of a layer has the colour of the layer, and predictions are grey.
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
    let ofLayers = comparisons.contains { $0.layer != nil }
    var panels = comparisons.map { comparison in
      var measured = comparison.measured
      if comparison.layer != nil { measured.name = "" }
      var series = measured.series(
        color: comparison.layer == nil ? .palette(0) : .automatic, layer: comparison.layer)
      for (index, prediction) in comparison.predictions.enumerated() {
        let style = PredictionStyle(index)
        series += prediction.series(
          color: ofLayers ? style.color : .palette(index + 1), line: style.line,
          layer: comparison.layer)
      }
      return Panel(comparison.title, x: time, y: quantity, series: series)
    }
    if ofLayers, let name = comparisons.first?.measured.name, !name.isEmpty {
      panels[0].series.insert(.legendLine(name), at: 0)
    }
    let isSingle = panels.count <= 1
    let columns = panels.count == 4 ? 2 : min(3, max(1, panels.count))
    return Figure(
      title, panels: panels, columns: columns, panelWidth: isSingle ? 440 : 240,
      panelHeight: isSingle ? 290 : 170, sharing: sharing)
  }
}
