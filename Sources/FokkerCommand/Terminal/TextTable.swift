import Figures

/// Columns of text, the first ones aligned to the left where they hold words, numbers to the right.
struct TextTable {
  var header: [String]
  var rows: [[String]]

  /// The table with a rule under its header.
  var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(header, widths), rule] + rows.map { line($0, widths) }).joined(separator: "\n")
  }

  /// The table with a title, for a page.
  func titled(_ title: String) -> Table {
    Table(
      title,
      columns: header.indices.map {
        TableColumn(header[$0], alignment: isText($0) ? .leading : .trailing)
      }, rows: rows)
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { column in
      let padding = String(repeating: " ", count: widths[column] - cells[column].count)
      return isText(column) ? cells[column] + padding : padding + cells[column]
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Whether a column holds words rather than numbers.
  private func isText(_ column: Int) -> Bool {
    rows.contains { $0[column].first?.isLetter ?? false }
  }
}
