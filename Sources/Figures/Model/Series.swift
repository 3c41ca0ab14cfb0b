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
  public init(
    _ label: String = "", _ content: SeriesContent, color: SeriesColor = .automatic,
    line: LineStyle = .solid, marker: Marker = .circle, lineWidth: Double = 1.8,
    markerSize: Double = 5, opacity: Double = 1
  ) {
    self.label = label
    self.content = content
    self.color = color
    self.line = line
    self.marker = marker
    self.lineWidth = lineWidth
    self.markerSize = markerSize
    self.opacity = opacity
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
}

/// How the colour of a series is chosen.
public enum SeriesColor: Hashable, Sendable {
  /// The next colour of the palette, the same for all series of the same name.
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
