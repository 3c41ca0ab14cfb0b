/// A table of texts for the terminal and for pages.
///
/// ```
/// Table(
///   "Entropy against compression",
///   columns: [TableColumn("layer"), TableColumn("slope", alignment: .decimal)],
///   rows: [["1", NumberText.uncertain(-0.131, 0.012)]])
/// ```
public struct Table: Hashable, Sendable {
  /// The title above the table; empty for none.
  public var title: String
  /// The columns from left to right.
  public var columns: [TableColumn]
  /// The cells; a row shorter than the columns is filled up with empty cells.
  public var rows: [[String]]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - title: The title above the table; empty for none.
  ///   - columns: The columns from left to right.
  ///   - rows: The cells of each row.
  public init(_ title: String = "", columns: [TableColumn], rows: [[String]] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}

/// A column of a table.
public struct TableColumn: Hashable, Sendable {
  /// The text above the column.
  public var header: String
  /// How cells are placed.
  public var alignment: TableAlignment

  /// Creates a column.
  ///
  /// - Parameters:
  ///   - header: The text above the column.
  ///   - alignment: How cells are placed.
  public init(_ header: String, alignment: TableAlignment = .leading) {
    self.header = header
    self.alignment = alignment
  }
}

/// How the cells of a column are placed.
public enum TableAlignment: String, Codable, CaseIterable, Hashable, Sendable {
  /// At the left; long texts are broken between words.
  case leading
  /// At the right.
  case trailing
  /// With the decimal points below one another.
  case decimal
}
