/// Draws texts and lines at values of the axes.
struct AnnotationRenderer {
  let layout: PanelLayout
  let x: AxisTransform
  let y: AxisTransform

  func draw(_ annotation: Annotation, into svg: inout SVGBuilder) {
    switch annotation {
    case .text(let text, let horizontal, let vertical, let side):
      guard let px = x.position(horizontal), let py = y.position(vertical), isInside(px, py) else {
        return
      }
      drawText(RichText(text), beside: PagePoint(x: px, y: py), side, into: &svg)
    case .verticalRule(let text, let horizontal):
      guard let px = x.position(horizontal), isInside(px, layout.y) else { return }
      rule("M\(pixels(px)) \(pixels(layout.y))V\(pixels(layout.y + layout.height))", into: &svg)
      drawRuleLabel(RichText(text), above: px, into: &svg)
    case .horizontalRule(let text, let vertical):
      guard let py = y.position(vertical), isInside(layout.x, py) else { return }
      rule("M\(pixels(layout.x)) \(pixels(py))H\(pixels(layout.x + layout.width))", into: &svg)
      let above = py > layout.y + 20 ? -10.0 : 10.0
      let end = PagePoint(x: layout.x + layout.width, y: py + above)
      drawText(RichText(text), beside: end, .left, into: &svg)
    }
  }

  /// Draws a text above the area of data, where it covers nothing.
  private func drawRuleLabel(_ text: RichText, above px: Double, into svg: inout SVGBuilder) {
    let half = text.width(size: FigureTheme.annotationSize) / 2
    let center = max(layout.x + half, min(px, layout.x + layout.width - half))
    svg.label(
      text, size: FigureTheme.annotationSize,
      [
        "x": pixels(center), "y": pixels(layout.y - 5), "text-anchor": "middle",
        "fill": FigureTheme.mutedInk,
      ])
  }

  private func isInside(_ px: Double, _ py: Double) -> Bool {
    px >= layout.x - 0.5 && px <= layout.x + layout.width + 0.5 && py >= layout.y - 0.5
      && py <= layout.y + layout.height + 0.5
  }

  private func rule(_ path: String, into svg: inout SVGBuilder) {
    svg.element(
      "path",
      [
        "d": path, "stroke": FigureTheme.mutedInk, "stroke-width": "1", "fill": "none",
        "stroke-dasharray": "4 3",
      ])
  }

  /// Draws a text with a light edge, kept within the area of data as far as it fits.
  private func drawText(
    _ text: RichText, beside point: PagePoint, _ side: AnnotationSide, into svg: inout SVGBuilder
  ) {
    guard !text.runs.isEmpty else { return }
    let size = FigureTheme.annotationSize
    let width = text.width(size: size)
    var left =
      switch side {
      case .left: point.x - 7 - width
      case .right: point.x + 7
      case .above, .below: point.x - width / 2
      }
    var baseline =
      switch side {
      case .left, .right: point.y + 0.35 * size
      case .above: point.y - 8
      case .below: point.y + 8 + 0.75 * size
      }
    left = max(layout.x + 3, min(left, layout.x + layout.width - width - 3))
    baseline = max(layout.y + size, min(baseline, layout.y + layout.height - 4))
    svg.label(
      text, size: size,
      [
        "x": pixels(left), "y": pixels(baseline), "fill": FigureTheme.ink,
        "stroke": FigureTheme.background, "stroke-width": "3", "stroke-linejoin": "round",
        "paint-order": "stroke",
      ])
  }
}
