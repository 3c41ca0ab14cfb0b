/// The texts and rules of a panel in Vega's notation.
struct VegaAnnotations {
  private let panel: Panel
  private let place: PanelLayout
  private let texts: AnnotationLayout

  init(_ panel: Panel, _ place: PanelLayout) {
    self.panel = panel
    self.place = place
    texts = AnnotationLayout(panel, place)
  }

  /// The rules, and the texts that move with the values they stand beside.
  var inside: [JSONValue] { panel.annotations.compactMap { rule($0) } + texts.inside.flatMap(text) }

  /// The names of the vertical rules, above the panel.
  var above: [JSONValue] {
    texts.above.map { placed in
      [
        "type": "text",
        "encode": [
          "update": [
            "x": position(placed, "x", offset: placed.left - placed.anchor.x),
            "y": ["value": .number(placed.middle - place.y)], "baseline": ["value": "middle"],
            "text": ["value": .string(placed.text.terminal)],
            "fontSize": ["value": .number(placed.size)],
            "fill": ["value": .string(FigureTheme.mutedInk)],
            "opacity": ["signal": .string(isVisible(placed))],
          ]
        ],
      ]
    }
  }

  /// Whether the rule that a text belongs to is in the part of the axis that is shown.
  private func isVisible(_ placed: PlacedText) -> String {
    guard case .verticalRule(_, let x) = panel.annotations[placed.annotation] else { return "1" }
    return "inrange(\(x), domain('x')) ? 1 : 0"
  }

  private func rule(_ annotation: Annotation) -> JSONValue? {
    let ends: JSONValue
    switch annotation {
    case .text: return nil
    case .verticalRule(_, let x):
      ends = [
        "x": ["scale": "x", "value": .number(x)], "y": ["value": 0],
        "y2": ["value": .number(place.height)],
      ]
    case .horizontalRule(_, let y):
      ends = [
        "y": ["scale": "y", "value": .number(y)], "x": ["value": 0],
        "x2": ["value": .number(place.width)],
      ]
    }
    return [
      "type": "rule",
      "encode": [
        "enter": [
          "stroke": ["value": .string(FigureTheme.mutedInk)], "strokeDash": ["value": [4, 3]],
        ],
        "update": ends,
      ],
    ]
  }

  /// A text with a light edge, which needs a text of its own below.
  private func text(_ placed: PlacedText) -> [JSONValue] {
    [true, false].map { isEdge in
      let paint: [(key: String, value: JSONValue)] =
        isEdge
        ? [
          ("stroke", ["value": .string(FigureTheme.background)]), ("strokeWidth", ["value": 3]),
          ("strokeOpacity", ["value": 0.9]),
        ] : [("fill", ["value": .string(FigureTheme.ink)])]
      let left = placed.isCentered ? 0 : placed.left - placed.anchor.x
      let members: [(key: String, value: JSONValue)] = [
        ("x", position(placed, "x", offset: left)),
        ("y", position(placed, "y", offset: placed.middle - placed.anchor.y)),
        ("text", ["value": .string(placed.text.terminal)]),
        ("align", ["value": placed.isCentered ? "center" : "left"]),
        ("baseline", ["value": "middle"]), ("fontSize", ["value": .number(placed.size)]),
      ]
      return ["type": "text", "encode": ["update": .object(members + paint)]]
    }
  }

  private func position(_ placed: PlacedText, _ axis: String, offset: Double) -> JSONValue {
    switch (panel.annotations[placed.annotation], axis) {
    case (.text(_, let x, _, _), "x"), (.verticalRule(_, let x), "x"):
      return ["scale": "x", "value": .number(x), "offset": .number(offset)]
    case (.text(_, _, let y, _), "y"):
      return ["scale": "y", "value": .number(y), "offset": .number(offset)]
    case (.horizontalRule(_, let y), "y"):
      return ["scale": "y", "value": .number(y), "offset": .number(placed.middle - rulePlace(y))]
    default:
      return ["value": .number(placed.left - place.x)]
    }
  }

  private func rulePlace(_ y: Double) -> Double {
    place.verticalTransform(panel.y.scale).position(y) ?? 0
  }
}
