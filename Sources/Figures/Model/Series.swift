/// Data drawn into a panel, in the order in which they are given.
///
/// Numbers that are NaN or infinite, and on logarithmic axes those that are not positive, are left
/// out; a line is interrupted there.
public struct Series: Hashable, Sendable {
  /// The name in the legend; empty to leave the series out of it.
  ///
  /// Series of one name share their colour and their entry in the legend across all panels.
  public var label: String
  /// What is drawn.
  public var content: SeriesContent
  /// The colour.
  public var color: SeriesColor
  /// The pattern of lines.
  public var line: LineStyle
  /// The shape of points.
  public var marker: Marker
  /// The width of lines in pixels.
  public var lineWidth: Double
  /// The diameter of points in pixels.
  public var markerSize: Double
  /// How much covers what lies below, from 0 to 1.
  public var opacity: Double
  /// The layer of the network that the series shows, counted from 0; nil for none.
  ///
  /// A layer has the same colour in every figure, and pages hide and show it everywhere at once.
  public var layer: Int?
  /// The frame to which the series belongs, an index of ``Figure/frames``; nil for all of them.
  public var frame: Int?

  /// Creates a series.
  ///
  /// - Parameters:
  ///   - label: The name in the legend; empty to leave it out.
  ///   - content: What is drawn.
  ///   - color: The colour.
  ///   - line: The pattern of lines.
  ///   - marker: The shape of points.
  ///   - lineWidth: The width of lines in pixels.
  ///   - markerSize: The diameter of points in pixels.
  ///   - opacity: How much covers what lies below, from 0 to 1.
  ///   - layer: The layer of the network that the series shows, counted from 0; nil for none.
  ///   - frame: The frame to which the series belongs; nil for all of them.
  public init(
    _ label: String = "", _ content: SeriesContent, color: SeriesColor = .automatic,
    line: LineStyle = .solid, marker: Marker = .circle, lineWidth: Double = 1.8,
    markerSize: Double = 5, opacity: Double = 1, layer: Int? = nil, frame: Int? = nil
  ) {
    self.label = label
    self.content = content
    self.color = color
    self.line = line
    self.marker = marker
    self.lineWidth = lineWidth
    self.markerSize = markerSize
    self.opacity = opacity
    self.layer = layer
    self.frame = frame
  }
}

/// The values of a series; the arrays of one case must have the same number of values.
public enum SeriesContent: Hashable, Sendable {
  /// A line from point to point.
  case line(x: [Double], y: [Double])
  /// Separate points.
  case points(x: [Double], y: [Double])
  /// Separate points coloured by a value, such as the epoch, on the figure's colour scale.
  case coloredPoints(x: [Double], y: [Double], values: [Double])
  /// The area between two lines, such as an interval of confidence.
  case band(x: [Double], lower: [Double], upper: [Double])
  /// Points with vertical error bars from `lower` to `upper`.
  case intervals(x: [Double], y: [Double], lower: [Double], upper: [Double])
  /// The outline of a histogram: `edges` has one value more than `values`.
  case steps(edges: [Double], values: [Double])
  /// The filled area of a histogram: `edges` has one value more than `values`.
  case bars(edges: [Double], values: [Double])
  /// Cells coloured by a value on the figure's colour scale.
  ///
  /// `xEdges` has one value more than there are columns, `yEdges` one more than there are rows, and
  /// `values` holds one row of columns after another, from the lowest row to the highest. A value
  /// that the colour scale has no place for leaves its cell empty.
  case heatMap(xEdges: [Double], yEdges: [Double], values: [Double])
  /// Arrows that begin at `(x, y)` and end at `(x + dx, y + dy)`.
  case arrows(x: [Double], y: [Double], dx: [Double], dy: [Double])
}

/// How the colour of a series is chosen.
public enum SeriesColor: Hashable, Sendable {
  /// The colour of the series' layer; without one the next colour of the palette, the same for all
  /// series of the same name.
  case automatic
  /// An entry of the palette, which begins anew after its end.
  case palette(Int)
  /// A place on the figure's colour scale, in its units.
  case value(Double)
  /// A certain colour.
  case fixed(Color)
}

/// The pattern of a line.
public enum LineStyle: String, Codable, CaseIterable, Hashable, Sendable {
  /// Without gaps.
  case solid
  /// Long strokes.
  case dashed
  /// Dots.
  case dotted
  /// Strokes and dots in turn.
  case dashDotted
}

/// The shape of a point.
public enum Marker: String, Codable, CaseIterable, Hashable, Sendable {
  /// A disc.
  case circle
  /// A square.
  case square
  /// A square on its corner.
  case diamond
  /// A triangle.
  case triangle
  /// A ring.
  case ring
}
