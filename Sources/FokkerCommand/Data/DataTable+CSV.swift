import Archives
import Foundation

extension DataTable {
  /// The names of the label column when none is given, in order of preference.
  private static let labelColumns = ["label", "labels", "y", "target", "class"]

  /// Reads a CSV table: a header, one column of labels, every other column a feature.
  init(csv path: String, labelColumn: String) throws {
    let table = try CSV.read(path)
    let label = try Self.labelColumn(of: table, named: labelColumn)
    let names = table.columns.filter { $0 != label }
    guard !names.contains("") else {
      throw CommandFailure(
        .badData,
        "\(path): a column has no name; if it numbers the rows, leave it out (with pandas: "
          + "to_csv(…, index=False)), otherwise name it.")
    }
    var inputs = [Double](repeating: 0, count: names.count * table.rowCount)
    for (feature, name) in names.enumerated() {
      for (row, value) in try table.doubles(named: name).enumerated() {
        inputs[row * names.count + feature] = value
      }
    }
    let lines = (0..<table.rowCount).map(table.line(ofRow:))
    self.init(
      path: path, featureNames: names, inputs: inputs,
      labels: try Self.labels(try table.strings(named: label), path, label, lines), lines: lines)
  }

  private static func labelColumn(of table: CSVTable, named name: String) throws -> String {
    if !name.isEmpty, table.columns.contains(name) { return name }
    let found = labelColumns.lazy.compactMap { candidate in
      table.columns.first { $0.lowercased() == candidate }
    }
    if name.isEmpty, let column = found.first { return column }
    let missing =
      name.isEmpty
      ? "no column called \(labelColumns.joined(separator: ", "))" : "no column '\(name)'"
    let hint = spellingHint(name, among: table.columns)
    throw CommandFailure(
      .badData,
      "\(table.source) has \(missing) for the labels\(hint) Its first line names "
        + "\(shortList(table.columns)). Set training.data.file.labelColumn to one of them.")
  }

  /// Whole numbers if all cells are, else texts.
  private static func labels(
    _ cells: [String], _ path: String, _ column: String, _ lines: [Int]
  ) throws -> TableLabels {
    let texts = cells.map { $0.trimmingCharacters(in: .whitespaces) }
    if let row = texts.firstIndex(of: "") {
      throw CommandFailure(
        .badData, "\(path), line \(lines[row]), column '\(column)': the label is missing.")
    }
    let numbers = texts.compactMap(Double.init)
    guard numbers.count == texts.count else { return .texts(texts) }
    let whole = numbers.compactMap { Int64(exactly: $0) }
    if whole.count == texts.count { return .numbers(whole) }
    let row = numbers.firstIndex { Int64(exactly: $0) == nil } ?? 0
    throw CommandFailure(
      .badData,
      "\(path), line \(lines[row]), column '\(column)': the label '\(texts[row])' is neither a "
        + "whole number nor a word; labels are classes, so group numbers into classes first.")
  }
}
