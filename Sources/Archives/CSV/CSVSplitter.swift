/// Splits the bytes of a table into rows of cells and counts lines, as RFC 4180 says.
///
/// Why not SwiftCSV: its errors carry no line, it drops an empty last cell at the end of a file and
/// spaces before a cell, fills short rows up and lets long rows and open quotes pass in silence.
struct CSVSplitter {
  /// A cell as a part of the bytes.
  struct Cell {
    var start: Int
    var end: Int
    /// Whether the cell was quoted; its quotes are not part of it, but inner ones stand doubled.
    var isQuoted = false
  }

  private let bytes: [UInt8]
  private let source: String
  private var position: Int
  private(set) var line = 1

  init(_ bytes: [UInt8], source: String) {
    self.bytes = bytes
    self.source = source
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Puts the next row that is not empty into `cells` and returns its line, or nil at the end.
  mutating func nextRow(_ cells: inout [Cell]) throws(ArchiveError) -> Int? {
    while position < bytes.count {
      let first = line
      cells.removeAll(keepingCapacity: true)
      var isEnded = false
      while !isEnded {
        cells.append(try nextCell())
        isEnded = endCell()
      }
      let isEmpty = cells.count == 1 && cells[0].start == cells[0].end && !cells[0].isQuoted
      if !isEmpty { return first }
    }
    return nil
  }

  private mutating func nextCell() throws(ArchiveError) -> Cell {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      return try plainCell()
    }
    let firstLine = line
    position += 1
    var cell = Cell(start: position, end: position, isQuoted: true)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == byte else { break }
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      position += 1
    }
    guard position < bytes.count else {
      throw .malformedTable(file: source, line: firstLine, reason: "a quoted cell is never closed")
    }
    cell.end = position
    position += 1
    guard isAtEndOfCell else {
      throw .malformedTable(
        file: source, line: line, reason: "there is text after the closing quote of a cell")
    }
    return cell
  }

  private mutating func plainCell() throws(ArchiveError) -> Cell {
    let start = position
    while !isAtEndOfCell {
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw .malformedTable(
          file: source, line: line, reason: "there is a quote within a cell that is not quoted")
      }
      position += 1
    }
    return Cell(start: start, end: position)
  }

  private var isAtEndOfCell: Bool {
    guard position < bytes.count else { return true }
    let byte = bytes[position]
    return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Passes the separator after a cell and returns whether it ended the row.
  private mutating func endCell() -> Bool {
    guard position < bytes.count else { return true }
    let byte = bytes[position]
    position += 1
    if byte == UInt8(ascii: ",") { return false }
    if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
      position += 1
    }
    line += 1
    return true
  }
}
