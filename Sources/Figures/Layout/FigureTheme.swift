/// Sizes in pixels and colours that all figures share.
enum FigureTheme {
  static let fontFamily =
    "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
  static let titleSize = 15.0
  static let panelTitleSize = 12.5
  static let labelSize = 12.0
  static let tickSize = 11.0
  static let annotationSize = 11.0

  static let outerMargin = 16.0
  static let columnGap = 22.0
  static let rowGap = 18.0
  static let tickLength = 4.0
  static let swatchLength = 22.0
  static let colorBarWidth = 12.0

  static let background = "#ffffff"
  static let ink = "#222222"
  static let mutedInk = "#555555"
  static let gridLine = "#e8e8e8"
  /// How much an area covers what lies below it.
  static let bandOpacity = 0.22
  static let barOpacity = 0.3
}

/// The words of a text in lines that are not wider than `width`; a longer word stands alone.
func wrapped(_ text: String, size: Double, width: Double) -> [RichText] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    let candidate = lines.last.map { "\($0) \(word)" } ?? String(word)
    if lines.isEmpty || RichText(candidate).width(size: size) > width {
      lines.append(String(word))
    } else {
      lines[lines.count - 1] = candidate
    }
  }
  return lines.map { RichText($0) }
}

/// The largest size up to `size` at which a text is not wider than `width`.
func fittingSize(_ text: RichText, size: Double, width: Double) -> Double {
  let natural = text.width(size: size)
  return natural > width ? max(7, size * width / natural) : size
}
