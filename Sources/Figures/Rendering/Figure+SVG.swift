extension Figure {
  /// The figure as a standalone SVG document of fixed size, on a light ground.
  ///
  /// - Parameter identifier: Begins every identifier within the document; figures in one HTML page
  ///   need different ones.
  /// - Returns: Well-formed XML in UTF-8 that refers to nothing outside itself.
  public func svg(identifier: String = "figure") -> String {
    let colors = FigureColors(self)
    let layout = FigureLayout(self, colors: colors)
    var svg = SVGBuilder()
    svg.group(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": pixels(layout.width),
        "height": pixels(layout.height),
        "viewBox": "0 0 \(pixels(layout.width)) \(pixels(layout.height))",
        "font-family": FigureTheme.fontFamily, "role": "img",
        "aria-labelledby": "\(identifier)-title \(identifier)-summary",
      ]
    ) { svg in
      svg.textElement("title", ["id": "\(identifier)-title"], plainTitle)
      svg.textElement("desc", ["id": "\(identifier)-summary"], plainSummary)
      svg.element("rect", ["width": "100%", "height": "100%", "fill": FigureTheme.background])
      drawTitle(layout, into: &svg)
      LegendRenderer(figure: self, layout: layout.legend, colors: colors).draw(into: &svg)
      for (index, panel) in panels.enumerated() {
        PanelRenderer(
          panel: panel, layout: layout.panels[index],
          colors: panel.series.indices.map { colors.color(panel: index, series: $0) },
          scale: colors.scale, title: layout.panelTitles[index],
          clip: "\(identifier)-panel-\(index + 1)"
        ).draw(into: &svg)
      }
      if let scale = colors.scale, let first = layout.panels.first {
        ColorBarLayout(scale, height: panelHeight).draw(
          into: &svg, x: layout.colorBarX, y: first.y, identifier: identifier)
      }
    }
    return svg.text
  }

  private func drawTitle(_ layout: FigureLayout, into svg: inout SVGBuilder) {
    for (index, line) in layout.title.enumerated() {
      svg.label(
        line, size: FigureTheme.titleSize,
        [
          "x": pixels(FigureTheme.outerMargin),
          "y": pixels(layout.titleTop + 13 + 19 * Double(index)), "font-weight": "600",
          "fill": FigureTheme.ink,
        ])
    }
  }

  private var plainTitle: String {
    let text = title.isEmpty ? panels.first?.title ?? "" : title
    return text.isEmpty ? "Figure" : RichText(text).plain
  }

  /// The summary, or one made of the titles and axes of the panels.
  private var plainSummary: String {
    guard summary.isEmpty else { return summary }
    let sentences = panels.map { panel in
      let axes = "\(RichText(panel.y.title).plain) against \(RichText(panel.x.title).plain)"
      let names = panel.series.map { RichText($0.label).plain }.filter { !$0.isEmpty }
      let heading = panel.title.isEmpty ? "" : "\(RichText(panel.title).plain): "
      let list = names.isEmpty ? "" : " for \(names.joined(separator: ", "))"
      return heading + axes + list + "."
    }
    return sentences.joined(separator: " ")
  }
}
