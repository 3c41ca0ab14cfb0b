/// Draws texts and lines at values of the axes.
struct AnnotationRenderer {
  let layout: PanelLayout
  let x: AxisTransform
  let y: AxisTransform
  private var inside: TextPlacement
  private var above: TextPlacement

  init(_ panel: Panel, _ layout: PanelLayout) {
    self.layout = layout
    x = layout.horizontalTransform(panel.x.scale)
    y = layout.verticalTransform(panel.y.scale)
    inside = TextPlacement(
      within: TextPlacement.Box(
        left: layout.x + 3, top: layout.y + 1, width: layout.width - 6, height: layout.height - 4),
      moving: .vertical)
    above = TextPlacement(
      within: TextPlacement.Box(
        left: layout.x, top: layout.y - FigureTheme.annotationSize - 5, width: layout.width,
        height: FigureTheme.annotationSize + 2), moving: .horizontal)
  }

  mutating func draw(_ annotation: Annotation, into svg: inout SVGBuilder) {
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
  private mutating func drawRuleLabel(
    _ text: RichText, above px: Double, into svg: inout SVGBuilder
  ) {
    guard !text.runs.isEmpty else { return }
    let size = fittingSize(text, size: FigureTheme.annotationSize, width: layout.width)
    let box = above.box(
      width: text.width(size: size), height: FigureTheme.annotationSize + 2,
      beside: PagePoint(x: px, y: layout.y), .above)
    svg.label(
      text, size: size,
      [
        "x": pixels(box.left + box.width / 2), "y": pixels(layout.y - 5),
        "text-anchor": "middle", "fill": FigureTheme.mutedInk,
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

  /// Draws a text with a light edge, kept within the area of data and off the other texts.
  private mutating func drawText(
    _ text: RichText, beside point: PagePoint, _ side: AnnotationSide, into svg: inout SVGBuilder
  ) {
    guard !text.runs.isEmpty else { return }
    let size = fittingSize(text, size: FigureTheme.annotationSize, width: layout.width - 6)
    let box = inside.box(
      width: text.width(size: size), height: 1.2 * size, beside: point, side)
    svg.label(
      text, size: size,
      [
        "x": pixels(box.left), "y": pixels(box.top + 0.95 * size), "fill": FigureTheme.ink,
        "stroke": FigureTheme.background, "stroke-width": "3", "stroke-linejoin": "round",
        "paint-order": "stroke",
      ])
  }
}
