internal import Figures

/// Two items side by side.
struct ComparisonPage {
  struct Side {
    let item: CatalogueItem
    let content: ItemContent
  }

  let first: Side
  let second: Side

  private var sides: [Side] { [first, second] }

  var markup: Markup {
    framed(
      "\(first.item.name) and \(second.item.name)",
      """
      \(wayBack)
      <h1>Side by side</h1>
      <div class="sides">\(sides.map(heading))</div>
      <h2>Settings that differ</h2>
      \(settings)
      <h2>Key numbers</h2>
      \(quantities)
      \(figures)
      """)
  }

  private func heading(_ side: Side) -> Markup {
    let isFirst = side.item == first.item
    return """
      <div><p class="letter">\(isFirst ? "A" : "B")</p>
      <p><a href="\(side.item.address)">\(side.item.name)</a></p>
      <p class="summary">\(side.item.title)</p>
      <p><span class="state \(side.item.state.word)">\(stateText(side.item))</span></p></div>

      """
  }

  // MARK: - Settings

  private var settings: Markup {
    let differences = self.differences
    guard !differences.isEmpty else { return "<p>All settings are the same.</p>" }
    return """
      \(Table(
        columns: [TableColumn("setting"), TableColumn("A"), TableColumn("B")],
        rows: differences))
      """
  }

  /// The settings that have other values on both sides.
  var differences: [[String]] {
    let values = sides.map { side in
      Dictionary(side.content.settings.map { ($0.name, $0.value) }) { first, _ in first }
    }
    var names = first.content.settings.map(\.name)
    names += second.content.settings.map(\.name).filter { values[0][$0] == nil }
    return names.compactMap { name in
      let pair = values.map { $0[name] }
      return pair[0] == pair[1] ? nil : [name, pair[0] ?? "–", pair[1] ?? "–"]
    }
  }

  // MARK: - Key numbers

  private var quantities: Markup {
    var titles = first.content.quantities.map(\.title)
    titles += second.content.quantities.map(\.title).filter { !titles.contains($0) }
    guard !titles.isEmpty else { return "<p>There are none yet.</p>" }
    // Claims are sentences and need the whole width.
    let style = first.item.kind == .study ? "" : "groups pairs"
    return "<div class=\"\(style)\">\(titles.map(group))</div>"
  }

  private func group(_ title: String) -> Markup {
    let columns = sides.map { side in
      side.content.quantities.first { $0.title == title }?.quantities ?? []
    }
    var names = columns[0].map(\.name)
    names += columns[1].map(\.name).filter { !names.contains($0) }
    let rows = names.map { name in
      let pair = columns.map { $0.first { $0.name == name } }
      return [name] + pair.map { $0?.text ?? "–" } + [difference(pair[0], pair[1])]
    }
    let decimal = ["A", "B", "B − A"].map { TableColumn($0, alignment: .decimal) }
    return "\(Table(title, columns: [TableColumn("")] + decimal, rows: rows))"
  }

  private func difference(_ first: Quantity?, _ second: Quantity?) -> String {
    guard let first, let second, first.value.isFinite, second.value.isFinite else { return "–" }
    let value = second.value - first.value
    let errors = [first.standardError, second.standardError].compactMap(\.self)
    guard errors.count == 2 else { return NumberText.significant(value, digits: 3) }
    let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
    return error.isFinite && error > 0
      ? NumberText.uncertain(value, error) : NumberText.significant(value, digits: 3)
  }

  // MARK: - Figures

  private var figures: Markup {
    var names = first.content.figures.map(\.name)
    names += second.content.figures.map(\.name).filter { !names.contains($0) }
    guard !names.isEmpty else { return "" }
    let rows = names.map { name -> Markup in
      let cells = sides.map { side -> Markup in
        guard let figure = side.content.figures.first(where: { $0.name == name }) else {
          return "<figure><p>There is no such figure.</p></figure>"
        }
        return drawing(figure, of: side.item)
      }
      return "<div class=\"sides\">\(cells)</div>\n"
    }
    return "<h2>Figures</h2>\n\(rows)"
  }
}
