/// The gradients of one layer in the course of training.
public struct GradientCurve: Hashable, Sendable {
  /// The name of the layer.
  public var label: String
  /// The epochs.
  public var epochs: [Double]
  /// The norm of the mean gradient over mini-batches, one for each epoch.
  public var mean: [Double]
  /// The norm of the standard deviation over mini-batches, one for each epoch.
  public var standardDeviation: [Double]

  /// Creates a curve.
  ///
  /// - Parameters:
  ///   - label: The name of the layer.
  ///   - epochs: The epochs.
  ///   - mean: The norm of the mean gradient, as many values.
  ///   - standardDeviation: The norm of the standard deviation, as many values.
  public init(_ label: String, epochs: [Double], mean: [Double], standardDeviation: [Double]) {
    self.label = label
    self.epochs = epochs
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

extension Figure {
  /// Mean and standard deviation of the gradients against the epoch, both axes logarithmic.
  ///
  /// - Parameters:
  ///   - curves: The layers.
  ///   - transitions: Epochs to mark with a vertical line.
  ///   - quantity: What the vertical axis shows, such as `normalised gradient`.
  ///   - title: The title; empty for none.
  /// - Returns: A figure of one panel, the mean solid and the standard deviation dashed.
  public static func gradientStatistics(
    _ curves: [GradientCurve], transitions: [Double] = [], quantity: String = "gradient",
    title: String = ""
  ) -> Figure {
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      series.append(
        Series(curve.label, .line(x: curve.epochs, y: curve.mean), color: .palette(index)))
      series.append(
        Series(
          "", .line(x: curve.epochs, y: curve.standardDeviation), color: .palette(index),
          line: .dashed))
    }
    // Two entries of the legend without data say what the patterns mean.
    let grey = SeriesColor.fixed(Color(0x555555))
    series.append(Series("mean", .line(x: [], y: []), color: grey))
    series.append(Series("standard deviation", .line(x: [], y: []), color: grey, line: .dashed))
    let rules = transitions.map { epoch in
      Annotation.verticalRule(transitions.count == 1 ? "transition" : "", x: epoch)
    }
    let panel = Panel(
      x: AxisStyle("epoch", scale: .logarithmic), y: AxisStyle(quantity, scale: .logarithmic),
      series: series, annotations: rules)
    return Figure(
      title,
      summary: "Norms of the mean and of the standard deviation of the gradients of each "
        + "layer against the epoch.",
      panels: [panel])
  }
}
