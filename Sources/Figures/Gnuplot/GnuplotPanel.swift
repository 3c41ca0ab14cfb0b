/// One panel as gnuplot's commands, at its place on the page.
struct GnuplotPanel {
  let panel: Panel
  let layout: PanelLayout
  let colors: [Color]
  let scale: ColorScale?
  /// The number of the frame that is shown.
  let frame: Int?
  let page: GnuplotPage

  /// Adds the commands.
  func draw(in script: inout GnuplotScript) {
    script.add("reset")
    page.place(layout, in: &script)
    setAxes(in: &script)
    setColors(in: &script)
    addAxisTitles(in: &script)
    addAnnotations(in: &script)
    var clauses: [String] = []
    for (series, color) in zip(panel.series, colors) where isShown(series) {
      clauses += GnuplotSeries(
        series: series, color: color, placement: layout.placement(panel), scale: scale,
        pen: page.pen
      ).clauses(in: &script)
    }
    if !layout.horizontal.hasData || !layout.vertical.hasData { addNotice(in: &script) }
    page.plot(clauses, in: &script)
  }

  private func isShown(_ series: Series) -> Bool {
    guard let frame, let own = series.frame else { return true }
    return own == frame
  }

  // MARK: Axes

  private func setAxes(in script: inout GnuplotScript) {
    script.add("set border 3 lc rgb '\(FigureTheme.ink)' lw 1")
    script.add("set grid xtics ytics back lt 1 lc rgb '\(FigureTheme.gridLine)' lw 1")
    setAxis(
      "x", panel.x, layout.horizontal, layout.horizontalTicks, layout.showsHorizontalLabels, &script
    )
    setAxis(
      "y", panel.y, layout.vertical, layout.verticalTicks, layout.showsVerticalLabels, &script)
    script.add("set x2range [0:1]; set y2range [0:1]")
  }

  private func setAxis(
    _ name: String, _ style: AxisStyle, _ range: AxisRange, _ ticks: AxisTicks, _ hasLabels: Bool,
    _ script: inout GnuplotScript
  ) {
    script.add("set \(name)range [\(range.range.lowerBound):\(range.range.upperBound)] noextend")
    if style.scale == .logarithmic, range.range.lowerBound > 0 {
      script.add("set logscale \(name)")
    }
    let major = ticks.major.map { tick in
      "\(gnuplotText(RichText(hasLabels ? tick.label : ""))) \(tick.value)"
    }
    let minor = ticks.minor.map { "'' \($0) 1" }
    script.add(
      "set \(name)tics out nomirror scale 0.55,0.3 offset \(name == "x" ? "0,0.35" : "0.4,0")"
        + " font ',\(page.size(FigureTheme.tickSize))' textcolor rgb '\(FigureTheme.ink)'"
        + " (\((major + minor).joined(separator: ", ")))")
  }

  private func addAxisTitles(in script: inout GnuplotScript) {
    if layout.showsHorizontalLabels {
      let text = RichText(axisTitle(panel.x, exponent: layout.horizontalTicks.exponent))
      page.addText(
        text, size: fittingSize(text, size: FigureTheme.labelSize, width: layout.width),
        x: layout.x + layout.width / 2,
        middle: layout.y + layout.height + FigureTheme.tickLength + FigureTheme.tickSize
          + FigureTheme.labelSize + 4, alignment: .center, in: &script)
    }
    guard layout.showsVerticalLabels else { return }
    let text = RichText(axisTitle(panel.y, exponent: layout.verticalTicks.exponent))
    page.addText(
      text, size: fittingSize(text, size: FigureTheme.labelSize, width: layout.height),
      x: layout.x - FigureTheme.tickLength - layout.verticalLabelWidth - 17,
      middle: layout.y + layout.height / 2, alignment: .center, isVertical: true, in: &script)
  }

  // MARK: Colours

  private func setColors(in script: inout GnuplotScript) {
    guard let scale, panel.series.contains(where: { !$0.content.colorValues.isEmpty }) else {
      return
    }
    page.setPalette(scale, in: &script)
    script.add("unset colorbox")
  }

  // MARK: Annotations

  private func addAnnotations(in script: inout GnuplotScript) {
    let rule = "nohead front dt (4,3) lw 1 lc rgb '\(FigureTheme.mutedInk)'"
    for annotation in panel.annotations {
      switch annotation {
      case .text: break
      case .verticalRule(_, let value):
        guard layout.horizontal.range.contains(value) else { continue }
        script.add("set arrow from first \(value), graph 0 to first \(value), graph 1 \(rule)")
      case .horizontalRule(_, let value):
        guard layout.vertical.range.contains(value) else { continue }
        script.add("set arrow from graph 0, first \(value) to graph 1, first \(value) \(rule)")
      }
    }
    let placed = AnnotationLayout(panel, layout)
    for text in placed.inside {
      page.addText(
        text.text, size: text.size, x: text.isCentered ? text.anchor.x : text.left,
        middle: text.middle, alignment: text.isCentered ? .center : .left,
        hasGround: true, in: &script)
    }
    for text in placed.above {
      page.addText(
        text.text, size: text.size, x: text.left, middle: text.middle, alignment: .left,
        color: FigureTheme.mutedInk, in: &script)
    }
  }

  private func addNotice(in script: inout GnuplotScript) {
    page.addText(
      RichText("no data"), size: FigureTheme.labelSize, x: layout.x + layout.width / 2,
      middle: layout.y + layout.height / 2, alignment: .center, color: FigureTheme.mutedInk,
      in: &script)
  }
}

/// The title of an axis with the power of ten that its labels are to be multiplied by.
func axisTitle(_ axis: AxisStyle, exponent: Int) -> String {
  guard exponent != 0 else { return axis.title }
  let factor = "10^{\(exponent < 0 ? "−" : "")\(abs(exponent))}"
  return axis.unit.isEmpty
    ? "\(axis.label) [\(factor)]" : "\(axis.label) [\(factor) \(axis.unit)]"
}
