/// Colours, widths and shapes in gnuplot's notation.
struct GnuplotPen {
  /// Whether the format is GIF, which knows no transparency: areas are mixed with the ground, and
  /// texts have none of their own.
  let isOpaque: Bool

  /// A colour that covers what lies below it by a given fraction.
  func color(_ color: Color, opacity: Double = 1) -> String {
    let opacity = min(max(opacity, 0), 1)
    if opacity == 1 { return "rgb '\(color.hexadecimal)'" }
    if isOpaque {
      return "rgb '\(Color(0xFFFFFF).mixed(with: color, fraction: opacity).hexadecimal)'"
    }
    let transparency = String(Int(((1 - opacity) * 255).rounded()), radix: 16)
    let digits = transparency.count < 2 ? "0" + transparency : transparency
    return "rgb '#\(digits)\(color.hexadecimal.dropFirst())'"
  }

  /// The options of a line.
  func line(_ series: Series, _ color: Color) -> String {
    "lc \(self.color(color, opacity: series.opacity)) lw \(width(series.lineWidth))"
      + " dt \(series.line.gnuplotDashes)"
  }

  /// The options of points without their colour.
  func points(_ series: Series) -> String {
    "pt \(series.marker.gnuplotType) ps \(pointSize(series.markerSize)) lw 1.4"
  }

  /// The size of points with a given diameter in pixels.
  func pointSize(_ pixels: Double) -> String {
    // GIF has no scale for points, and is drawn with two points to a pixel.
    decimalText(pixels / (isOpaque ? 4 : 8), decimals: 3)
  }

  /// A value as gnuplot's column of data for its colour: the value itself on the palette, or in a format
  /// with few colours one of 64 colours as a number.
  func colorColumn(_ value: Double, on scale: ColorScale) -> Double {
    isOpaque ? Double(scale.stepColor(value).rgb) : value
  }

  /// What says that a column of data is a colour.
  var coloring: String { isOpaque ? "lc rgb variable" : "lc palette" }

  /// A width in pixels.
  func width(_ pixels: Double) -> String { decimalText(pixels, decimals: 2) }
}

extension LineStyle {
  fileprivate var gnuplotDashes: String {
    switch self {
    case .solid: "solid"
    case .dashed: "(10,6)"
    case .dotted: "(2,5)"
    case .dashDotted: "(10,5,2,5)"
    }
  }
}

extension Marker {
  fileprivate var gnuplotType: Int {
    switch self {
    case .circle: 7
    case .square: 5
    case .diamond: 13
    case .triangle: 9
    case .ring: 6
    }
  }
}
