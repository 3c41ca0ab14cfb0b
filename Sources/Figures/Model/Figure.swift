/// One or more panels with a title, a legend and a colour bar, as plain values.
///
/// ```
/// var figure = Figure("Gradients", panels: [
///   Panel(
///     x: AxisStyle("epoch", scale: .logarithmic), y: AxisStyle("mean", scale: .logarithmic),
///     series: [Series("layer 1", .line(x: epochs, y: means))])
/// ])
/// try figure.draw(to: "gradients.pdf", as: .pdf)
/// ```
///
/// A figure is a value; gnuplot draws it into files, and Vega on a ``Page``.
public struct Figure: Hashable, Sendable {
  /// The title above everything; empty for none.
  public var title: String
  /// What the figure shows, for readers who do not see it.
  public var summary: String
  /// The panels, from left to right and from top to bottom.
  public var panels: [Panel]
  /// The number of panels side by side.
  public var columns: Int
  /// The width of the area of data of a panel, in pixels.
  public var panelWidth: Double
  /// The height of the area of data of a panel, in pixels.
  public var panelHeight: Double
  /// How the limits of the panels depend on one another.
  public var sharing: LimitSharing
  /// The label, scale and limits of the colours of ``SeriesContent/coloredPoints(x:y:values:)`` and
  /// ``SeriesContent/heatMap(xEdges:yEdges:values:)``.
  public var colorScale: AxisStyle
  /// The colours of the colour scale.
  public var colorMap: ColorMap
  /// The colours of series.
  public var palette: [Color]
  /// The frames of a movie, or nil when nothing moves.
  public var frames: FigureFrames?

  /// Creates a figure.
  ///
  /// - Parameters:
  ///   - title: The title above everything; empty for none.
  ///   - summary: What the figure shows, for readers who do not see it.
  ///   - panels: The panels, from left to right and from top to bottom.
  ///   - columns: The number of panels side by side; at least 1.
  ///   - panelWidth: The width of the area of data of a panel, in pixels.
  ///   - panelHeight: The height of the area of data of a panel, in pixels.
  ///   - sharing: How the limits of the panels depend on one another.
  ///   - colorScale: The label, scale and limits of coloured points and cells.
  ///   - frames: The frames of a movie, or nil when nothing moves.
  public init(
    _ title: String = "", summary: String = "", panels: [Panel], columns: Int = 1,
    panelWidth: Double = 440, panelHeight: Double = 290, sharing: LimitSharing = .separate,
    colorScale: AxisStyle = AxisStyle(), frames: FigureFrames? = nil
  ) {
    precondition(columns >= 1, "a figure has at least one column")
    self.title = title
    self.summary = summary
    self.panels = panels
    self.columns = columns
    self.panelWidth = panelWidth
    self.panelHeight = panelHeight
    self.sharing = sharing
    self.colorScale = colorScale
    colorMap = .viridis
    palette = Color.okabeIto
    self.frames = frames
  }
}

extension Figure {
  /// The title with the value of a frame after it: of the last one, or of the frame that is given.
  func heading(frame: Int? = nil) -> String {
    guard let frames, let index = frame ?? frames.values.indices.last else { return title }
    let value = "\(frames.quantity) \(NumberText.significant(frames.values[index]))"
    return title.isEmpty ? value : "\(title) – \(value)"
  }
}

/// The values of a quantity, such as the epoch, at which a moving figure has its frames.
///
/// A still picture shows the last frame.
public struct FigureFrames: Hashable, Sendable {
  /// The quantity, such as `epoch`; figures with the same quantity move together on a page.
  public var quantity: String
  /// Its values in rising order, one for each frame.
  public var values: [Double]

  /// Creates frames.
  ///
  /// - Parameters:
  ///   - quantity: The quantity, such as `epoch`.
  ///   - values: Its values in rising order, one for each frame.
  public init(_ quantity: String, values: [Double]) {
    self.quantity = quantity
    self.values = values
  }
}

/// How the limits of a figure's panels depend on one another.
public enum LimitSharing: String, Codable, CaseIterable, Hashable, Sendable {
  /// Every panel has its own limits and labels.
  case separate
  /// All panels have the same limits, and only the outer ones have labels.
  case shared
}
