/// The places of everything in a figure.
struct FigureLayout {
  private(set) var panels: [PanelLayout] = []
  private(set) var width = 0.0
  private(set) var height = 0.0
  private(set) var title: [RichText] = []
  private(set) var titleTop = 0.0
  private(set) var legend = LegendLayout()
  private(set) var panelTitles: [[RichText]] = []
  /// The left edge of the colour bar.
  private(set) var colorBarX = 0.0

  /// Places everything, or everything but the figure's title and legend.
  init(_ figure: Figure, colors: FigureColors, hasHeading: Bool = true) {
    panels = Self.panels(of: figure)
    let columns = min(figure.columns, max(1, figure.panels.count))
    placeColumns(figure, columns: columns)
    let barWidth = colors.scale.map { ColorBarLayout($0, height: figure.panelHeight).width } ?? 0
    width = colorBarX + barWidth + FigureTheme.outerMargin
    let inner = width - 2 * FigureTheme.outerMargin
    titleTop = FigureTheme.outerMargin
    if hasHeading {
      title = wrapped(figure.heading(), size: FigureTheme.titleSize, width: inner)
      legend = LegendLayout(figure, width: inner)
    }
    let titleHeight = title.isEmpty ? 0 : Double(title.count) * 19 + 5
    legend.y = titleTop + titleHeight
    placeRows(figure, columns: columns, top: legend.y + legend.height)
  }

  private static func panels(of figure: Figure) -> [PanelLayout] {
    let ranges = figure.panels.map { panel in
      let (x, y) = panel.axes
      return (
        AxisRange(x, values: panel.series.lazy.flatMap(\.content.horizontalValues)),
        AxisRange(y, values: panel.series.lazy.flatMap(\.content.verticalValues))
      )
    }
    let all = figure.panels.flatMap(\.series)
    return figure.panels.enumerated().map { index, panel in
      let (horizontal, vertical) =
        switch figure.sharing {
        case .separate: ranges[index]
        case .shared:
          (
            AxisRange(panel.x, values: all.lazy.flatMap(\.content.horizontalValues)),
            AxisRange(panel.y, values: all.lazy.flatMap(\.content.verticalValues))
          )
        }
      return PanelLayout(
        panel, horizontal: horizontal, vertical: vertical,
        width: figure.panelWidth, height: figure.panelHeight)
    }
  }

  private mutating func placeColumns(_ figure: Figure, columns: Int) {
    var left = FigureTheme.outerMargin
    for column in 0..<columns {
      let members = Array(stride(from: column, to: panels.count, by: columns))
      var margin = 0.0
      for index in members {
        panels[index].showsVerticalLabels = figure.sharing == .separate || column == 0
        guard panels[index].showsVerticalLabels else { continue }
        let label = figure.panels[index].y.title.isEmpty ? 0 : FigureTheme.labelSize + 10
        margin = max(margin, label + panels[index].verticalLabelWidth + FigureTheme.tickLength + 5)
      }
      left += margin
      for index in members { panels[index].x = left }
      let overhang = members.map { panels[$0].overhang }.max() ?? 0
      left += figure.panelWidth + max(FigureTheme.columnGap, overhang + 6)
    }
    colorBarX = left - FigureTheme.columnGap + 14
  }

  private mutating func placeRows(_ figure: Figure, columns: Int, top: Double) {
    var top = top
    panelTitles = figure.panels.map {
      wrapped($0.title, size: FigureTheme.panelTitleSize, width: figure.panelWidth)
    }
    for first in stride(from: 0, to: panels.count, by: columns) {
      let members = first..<min(first + columns, panels.count)
      let lines = members.map { panelTitles[$0].count }.max() ?? 0
      let hasRuleLabels = members.contains { figure.panels[$0].hasRuleLabels }
      let rules = hasRuleLabels ? FigureTheme.annotationSize + 4 : 0
      top += (lines > 0 ? Double(lines) * 16 + 4 : 4) + rules
      var bottom = 0.0
      for index in members {
        panels[index].y = top
        panels[index].titleRise = 8 + rules
        let isLast = index + columns >= panels.count
        panels[index].showsHorizontalLabels = figure.sharing == .separate || isLast
        guard panels[index].showsHorizontalLabels else { continue }
        let label = figure.panels[index].x.title.isEmpty ? 0 : FigureTheme.labelSize + 8
        bottom = max(bottom, FigureTheme.tickLength + FigureTheme.tickSize + 6 + label)
      }
      top += figure.panelHeight + bottom + FigureTheme.rowGap
    }
    height = top - FigureTheme.rowGap + FigureTheme.outerMargin - 4
  }
}

extension Panel {
  /// The axes, which end where a heat map ends unless the panel says otherwise.
  fileprivate var axes: (AxisStyle, AxisStyle) {
    for case .heatMap(let xEdges, let yEdges, _) in series.map(\.content) {
      return (x.ending(with: xEdges), y.ending(with: yEdges))
    }
    return (x, y)
  }
}

extension AxisStyle {
  fileprivate func ending(with edges: [Double]) -> AxisStyle {
    let shown = scale == .logarithmic ? edges.filter { $0 > 0 } : edges
    guard limits == .automatic, let first = shown.first, let last = shown.last, first < last else {
      return self
    }
    var style = self
    style.limits = .fixed(first...last)
    return style
  }
}
