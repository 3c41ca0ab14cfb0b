/// A histogram or a curve of a probability density.
public struct DensityCurve: Hashable, Sendable {
  /// The name in the legend.
  public var label: String
  /// The values.
  public var shape: DensityShape

  /// Creates a curve.
  ///
  /// - Parameters:
  ///   - label: The name in the legend.
  ///   - shape: The values.
  public init(_ label: String, _ shape: DensityShape) {
    self.label = label
    self.shape = shape
  }
}

/// How a probability density is given.
public enum DensityShape: Hashable, Sendable {
  /// As a histogram: `edges` has one value more than `values`.
  case histogram(edges: [Double], values: [Double])
  /// As values at points.
  case curve(x: [Double], values: [Double])
}

extension Figure {
  /// Probability densities over one another: histograms as areas, curves as lines of their own
  /// pattern.
  ///
  /// - Parameters:
  ///   - curves: The densities, the later ones above the earlier.
  ///   - variable: The horizontal axis.
  ///   - scale: The scale of the vertical axis.
  ///   - title: The title; empty for none.
  /// - Returns: A figure of one panel.
  public static func densities(
    _ curves: [DensityCurve], variable: AxisStyle, scale: AxisScale = .linear, title: String = ""
  ) -> Figure {
    let patterns: [LineStyle] = [.solid, .dashed, .dotted, .dashDotted]
    var lineCount = 0
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      switch curve.shape {
      case .histogram(let edges, let values):
        series.append(
          Series(curve.label, .bars(edges: edges, values: values), color: .palette(index)))
        series.append(
          Series(
            curve.label, .steps(edges: edges, values: values), color: .palette(index),
            lineWidth: 1))
      case .curve(let x, let values):
        series.append(
          Series(
            curve.label, .line(x: x, y: values), color: .palette(index),
            line: patterns[lineCount % patterns.count]))
        lineCount += 1
      }
    }
    let unit = variable.unit.isEmpty ? "" : "1/\(variable.unit)"
    let panel = Panel(
      x: variable, y: AxisStyle("probability density", unit: unit, scale: scale), series: series)
    return Figure(title, panels: [panel])
  }
}
