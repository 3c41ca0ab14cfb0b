/// A figure on a page: the chart, its legend, its caption and its values as a table.
struct PageFigure {
  let figure: Figure
  let caption: String
  let number: Int

  private var name: String { "figure-\(number)" }

  var html: String {
    let chart = VegaChart(figure)
    let summary = xmlEscaped(figure.description)
    let title = figure.title.isEmpty ? "" : "<h4>\(Page.inline(figure.title))\(moment)</h4>\n"
    let text = caption.isEmpty ? "" : "<figcaption>\(Page.inline(caption))</figcaption>\n"
    return """
      <figure id="\(name)">
      \(title)\(legend)<div class="drawing">
      <div class="chart" id="\(name)-chart" tabindex="0" role="img" aria-label="\(summary)" \
      data-summary="\(summary)" style="max-width:\(Int(chart.width))px;aspect-ratio:\
      \(Int(chart.width))/\(Int(chart.height))"></div>
      </div>
      <button type="button" class="reset" hidden>Show everything again</button>
      \(text)<details class="values"><summary>Values</summary></details>
      <script type="application/json" id="\(name)-chart-data">\(chart.json.text)</script>
      </figure>

      """
  }

  /// Where the page's script writes the frame that is shown.
  private var moment: String {
    figure.frames == nil ? "" : " <span class=\"moment\"></span>"
  }

  /// Buttons that hide and show the series of a name.
  private var legend: String {
    let colors = FigureColors(figure)
    var names: [String] = []
    var samples: [String: String] = [:]
    for (panelIndex, panel) in figure.panels.enumerated() {
      for (index, series) in panel.series.enumerated() where !series.label.isEmpty {
        if samples[series.label] == nil { names.append(series.label) }
        let sample = sample(of: series, colors.color(panel: panelIndex, series: index))
        if samples[series.label]?.contains(sample) != true {
          samples[series.label, default: ""] += sample
        }
      }
    }
    guard !names.isEmpty else { return "" }
    let items = names.map { name in
      """
      <li><button type="button" aria-pressed="true" data-name="\
      \(xmlEscaped(RichText(name).terminal))"><svg viewBox="0 0 24 12" width="24" height="12" \
      aria-hidden="true">\(samples[name] ?? "")</svg> \(Page.inline(name))</button></li>

      """
    }
    return "<ul class=\"legend\" aria-label=\"Series\">\n\(items.joined())</ul>\n"
  }

  /// The series' kind of drawing in little.
  private func sample(of series: Series, _ color: Color) -> String {
    let hex = color.hexadecimal
    switch series.content {
    case .line, .steps, .arrows:
      let dashes = series.line.dashes.map { "\($0 * 0.7)" }.joined(separator: " ")
      return "<path d=\"M1 6H23\" fill=\"none\" stroke=\"\(hex)\" stroke-width=\"2\""
        + (dashes.isEmpty ? "/>" : " stroke-dasharray=\"\(dashes)\"/>")
    case .band, .bars, .heatMap:
      return
        "<path d=\"M1 1H23V11H1Z\" fill=\"\(hex)\" fill-opacity=\"\(FigureTheme.barOpacity)\"/>"
    case .points, .coloredPoints, .intervals:
      let bar =
        if case .intervals = series.content { "<path d=\"M12 0V12\" stroke=\"\(hex)\"/>" } else {
          ""
        }
      return bar + "<path d=\"\(series.marker.outline)\" "
        + (series.marker == .ring ? "fill=\"none\" stroke=\"\(hex)\"/>" : "fill=\"\(hex)\"/>")
    }
  }
}

extension Marker {
  /// The outline of a sample 24 wide and 12 high.
  fileprivate var outline: String {
    switch self {
    case .circle, .ring: "M8.5 6a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z"
    case .square: "M9 3h6v6h-6Z"
    case .diamond: "M12 1.5L16.5 6L12 10.5L7.5 6Z"
    case .triangle: "M12 1.5L16.5 9.5H7.5Z"
    }
  }
}
