/// A table with named columns, whose cells are read as numbers or texts when they are asked for.
public struct CSVTable: Sendable {
  /// The names of the columns, from left to right.
  public let columns: [String]
  /// The number of rows below the header.
  public let rowCount: Int
  /// Where the table was read from, for messages.
  public let source: String

  private let bytes: [UInt8]
  private let starts: [Int]
  private let ends: [Int]
  private let isQuoted: [Bool]
  private let lines: [Int]

  /// Splits a text into rows and cells.
  ///
  /// - Parameters:
  ///   - text: The table, whose first line names the columns; empty lines are skipped.
  ///   - source: The name used in messages.
  /// - Throws: ``ArchiveError/raggedRow(file:line:expected:found:)`` and
  ///   ``ArchiveError/malformedTable(file:line:reason:)``.
  public init(parsing text: String, source: String = "the table") throws(ArchiveError) {
    try self.init(bytes: Array(text.utf8), source: source)
  }

  init(bytes: [UInt8], source: String) throws(ArchiveError) {
    var splitter = CSVSplitter(bytes, source: source)
    var cells: [CSVSplitter.Cell] = []
    guard try splitter.nextRow(&cells) != nil else {
      throw .malformedTable(file: source, line: 1, reason: "the table has no header")
    }
    columns = cells.map { Self.text(bytes[$0.start..<$0.end], isQuoted: $0.isQuoted).trimmed }
    for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
      throw .malformedTable(
        file: source, line: 1, reason: "two columns are called '\(column)'")
    }
    var starts: [Int] = []
    var ends: [Int] = []
    var isQuoted: [Bool] = []
    var lines: [Int] = []
    while let line = try splitter.nextRow(&cells) {
      guard cells.count == columns.count else {
        throw .raggedRow(file: source, line: line, expected: columns.count, found: cells.count)
      }
      for cell in cells {
        starts.append(cell.start)
        ends.append(cell.end)
        isQuoted.append(cell.isQuoted)
      }
      lines.append(line)
    }
    rowCount = lines.count
    self.source = source
    self.bytes = bytes
    self.starts = starts
    self.ends = ends
    self.isQuoted = isQuoted
    self.lines = lines
  }

  /// The numbers of the column that bears the first of several names that is present.
  ///
  /// `nan`, `inf` and `-inf` in any case are numbers; an empty cell is a missing value, NaN.
  ///
  /// - Parameter names: One name, or several in order of preference.
  /// - Returns: A number for each row.
  /// - Throws: ``ArchiveError/missingColumn(file:names:available:)`` and
  ///   ``ArchiveError/notANumber(file:line:column:text:)``.
  public func doubles(named names: String...) throws(ArchiveError) -> [Double] {
    let column = try index(of: names)
    return try values(ofColumn: column) { text in text.isEmpty ? .nan : Double(text) }
  }

  /// The whole numbers of the column that bears the first of several names that is present.
  ///
  /// - Parameter names: One name, or several in order of preference.
  /// - Returns: A number for each row.
  /// - Throws: ``ArchiveError/missingColumn(file:names:available:)`` and
  ///   ``ArchiveError/notANumber(file:line:column:text:)``.
  public func integers(named names: String...) throws(ArchiveError) -> [Int64] {
    let column = try index(of: names)
    return try values(ofColumn: column) { text in
      Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
    }
  }

  /// The texts of the column that bears the first of several names that is present.
  ///
  /// - Parameter names: One name, or several in order of preference.
  /// - Returns: A text for each row.
  /// - Throws: ``ArchiveError/missingColumn(file:names:available:)``.
  public func strings(named names: String...) throws(ArchiveError) -> [String] {
    let column = try index(of: names)
    return (0..<rowCount).map { text(row: $0, column: column) }
  }

  /// The values of a column as integers if all are, else as numbers if all are, else as texts.
  func inferredValues(ofColumn column: Int) -> ArrayValues {
    if let integers = try? values(ofColumn: column, { Int64($0) }) { return .integers(integers) }
    let numbers = try? values(ofColumn: column) { $0.isEmpty ? .nan : Double($0) }
    if let numbers { return .doubles(numbers) }
    return .strings((0..<rowCount).map { text(row: $0, column: column) })
  }

  func index(of names: [String]) throws(ArchiveError) -> Int {
    for name in names {
      if let index = columns.firstIndex(of: name) { return index }
    }
    throw .missingColumn(file: source, names: names, available: columns)
  }

  /// The line of the file at which a row begins.
  public func line(ofRow row: Int) -> Int { lines[row] }

  private func values<Value>(
    ofColumn column: Int, _ parse: (String) -> Value?
  ) throws(ArchiveError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let text = text(row: row, column: column)
      guard let value = parse(text.trimmed) else {
        throw .notANumber(file: source, line: lines[row], column: columns[column], text: text)
      }
      values.append(value)
    }
    return values
  }

  private func text(row: Int, column: Int) -> String {
    let cell = row * columns.count + column
    return Self.text(bytes[starts[cell]..<ends[cell]], isQuoted: isQuoted[cell])
  }

  private static func text(_ bytes: ArraySlice<UInt8>, isQuoted: Bool) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard isQuoted, bytes.contains(UInt8(ascii: "\"")) else { return text }
    return text.replacing("\"\"", with: "\"")
  }
}

extension String {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmed: String {
    guard let first = utf8.first, let last = utf8.last else { return self }
    let blanks = " \t".utf8
    guard blanks.contains(first) || blanks.contains(last) else { return self }
    let start = drop { $0 == " " || $0 == "\t" }
    let end = start.lastIndex { $0 != " " && $0 != "\t" }
    return end.map { String(start[...$0]) } ?? ""
  }
}
