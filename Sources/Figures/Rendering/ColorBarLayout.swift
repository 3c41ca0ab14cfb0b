/// The marks and the width of a colour bar.
struct ColorBarLayout {
  let scale: ColorScale
  let ticks: AxisTicks
  let height: Double
  private let labelWidth: Double

  init(_ scale: ColorScale, height: Double) {
    self.scale = scale
    self.height = height
    ticks = AxisTicks(
      in: scale.range, scale: scale.style.scale, target: max(2, Int(height / 55)))
    labelWidth =
      ticks.major.map { RichText($0.label).width(size: FigureTheme.tickSize) }.max() ?? 0
  }

  /// The width of the bar with its labels.
  var width: Double {
    let title = scale.style.title.isEmpty ? 0 : FigureTheme.labelSize + 8
    return FigureTheme.colorBarWidth + FigureTheme.tickLength + 4 + labelWidth + title
  }

  /// Draws the bar with its upper left corner at a point.
  func draw(into svg: inout SVGBuilder, x: Double, y: Double, identifier: String) {
    let width = FigureTheme.colorBarWidth
    svg.group(
      "linearGradient", ["id": "\(identifier)-colors", "x1": "0", "y1": "1", "x2": "0", "y2": "0"]
    ) { svg in
      for step in 0...16 {
        let fraction = Double(step) / 16
        svg.element(
          "stop",
          [
            "offset": decimalText(fraction, decimals: 4),
            "stop-color": scale.map.color(at: fraction).hexadecimal,
          ])
      }
    }
    svg.element(
      "rect",
      [
        "x": pixels(x), "y": pixels(y), "width": pixels(width), "height": pixels(height),
        "fill": "url(#\(identifier)-colors)",
      ])
    drawTicks(into: &svg, x: x + width, y: y)
  }

  private func drawTicks(into svg: inout SVGBuilder, x: Double, y: Double) {
    let transform = AxisTransform(
      scale.range, scale: scale.style.scale, start: y + height, length: -height)
    for tick in ticks.major {
      guard let position = transform.position(tick.value) else { continue }
      svg.element(
        "path",
        [
          "d": "M\(pixels(x)) \(pixels(position))h\(pixels(FigureTheme.tickLength))",
          "stroke": FigureTheme.ink,
        ])
      svg.label(
        RichText(tick.label), size: FigureTheme.tickSize,
        [
          "x": pixels(x + FigureTheme.tickLength + 3),
          "y": pixels(position + 0.35 * FigureTheme.tickSize), "fill": FigureTheme.ink,
        ])
    }
    var title = scale.style.title
    if ticks.exponent != 0 { title += " (×10^{\(ticks.exponent)})" }
    guard !title.isEmpty else { return }
    let text = RichText(title)
    let left = x + FigureTheme.tickLength + 3 + labelWidth + FigureTheme.labelSize + 2
    let middle = y + height / 2
    svg.label(
      text, size: fittingSize(text, size: FigureTheme.labelSize, width: height),
      [
        "transform": "translate(\(pixels(left)) \(pixels(middle))) rotate(-90)",
        "text-anchor": "middle", "fill": FigureTheme.ink,
      ])
  }
}
