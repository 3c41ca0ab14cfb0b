/// How something fared, told by a mark and a colour so that either is enough.
public enum VerdictTone: String, Codable, CaseIterable, Hashable, Sendable {
  /// It is as claimed.
  case holds
  /// It is neither.
  case strained
  /// It is not as claimed.
  case fails
  /// It cannot be told.
  case open

  /// The mark behind the text of a cell.
  public var mark: String {
    switch self {
    case .holds: "✓"
    case .strained: "~"
    case .fails: "✗"
    case .open: "?"
    }
  }

  /// The colour of a cell.
  public var color: SeriesColor {
    switch self {
    case .holds: .fixed(Color(0x0072B2))
    case .strained: .fixed(Color(0xE69F00))
    case .fails: .fixed(Color(0xD55E00))
    case .open: .fixed(Color(0x999999))
    }
  }
}

/// A cell of a matrix of verdicts.
public struct VerdictCell: Hashable, Sendable {
  /// The text.
  public var text: String
  /// How it fared; nil for a cell that is only told.
  public var tone: VerdictTone?

  /// Creates a cell.
  public init(_ text: String, _ tone: VerdictTone? = nil) {
    self.text = text
    self.tone = tone
  }
}

extension Figure {
  /// A matrix of verdicts with names on both axes, a text and a mark in every cell.
  ///
  /// - Parameters:
  ///   - title: The title; empty for none.
  ///   - summary: What the figure shows, for readers who do not see it.
  ///   - rows: The names of the rows from top to bottom.
  ///   - columns: The names of the columns from left to right.
  ///   - columnLabel: What the columns are; empty for nothing.
  ///   - cells: The cells, one row after another.
  ///   - meanings: What the tones mean, for the legend.
  ///   - columnWidth: The width of a column in pixels.
  /// - Returns: A figure of one panel.
  public static func verdicts(
    _ title: String, summary: String, rows: [String], columns: [String], columnLabel: String = "",
    cells: [VerdictCell], meanings: [(tone: VerdictTone, text: String)], columnWidth: Double = 90
  ) -> Figure {
    precondition(cells.count == rows.count * columns.count, "a matrix has a cell in every place")
    var series = meanings.map { meaning in
      Series(
        "\(meaning.tone.mark) \(meaning.text)", .bars(edges: [], values: []),
        color: meaning.tone.color)
    }
    var annotations: [Annotation] = []
    for (index, cell) in cells.enumerated() {
      let (x, y) = (Double(index % columns.count), Double(rows.count - 1 - index / columns.count))
      let mark = cell.tone.map { cell.text.isEmpty ? $0.mark : " \($0.mark)" } ?? ""
      annotations.append(.text(cell.text + mark, x: x, y: y, side: .center))
      guard let tone = cell.tone else { continue }
      series.append(
        Series(
          "",
          .band(
            x: [x - 0.48, x + 0.48], lower: [y - 0.45, y - 0.45], upper: [y + 0.45, y + 0.45]),
          color: tone.color))
    }
    let panel = Panel(
      x: AxisStyle(
        columnLabel, limits: .fixed(-0.5...Double(columns.count) - 0.5),
        names: columns.enumerated().map { AxisName(Double($0), $1) }),
      y: AxisStyle(
        "", limits: .fixed(-0.5...Double(rows.count) - 0.5),
        names: rows.enumerated().map { AxisName(Double(rows.count - 1 - $0), $1) }),
      series: series, annotations: annotations)
    return Figure(
      title, summary: summary, panels: [panel], panelWidth: columnWidth * Double(columns.count),
      panelHeight: 30 * Double(rows.count))
  }

  /// Estimates with their intervals, one below another, with a line at no effect.
  ///
  /// - Parameters:
  ///   - title: The title; empty for none.
  ///   - summary: What the figure shows, for readers who do not see it.
  ///   - panels: The panels from left to right; all have the same rows.
  ///   - rows: The names of the rows from top to bottom.
  /// - Returns: A figure whose panels stand side by side.
  public static func intervals(
    _ title: String, summary: String, panels: [IntervalPanel], rows: [String]
  ) -> Figure {
    let height = Double(rows.count)
    let axis = AxisStyle(
      "", limits: .fixed(-0.6...height - 0.4),
      names: rows.enumerated().map { AxisName(height - 1 - Double($0), $1) })
    return Figure(
      title, summary: summary,
      panels: panels.map { panel in
        Panel(
          panel.title, x: panel.quantity, y: axis,
          series: panel.estimates.flatMap { estimate in estimate.series(rows: rows.count) },
          annotations: panel.reference.map { [.verticalRule("", x: $0)] } ?? [])
      }, columns: max(1, panels.count), panelWidth: 230, panelHeight: max(60, 26 * height))
  }
}

/// One panel of estimates with intervals.
public struct IntervalPanel: Hashable, Sendable {
  /// The title.
  public var title: String
  /// The horizontal axis.
  public var quantity: AxisStyle
  /// The value of no effect, marked by a line; nil for none.
  public var reference: Double?
  /// The estimates.
  public var estimates: [RowEstimate]

  /// Creates a panel.
  public init(
    _ title: String, quantity: AxisStyle, reference: Double? = nil, estimates: [RowEstimate]
  ) {
    self.title = title
    self.quantity = quantity
    self.reference = reference
    self.estimates = estimates
  }
}

/// An estimate with its interval in a row of a figure.
public struct RowEstimate: Hashable, Sendable {
  /// The row, counted from 0 at the top; fractions lie between rows.
  public var row: Double
  /// The estimate and the ends of its interval.
  public var value: Double, lower: Double, upper: Double
  /// The name in the legend; empty for none.
  public var name: String
  /// The colour.
  public var color: SeriesColor
  /// The shape of the point.
  public var marker: Marker
  /// The layer of the network, counted from 0; nil for none.
  public var layer: Int?

  /// Creates an estimate.
  public init(
    row: Double, value: Double, lower: Double, upper: Double, name: String = "",
    color: SeriesColor = .automatic, marker: Marker = .circle, layer: Int? = nil
  ) {
    self.row = row
    self.value = value
    self.lower = lower
    self.upper = upper
    self.name = name
    self.color = color
    self.marker = marker
    self.layer = layer
  }

  /// A line along the interval and a point at the estimate.
  func series(rows: Int) -> [Series] {
    let height = Double(rows - 1) - row
    let ends = lower.isFinite && upper.isFinite ? [lower, upper] : []
    let place = value.isFinite ? [value] : []
    return [
      Series(
        name, .line(x: ends, y: ends.map { _ in height }), color: color, lineWidth: 1.6,
        layer: layer),
      Series(
        name, .points(x: place, y: place.map { _ in height }), color: color, marker: marker,
        markerSize: 7, layer: layer),
    ]
  }
}
