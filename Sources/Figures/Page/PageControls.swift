/// What moves all charts of a page together: buttons for the layers, and a slider for each quantity
/// that figures move with.
struct PageControls {
  private let figures: [Figure]

  init(_ figures: [Figure]) { self.figures = figures }

  /// The controls, or nothing when there are no layers and no frames.
  var html: String {
    let content = layerButtons + quantities.map(slider).joined()
    guard !content.isEmpty else { return "" }
    return "<div class=\"controls\" role=\"group\" aria-label=\"All charts\">\n\(content)</div>\n"
  }

  private var layerButtons: String {
    let layers = Set(figures.flatMap(\.panels).flatMap(\.series).compactMap(\.layer)).sorted()
    guard layers.count > 1 else { return "" }
    let palette = figures.first { !$0.palette.isEmpty }?.palette ?? Color.okabeIto
    let buttons = layers.map { layer in
      """
      <button type="button" class="layer" aria-pressed="true" data-toggle-layer="\(layer)" \
      aria-label="layer \(layer + 1)" style="--layer:\(palette[layer % palette.count].hexadecimal)">\
      \(layer + 1)</button>

      """
    }
    return "<span class=\"layers\"><span>layers</span>\n\(buttons.joined())</span>\n"
  }

  private var quantities: [String] {
    var seen = Set<String>()
    return figures.compactMap { $0.frames?.quantity }.filter { seen.insert($0).inserted }
  }

  private func slider(_ quantity: String) -> String {
    let frames = figures.compactMap(\.frames).filter { $0.quantity == quantity }
    let values = Set(frames.flatMap(\.values)).sorted()
    guard values.count > 1 else { return "" }
    let name = xmlEscaped(quantity)
    let last = values.count - 1
    return """
      <span class="time" data-quantity="\(name)" data-values="\(JSONValue.numbers(values).text)">
      <button type="button" aria-label="Play">▶</button>
      <label>\(Page.inline(quantity)) <input type="range" min="0" max="\(last)" value="\(last)" \
      step="1"></label>
      <output>\(NumberText.significant(values[last]))</output>
      </span>

      """
  }
}
