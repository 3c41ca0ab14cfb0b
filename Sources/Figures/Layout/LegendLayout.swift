/// The entries of the legend in rows below the title.
struct LegendLayout {
  struct Entry {
    let label: RichText
    /// The series of this name, whose samples are drawn over one another.
    let members: [(panel: Int, series: Int)]
    let x: Double
    let row: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var rowCount = 0
  /// The width that the longest name may have.
  private(set) var labelWidth = 0.0
  var y = 0.0
  static let rowHeight = 18.0

  /// A legend without entries.
  init() {}

  init(_ figure: Figure, width: Double) {
    var labels: [String] = []
    var members: [String: [(panel: Int, series: Int)]] = [:]
    for (panelIndex, panel) in figure.panels.enumerated() {
      var seen = Set<String>()
      for (index, series) in panel.series.enumerated() where !series.label.isEmpty {
        if members[series.label] == nil { labels.append(series.label) }
        // The first panel that has the name shows all its kinds of drawing.
        if members[series.label] == nil || seen.contains(series.label) {
          members[series.label, default: []].append((panelIndex, index))
          seen.insert(series.label)
        }
      }
    }
    labelWidth = width - FigureTheme.swatchLength - 6
    var x = 0.0
    for label in labels {
      let text = RichText(label)
      let length = FigureTheme.swatchLength + 6 + text.width(size: FigureTheme.tickSize)
      if x > 0, x + length > width {
        x = 0
        rowCount += 1
      }
      entries.append(
        Entry(
          label: text, members: members[label] ?? [], x: FigureTheme.outerMargin + x, row: rowCount)
      )
      x += length + 16
    }
    if !entries.isEmpty { rowCount += 1 }
  }

  /// The height of all rows with the space below.
  var height: Double { rowCount == 0 ? 0 : Double(rowCount) * Self.rowHeight + 6 }
}
