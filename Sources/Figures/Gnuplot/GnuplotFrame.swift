/// What stands around the panels: the title, the legend, the panels' titles and the colour bar.
struct GnuplotFrame {
  let figure: Figure
  let layout: FigureLayout
  let colors: FigureColors
  let page: GnuplotPage
  let frame: Int?

  /// Adds the commands, on axes that count the page's pixels.
  func draw(in script: inout GnuplotScript) {
    script.add("reset")
    page.place(left: 0, top: 0, width: page.width, height: page.height, in: &script)
    script.add("unset border; unset xtics; unset ytics; unset colorbox")
    script.add("set xrange [0:\(page.width)] noextend; set yrange [\(page.height):0] noextend")
    addTitles(in: &script)
    page.plot(legendClauses(in: &script), in: &script)
    if let scale = colors.scale, let first = layout.panels.first {
      drawColorBar(scale, first, in: &script)
    }
  }

  private func addTitles(in script: inout GnuplotScript) {
    let lines = wrapped(
      figure.heading(frame: frame), size: FigureTheme.titleSize,
      width: page.width - 2 * FigureTheme.outerMargin)
    for (index, line) in lines.enumerated() {
      page.addText(
        line, size: FigureTheme.titleSize, x: FigureTheme.outerMargin,
        middle: layout.titleTop + 8 + 19 * Double(index), alignment: .left, isBold: true,
        in: &script)
    }
    for (panel, title) in zip(layout.panels, layout.panelTitles) {
      for (index, line) in title.reversed().enumerated() {
        page.addText(
          line, size: FigureTheme.panelTitleSize, x: panel.x,
          middle: panel.y - panel.titleRise - 4 - 16 * Double(index), alignment: .left,
          isBold: true, in: &script)
      }
    }
  }

  // MARK: Legend

  private func legendClauses(in script: inout GnuplotScript) -> [String] {
    var clauses: [String] = []
    for entry in layout.legend.entries {
      let middle = layout.legend.y + (Double(entry.row) + 0.5) * LegendLayout.rowHeight
      for member in entry.members {
        clauses += sampleClauses(
          of: figure.panels[member.panel].series[member.series],
          colors.color(panel: member.panel, series: member.series), x: entry.x, middle: middle,
          in: &script)
      }
      page.addText(
        entry.label,
        size: fittingSize(
          entry.label, size: FigureTheme.tickSize, width: layout.legend.labelWidth),
        x: entry.x + FigureTheme.swatchLength + 6, middle: middle, alignment: .left, in: &script)
    }
    return clauses
  }

  /// The series' kind of drawing in little.
  private func sampleClauses(
    of series: Series, _ color: Color, x: Double, middle: Double, in script: inout GnuplotScript
  ) -> [String] {
    var sample = series
    sample.opacity = max(series.opacity, 0.7)
    let (center, end) = (x + FigureTheme.swatchLength / 2, x + FigureTheme.swatchLength)
    sample.content =
      switch series.content {
      case .line, .steps: .line(x: [x, end], y: [middle, middle])
      case .points, .coloredPoints: .points(x: [center], y: [middle])
      case .band, .bars, .heatMap:
        .band(x: [x, end], lower: [middle + 5, middle + 5], upper: [middle - 5, middle - 5])
      case .intervals:
        .intervals(x: [center], y: [middle], lower: [middle + 6], upper: [middle - 6])
      case .arrows: .arrows(x: [x], y: [middle], dx: [end - x], dy: [0])
      }
    return GnuplotSeries(
      series: sample, color: color,
      placement: DataPlacement(
        x: AxisTransform(0...page.width, scale: .linear, start: 0, length: page.width),
        y: AxisTransform(0...page.height, scale: .linear, start: 0, length: page.height),
        baseline: 0), scale: nil, pen: page.pen
    ).clauses(in: &script)
  }

  // MARK: Colour bar

  private func drawColorBar(
    _ scale: ColorScale, _ panel: PanelLayout, in script: inout GnuplotScript
  ) {
    let bar = ColorBarLayout(scale, height: figure.panelHeight)
    script.add("reset")
    page.place(
      left: layout.colorBarX, top: panel.y, width: FigureTheme.colorBarWidth,
      height: figure.panelHeight, in: &script)
    page.setPalette(scale, in: &script)
    script.add("unset colorbox; unset border; unset xtics")
    script.add("set xrange [0:1] noextend; set yrange [0:1] noextend")
    let transform = AxisTransform(scale.range, scale: scale.style.scale, start: 0, length: 1)
    let ticks = bar.ticks.major.compactMap { tick in
      transform.position(tick.value).map { "\(gnuplotText(RichText(tick.label))) \($0)" }
    }
    script.add("unset ytics; set y2range [0:1] noextend")
    script.add(
      "set y2tics out nomirror scale 0.55 offset -0.4,0 font ',\(page.size(FigureTheme.tickSize))'"
        + " textcolor rgb '\(FigureTheme.ink)' (\(ticks.joined(separator: ", ")))")
    let title = RichText(axisTitle(scale.style, exponent: bar.ticks.exponent))
    page.addText(
      title, size: fittingSize(title, size: FigureTheme.labelSize, width: figure.panelHeight),
      x: layout.colorBarX + bar.width - FigureTheme.labelSize / 2,
      middle: panel.y + figure.panelHeight / 2, alignment: .center, isVertical: true, in: &script)
    let shades = (0..<64).map { step in
      let fraction = (Double(step) + 0.5) / 64
      let value = transform.value(at: fraction)
      return [
        0.5, fraction, 0, 1, Double(step) / 64, Double(step + 1) / 64,
        page.pen.colorColumn(value, on: scale),
      ]
    }
    let name = script.addData(shades)
    page.plot(
      ["\(name) using 1:2:3:4:5:6:7 with boxxyerror fs solid 1 noborder \(page.pen.coloring)"],
      in: &script)
  }
}
