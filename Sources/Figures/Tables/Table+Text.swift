extension Table {
  /// The table as aligned text.
  ///
  /// Texts in leading columns are broken between words so that the table fits the width. Columns that
  /// still do not fit follow below, beside the first column again.
  ///
  /// - Parameter width: The number of characters in a line.
  /// - Returns: Lines that end in line feeds, without spaces at their ends.
  public func text(width: Int = 80) -> String {
    guard !columns.isEmpty else { return heading }
    let all = columns.indices.map { TextColumn(columns[$0], cells: cells(ofColumn: $0)) }
    let blocks = Self.blocks(of: all, width: width)
    let texts = blocks.map { Self.block($0, rowCount: rows.count, width: width) }
    return (title.isEmpty ? "" : heading + "\n") + texts.joined(separator: "\n")
  }

  private var heading: String { title.isEmpty ? "" : RichText(title).terminal + "\n" }

  /// The cells of a column, with their decimal points below one another if it is to be so.
  private func cells(ofColumn index: Int) -> [String] {
    let cells = rows.map { index < $0.count ? RichText($0[index]).terminal : "" }
    guard columns[index].alignment == .decimal else { return cells }
    let heads = cells.map { Self.headLength($0) }
    let longestHead = heads.max() ?? 0
    let padded = zip(cells, heads).map { String(repeating: " ", count: longestHead - $1) + $0 }
    let longest = padded.map(\.count).max() ?? 0
    return padded.map { $0 + String(repeating: " ", count: longest - $0.count) }
  }

  /// The number of characters before the decimal point or the first space.
  private static func headLength(_ cell: String) -> Int {
    cell.prefix { $0 != "." && $0 != " " }.count
  }

  /// The columns in groups that fit the width, each beginning with the first column.
  private static func blocks(of columns: [TextColumn], width: Int) -> [[TextColumn]] {
    var blocks: [[TextColumn]] = []
    var block = [columns[0]]
    for column in columns.dropFirst() {
      let used = (block + [column]).reduce(-gap) { $0 + gap + $1.narrowest }
      if used > width, block.count > 1 {
        blocks.append(block)
        block = [columns[0]]
      }
      block.append(column)
    }
    return blocks + [block]
  }

  private static let gap = 2

  private static func block(_ columns: [TextColumn], rowCount: Int, width: Int) -> String {
    let widths = widths(of: columns, within: width - gap * (columns.count - 1))
    var text = line(columns.indices.map { columns[$0].headerLines(widths[$0]) }, columns, widths)
    text += widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    for row in 0..<rowCount {
      text += line(columns.indices.map { columns[$0].lines(row, widths[$0]) }, columns, widths)
    }
    return text
  }

  /// The widths of columns, of which the widest breakable ones give way.
  private static func widths(of columns: [TextColumn], within available: Int) -> [Int] {
    var widths = columns.map(\.widest)
    while widths.reduce(0, +) > available {
      let breakable = columns.indices.filter { widths[$0] > columns[$0].narrowest }
      guard let index = breakable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[index] -= 1
    }
    return widths
  }

  /// The lines of one row, whose cells may have several.
  private static func line(
    _ cells: [[String]], _ columns: [TextColumn], _ widths: [Int]
  ) -> String {
    var text = ""
    for index in 0..<(cells.map(\.count).max() ?? 0) {
      var line = ""
      for column in columns.indices {
        let content = index < cells[column].count ? cells[column][index] : ""
        let space = String(repeating: " ", count: max(0, widths[column] - content.count))
        line += column > 0 ? "  " : ""
        line += columns[column].isLeading ? content + space : space + content
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}

/// A column with its cells as they are to be placed.
private struct TextColumn {
  let isLeading: Bool
  private let header: String
  private let cells: [String]
  /// The width at which nothing is broken but the header.
  let widest: Int
  /// The width below which the column cannot be made.
  let narrowest: Int

  init(_ column: TableColumn, cells: [String]) {
    isLeading = column.alignment == .leading
    header = RichText(column.header).terminal
    self.cells = cells
    let contents = cells.map(\.count).max() ?? 0
    let words = Self.longestWord([header])
    let breakable = isLeading ? min(contents, max(Self.longestWord(cells), 8)) : contents
    narrowest = max(words, breakable)
    widest = max(contents, isLeading ? header.count : words)
  }

  func headerLines(_ width: Int) -> [String] { Self.broken(header, width) }

  func lines(_ row: Int, _ width: Int) -> [String] {
    isLeading ? Self.broken(cells[row], width) : [cells[row]]
  }

  private static func longestWord(_ texts: [String]) -> Int {
    texts.flatMap { $0.split(separator: " ") }.map(\.count).max() ?? 0
  }

  private static func broken(_ text: String, _ width: Int) -> [String] {
    guard text.count > width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
