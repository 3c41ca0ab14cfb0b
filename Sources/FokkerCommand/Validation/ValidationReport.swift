import Figures
import Foundation

/// The rows of the reference cases as tables.
struct ValidationReport {
  let rows: [ValidationRow]

  /// How many rows are not as promised.
  var failures: Int { rows.count { !$0.passes } }

  /// A table of at most 80 columns.
  var text: String {
    let cells = rows.map { row in
      [
        row.name, Self.short(row.quantity, 20), Self.short(row.method, 26), scientific(row.error),
        Self.order(row), row.passes ? "+" : "×",
      ]
    }
    let table = TextTable(
      header: ["case", "quantity", "method", "error", "order", ""], rows: cells)
    return """
      \(table.text)

      error: |value − closed form|, or the L1 distance of densities; order: observed (declared);
      + as promised. \(rows.count - failures) of \(rows.count) rows are; --format markdown shows all columns.
      """
  }

  /// The whole table for docs/validation.md.
  var markdown: String {
    let header = """
      | case | quantity | method | value | closed form | error | promised | observed order | declared |
      |---|---|---|---|---|---|---|---|---|
      """
    let lines = rows.map { row in
      let cells = [
        row.name, row.quantity, row.method, row.value.map { Self.number($0) } ?? "–",
        row.reference.map { Self.number($0) } ?? "–", scientific(row.error),
        (row.passes ? "" : "**missed** ") + scientific(row.bound),
        row.observedOrder.map { fixed($0, 2) } ?? "–",
        row.declaredOrder.map { fixed($0, 0) } ?? "–",
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    return ([header] + lines).joined(separator: "\n")
  }

  private static func order(_ row: ValidationRow) -> String {
    guard let observed = row.observedOrder, let declared = row.declaredOrder else { return "" }
    return "\(fixed(observed, 2)) (\(fixed(declared, 0)))"
  }

  private static func number(_ value: Double) -> String {
    NumberText.significant(value, digits: 12)
  }

  private static func short(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "…"
  }
}
