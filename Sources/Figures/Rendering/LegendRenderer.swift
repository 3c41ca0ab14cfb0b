/// Draws the samples and names of the legend.
struct LegendRenderer {
  let figure: Figure
  let layout: LegendLayout
  let colors: FigureColors

  func draw(into svg: inout SVGBuilder) {
    for entry in layout.entries {
      let middle = layout.y + (Double(entry.row) + 0.5) * LegendLayout.rowHeight
      for member in entry.members {
        let series = figure.panels[member.panel].series[member.series]
        let color = colors.color(panel: member.panel, series: member.series)
        drawSample(of: series, color, x: entry.x, middle: middle, into: &svg)
      }
      svg.label(
        entry.label,
        size: fittingSize(entry.label, size: FigureTheme.tickSize, width: layout.labelWidth),
        [
          "x": pixels(entry.x + FigureTheme.swatchLength + 6),
          "y": pixels(middle + 0.35 * FigureTheme.tickSize), "fill": FigureTheme.ink,
        ])
    }
  }

  /// Draws the series' kind of drawing in little, on axes of the sample's own size.
  private func drawSample(
    of series: Series, _ color: Color, x: Double, middle: Double, into svg: inout SVGBuilder
  ) {
    var sample = series
    sample.opacity = max(series.opacity, 0.7)
    sample.content =
      switch series.content {
      case .line, .steps: .line(x: [0, 1], y: [0.5, 0.5])
      case .points: .points(x: [0.5], y: [0.5])
      case .coloredPoints:
        .coloredPoints(x: [0.2, 0.5, 0.8], y: [0.5, 0.5, 0.5], values: [0, 1, 2])
      case .band: .band(x: [0, 1], lower: [0, 0], upper: [1, 1])
      case .intervals: .intervals(x: [0.5], y: [0.5], lower: [-0.2], upper: [1.2])
      case .bars, .heatMap: .bars(edges: [0, 1], values: [1])
      case .arrows: .line(x: [0, 1], y: [0.5, 0.5])
      }
    var sampleFigure = figure
    sampleFigure.colorScale = AxisStyle()
    SeriesRenderer(
      series: sample, color: color,
      x: AxisTransform(0...1, scale: .linear, start: x, length: FigureTheme.swatchLength),
      y: AxisTransform(0...1, scale: .linear, start: middle + 5, length: -10),
      baseline: middle + 5, scale: ColorScale(sampleFigure, values: [0, 2])
    ).draw(into: &svg)
  }
}
