/// Draws the axes, the data and the annotations of one panel.
struct PanelRenderer {
  let panel: Panel
  let layout: PanelLayout
  let colors: [Color]
  let scale: ColorScale?
  let title: [RichText]
  /// The identifier of the panel's clipping path.
  let clip: String

  private var x: AxisTransform { layout.horizontalTransform(panel.x.scale) }
  private var y: AxisTransform { layout.verticalTransform(panel.y.scale) }
  private var bottom: Double { layout.y + layout.height }

  func draw(into svg: inout SVGBuilder) {
    svg.group("clipPath", ["id": clip]) { svg in
      svg.element(
        "rect",
        [
          "x": pixels(layout.x - 1), "y": pixels(layout.y - 1),
          "width": pixels(layout.width + 2), "height": pixels(layout.height + 2),
        ])
    }
    drawGrid(into: &svg)
    svg.group("g", ["clip-path": "url(#\(clip))"]) { svg in
      for (series, color) in zip(panel.series, colors) {
        SeriesRenderer(
          series: series, color: color, x: x, y: y, baseline: baseline, scale: scale
        ).draw(into: &svg)
      }
    }
    drawFrame(into: &svg)
    drawHorizontalLabels(into: &svg)
    drawVerticalLabels(into: &svg)
    drawTitle(into: &svg)
    var annotations = AnnotationRenderer(panel, layout)
    for annotation in panel.orderedAnnotations { annotations.draw(annotation, into: &svg) }
    if !layout.horizontal.hasData || !layout.vertical.hasData { drawNotice(into: &svg) }
  }

  /// The height of zero, or of the lower end where zero is not on the axis.
  private var baseline: Double {
    min(max(y.positionOrStart(0) ?? bottom, layout.y - 10), bottom + 10)
  }

  private func drawGrid(into svg: inout SVGBuilder) {
    var path = ""
    for tick in layout.horizontalTicks.major {
      guard let position = x.position(tick.value) else { continue }
      path += "M\(pixels(position)) \(pixels(layout.y))V\(pixels(bottom))"
    }
    for tick in layout.verticalTicks.major {
      guard let position = y.position(tick.value) else { continue }
      path += "M\(pixels(layout.x)) \(pixels(position))H\(pixels(layout.x + layout.width))"
    }
    svg.element("path", ["d": path, "stroke": FigureTheme.gridLine, "fill": "none"])
  }

  private func drawFrame(into svg: inout SVGBuilder) {
    let length = FigureTheme.tickLength
    var path = "M\(pixels(layout.x)) \(pixels(layout.y))V\(pixels(bottom))"
    path += "H\(pixels(layout.x + layout.width))"
    let horizontal =
      layout.horizontalTicks.major.map { ($0.value, length) }
      + layout.horizontalTicks.minor.map { ($0, length / 2) }
    for (value, length) in horizontal {
      guard let position = x.position(value) else { continue }
      path += "M\(pixels(position)) \(pixels(bottom))v\(pixels(length))"
    }
    let vertical =
      layout.verticalTicks.major.map { ($0.value, length) }
      + layout.verticalTicks.minor.map { ($0, length / 2) }
    for (value, length) in vertical {
      guard let position = y.position(value) else { continue }
      path += "M\(pixels(layout.x)) \(pixels(position))h\(pixels(-length))"
    }
    svg.element("path", ["d": path, "stroke": FigureTheme.ink, "fill": "none"])
  }

  private func drawHorizontalLabels(into svg: inout SVGBuilder) {
    guard layout.showsHorizontalLabels else { return }
    let top = bottom + FigureTheme.tickLength + FigureTheme.tickSize + 1
    svg.group("g", ["text-anchor": "middle", "fill": FigureTheme.ink]) { svg in
      for tick in layout.horizontalTicks.major {
        guard let position = x.position(tick.value) else { continue }
        svg.label(
          RichText(tick.label), size: FigureTheme.tickSize,
          ["x": pixels(position), "y": pixels(top)])
      }
      let text = RichText(title(panel.x, exponent: layout.horizontalTicks.exponent))
      guard !text.runs.isEmpty else { return }
      svg.label(
        text, size: fittingSize(text, size: FigureTheme.labelSize, width: layout.width),
        ["x": pixels(layout.x + layout.width / 2), "y": pixels(top + FigureTheme.labelSize + 7)])
    }
  }

  private func drawVerticalLabels(into svg: inout SVGBuilder) {
    guard layout.showsVerticalLabels else { return }
    let right = layout.x - FigureTheme.tickLength - 3
    svg.group("g", ["text-anchor": "end", "fill": FigureTheme.ink]) { svg in
      for tick in layout.verticalTicks.major {
        guard let position = y.position(tick.value) else { continue }
        svg.label(
          RichText(tick.label), size: FigureTheme.tickSize,
          ["x": pixels(right), "y": pixels(position + 0.35 * FigureTheme.tickSize)])
      }
    }
    let text = RichText(title(panel.y, exponent: layout.verticalTicks.exponent))
    guard !text.runs.isEmpty else { return }
    let center = right - layout.verticalLabelWidth - 10
    svg.label(
      text, size: fittingSize(text, size: FigureTheme.labelSize, width: layout.height),
      [
        "transform":
          "translate(\(pixels(center)) \(pixels(layout.y + layout.height / 2))) rotate(-90)",
        "text-anchor": "middle", "fill": FigureTheme.ink,
      ])
  }

  /// The title of an axis with the power of ten that its labels are to be multiplied by.
  private func title(_ axis: AxisStyle, exponent: Int) -> String {
    guard exponent != 0 else { return axis.title }
    let factor = "10^{\(exponent < 0 ? "−" : "")\(abs(exponent))}"
    return axis.unit.isEmpty
      ? "\(axis.label) [\(factor)]" : "\(axis.label) [\(factor) \(axis.unit)]"
  }

  private func drawTitle(into svg: inout SVGBuilder) {
    for (index, line) in title.reversed().enumerated() {
      svg.label(
        line, size: FigureTheme.panelTitleSize,
        [
          "x": pixels(layout.x), "y": pixels(layout.y - layout.titleRise - 16 * Double(index)),
          "font-weight": "600", "fill": FigureTheme.ink,
        ])
    }
  }

  private func drawNotice(into svg: inout SVGBuilder) {
    svg.label(
      RichText("no data"), size: FigureTheme.labelSize,
      [
        "x": pixels(layout.x + layout.width / 2), "y": pixels(layout.y + layout.height / 2),
        "text-anchor": "middle", "fill": FigureTheme.mutedInk, "font-style": "italic",
      ])
  }
}
