/// How the models that predict something are told apart beside the colours of the layers: by dark
/// and light greys and by the pattern of their lines.
public struct PredictionStyle: Hashable, Sendable {
  /// The colour.
  public let color: SeriesColor
  /// The pattern of lines.
  public let line: LineStyle

  /// The style of the model at a place of a list, which begins anew after four.
  public init(_ place: Int) {
    let styles: [(UInt32, LineStyle)] = [
      (0x111111, .dashed), (0x8A8A8A, .dotted), (0x5C5C5C, .dashDotted), (0xA8A8A8, .solid),
    ]
    let style = styles[abs(place) % styles.count]
    (color, line) = (.fixed(Color(style.0)), style.1)
  }
}

extension Series {
  /// An entry of the legend without data, which says what a pattern or a shape means whatever the
  /// colour of the layer is.
  public static func legendLine(_ label: String, _ line: LineStyle = .solid) -> Series {
    Series(label, .line(x: [], y: []), color: .fixed(Color(0x555555)), line: line, lineWidth: 1.5)
  }

  /// An entry of the legend without data for filled areas in the colours of the layers.
  public static func legendArea(_ label: String) -> Series {
    Series(label, .bars(edges: [], values: []), color: .fixed(Color(0x777777)))
  }
}
