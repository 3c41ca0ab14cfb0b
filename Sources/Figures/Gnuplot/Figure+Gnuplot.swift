extension Figure {
  /// The script that makes gnuplot (version 5.4 or later) draw the figure to its standard output.
  ///
  /// The data stand in the script, so that it can be kept, changed and run again without anything
  /// else: `gnuplot figure.gp > figure.svg`. Lines with more points than the page has room for are
  /// thinned to the extremes of each half pixel.
  ///
  /// - Parameters:
  ///   - format: The format of the file; a ``FigureFormat/gif`` shows every frame, the others one.
  ///   - frame: The index of the frame that is shown; the last one by default.
  /// - Returns: The script; the same figure always gives the same one.
  public func gnuplotScript(as format: FigureFormat, frame: Int? = nil) -> String {
    let colors = FigureColors(self)
    let layout = FigureLayout(self, colors: colors)
    let page = GnuplotPage(
      width: layout.width.rounded(.up), height: layout.height.rounded(.up),
      pen: GnuplotPen(isOpaque: format == .gif))
    var script = GnuplotScript()
    script.begin("# \(RichText(title).plain.replacing("\n", with: " "))")
    script.begin("set encoding utf8")
    script.begin(terminal(format, page))
    for frame in shownFrames(format, frame) {
      script.add("set multiplot")
      for (index, panel) in panels.enumerated() {
        GnuplotPanel(
          panel: panel, layout: layout.panels[index],
          colors: panel.series.indices.map { colors.color(panel: index, series: $0) },
          scale: colors.scale, frame: frame, page: page
        ).draw(in: &script)
      }
      GnuplotFrame(figure: self, layout: layout, colors: colors, page: page, frame: frame)
        .draw(in: &script)
      script.add("unset multiplot")
    }
    return script.text
  }

  private func shownFrames(_ format: FigureFormat, _ frame: Int?) -> [Int?] {
    guard let frames, !frames.values.isEmpty else { return [nil] }
    if let frame { return [min(max(frame, 0), frames.values.count - 1)] }
    return format == .gif ? frames.values.indices.map { $0 } : [frames.values.count - 1]
  }

  private func terminal(_ format: FigureFormat, _ page: GnuplotPage) -> String {
    let (width, height) = (Int(page.width), Int(page.height))
    let ground = "background rgb '\(FigureTheme.background)'"
    return switch format {
    case .svg:
      "set terminal svg size \(width),\(height) enhanced font 'sans-serif,12' \(ground)"
    case .pdf:
      // 96 pixels to an inch.
      "set terminal pdfcairo size \(page.width / 96)in,\(page.height / 96)in enhanced"
        + " font 'sans,12' fontscale 0.56 linewidth 1.5 pointscale 1.1 \(ground)"
    case .png:
      "set terminal pngcairo size \(2 * width),\(2 * height) enhanced font 'sans,12'"
        + " fontscale 1.5 linewidth 2 pointscale 2 \(ground)"
    case .gif:
      "set terminal gif animate delay 12 loop 0 optimize size \(2 * width),\(2 * height) enhanced"
        + " font 'sans,12' fontscale 1.5 linewidth 2"
        + " background '\(FigureTheme.background)'"
    }
  }
}
