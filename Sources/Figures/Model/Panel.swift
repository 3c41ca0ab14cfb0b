/// One pair of axes with the data drawn into it.
public struct Panel: Hashable, Sendable {
  /// The title above the axes; empty for none.
  public var title: String
  /// The horizontal axis.
  public var x: AxisStyle
  /// The vertical axis.
  public var y: AxisStyle
  /// The data, the later ones above the earlier.
  public var series: [Series]
  /// Texts and lines at certain values.
  public var annotations: [Annotation]

  /// Creates a panel.
  ///
  /// - Parameters:
  ///   - title: The title above the axes; empty for none.
  ///   - x: The horizontal axis.
  ///   - y: The vertical axis.
  ///   - series: The data.
  ///   - annotations: Texts and lines at certain values.
  public init(
    _ title: String = "", x: AxisStyle, y: AxisStyle, series: [Series],
    annotations: [Annotation] = []
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.annotations = annotations
  }
}

extension Panel {
  /// Whether texts stand above the area of data.
  var hasRuleLabels: Bool {
    annotations.contains { annotation in
      if case .verticalRule(let text, _) = annotation { !text.isEmpty } else { false }
    }
  }
}

/// A text or a line at certain values of the axes.
///
/// Texts may hold `_{…}` for a subscript and `^{…}` for a superscript.
public enum Annotation: Hashable, Sendable {
  /// A text beside a point.
  case text(String, x: Double, y: Double, side: AnnotationSide)
  /// A vertical line with a text above it.
  case verticalRule(String, x: Double)
  /// A horizontal line with a text at its right end.
  case horizontalRule(String, y: Double)
}

/// Where a text stands, seen from its point.
public enum AnnotationSide: String, Codable, CaseIterable, Hashable, Sendable {
  /// To the left.
  case left
  /// To the right.
  case right
  /// Above.
  case above
  /// Below.
  case below
  /// At the point itself.
  case center
}
