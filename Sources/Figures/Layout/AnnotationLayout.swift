/// A text within or above a panel, where it covers no other.
struct PlacedText {
  let text: RichText
  let size: Double
  /// The value that the text belongs to, in pixels on the page.
  let anchor: PagePoint
  /// The left edge of the text.
  let left: Double
  /// The height of the middle of the text.
  let middle: Double
  /// Whether the text stands on its anchor, and is centred there.
  let isCentered: Bool
  /// The index of the annotation that the text belongs to.
  let annotation: Int
}

/// The places of a panel's annotations.
struct AnnotationLayout {
  /// The texts within the area of data.
  private(set) var inside: [PlacedText] = []
  /// The texts above it.
  private(set) var above: [PlacedText] = []
  private let layout: PanelLayout
  private let x: AxisTransform
  private let y: AxisTransform
  private var insidePlacement: TextPlacement
  private var abovePlacement: TextPlacement

  init(_ panel: Panel, _ layout: PanelLayout) {
    self.layout = layout
    x = layout.horizontalTransform(panel.x.scale)
    y = layout.verticalTransform(panel.y.scale)
    insidePlacement = TextPlacement(
      within: TextPlacement.Box(
        left: layout.x + 3, top: layout.y + 1, width: layout.width - 6, height: layout.height - 4),
      moving: .vertical)
    abovePlacement = TextPlacement(
      within: TextPlacement.Box(
        left: layout.x, top: layout.y - FigureTheme.annotationSize - 5, width: layout.width,
        height: FigureTheme.annotationSize + 2), moving: .horizontal)
    for index in panel.annotationOrder { place(panel.annotations[index], index) }
  }

  private mutating func place(_ annotation: Annotation, _ index: Int) {
    switch annotation {
    case .text(let text, let horizontal, let vertical, let side):
      guard let px = x.position(horizontal), let py = y.position(vertical), isInside(px, py) else {
        return
      }
      placeInside(RichText(text), beside: PagePoint(x: px, y: py), side, index)
    case .verticalRule(let text, let horizontal):
      guard let px = x.position(horizontal), isInside(px, layout.y) else { return }
      placeAbove(RichText(text), px, index)
    case .horizontalRule(let text, let vertical):
      guard let py = y.position(vertical), isInside(layout.x, py) else { return }
      let shift = py > layout.y + 20 ? -10.0 : 10.0
      placeInside(
        RichText(text), beside: PagePoint(x: layout.x + layout.width, y: py + shift), .left, index)
    }
  }

  private mutating func placeInside(
    _ text: RichText, beside point: PagePoint, _ side: AnnotationSide, _ index: Int
  ) {
    guard !text.runs.isEmpty else { return }
    let size = fittingSize(text, size: FigureTheme.annotationSize, width: layout.width - 6)
    let box = insidePlacement.box(
      width: text.width(size: size), height: 1.2 * size, beside: point, side)
    inside.append(
      PlacedText(
        text: text, size: size, anchor: point, left: box.left, middle: box.top + box.height / 2,
        isCentered: side == .center, annotation: index))
  }

  private mutating func placeAbove(_ text: RichText, _ px: Double, _ index: Int) {
    guard !text.runs.isEmpty else { return }
    let size = fittingSize(text, size: FigureTheme.annotationSize, width: layout.width)
    let box = abovePlacement.box(
      width: text.width(size: size), height: FigureTheme.annotationSize + 2,
      beside: PagePoint(x: px, y: layout.y), .above)
    above.append(
      PlacedText(
        text: text, size: size, anchor: PagePoint(x: px, y: layout.y), left: box.left,
        middle: layout.y - 8, isCentered: false, annotation: index))
  }

  private func isInside(_ px: Double, _ py: Double) -> Bool {
    px >= layout.x - 0.5 && px <= layout.x + layout.width + 0.5 && py >= layout.y - 0.5
      && py <= layout.y + layout.height + 0.5
  }
}

extension Panel {
  /// The annotations' indices: first the vertical rules from left to right, then the others.
  fileprivate var annotationOrder: [Int] {
    let rules = annotations.indices.compactMap { index -> (x: Double, index: Int)? in
      if case .verticalRule(_, let x) = annotations[index] { (x, index) } else { nil }
    }
    let ruleIndices = rules.sorted { $0.x < $1.x }.map(\.index)
    return ruleIndices + annotations.indices.filter { !ruleIndices.contains($0) }
  }
}
