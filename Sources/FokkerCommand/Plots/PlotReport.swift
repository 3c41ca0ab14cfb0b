import Figures

/// The figures of a source as a table for the terminal.
struct PlotReport {
  let source: PlotSource

  /// Those that can be drawn, then what the others need.
  var text: String {
    let ready = source.offers.filter { $0.lacks == nil }
    let others = source.offers.filter { $0.lacks != nil }
    var parts: [String] = []
    if !ready.isEmpty {
      parts.append(
        Table(
          "Figures of \(source.name)",
          columns: [TableColumn("figure"), TableColumn("what it shows")],
          rows: ready.map { [$0.name, $0.summary] }
        ).text())
    }
    if !others.isEmpty {
      parts.append(
        Table(
          "Figures that need more", columns: [TableColumn("figure"), TableColumn("needs")],
          rows: others.map { [$0.name, $0.lacks ?? ""] }
        ).text())
    }
    return parts.joined(separator: "\n")
  }
}
