/// Neighbouring cells taken together, so that a picture has no more than it can show.
struct PictureCells: Hashable, Sendable {
  private let first: Int
  /// How many cells make one here.
  let group: Int
  /// The ends of the cells.
  let edges: [Double]

  /// Groups of equally many cells within a range, about `count` of them.
  init(_ cellEdges: [Double], within range: ClosedRange<Double>, count: Int) {
    let cells = cellEdges.count - 1
    let low = cellEdges.lastIndex { $0 <= range.lowerBound } ?? 0
    let high = cellEdges.firstIndex { $0 >= range.upperBound } ?? cells
    let size = max(1, (high - low + count - 1) / count)
    let groups = max(1, (high - low) / size)
    (first, group) = (low, size)
    edges = (0...groups).map { cellEdges[min(low + $0 * size, cells)] }
  }

  /// The indices of the groups.
  var indices: Range<Int> { 0..<edges.count - 1 }

  /// The middles of the groups.
  var centers: [Double] { indices.map { (edges[$0] + edges[$0 + 1]) / 2 } }

  /// Averages over the groups.
  ///
  /// - Parameters:
  ///   - values: An array that holds a value for each cell.
  ///   - start: The place of the first cell in the array.
  /// - Returns: A value for each group.
  func averages(_ values: [Double], from start: Int = 0) -> [Double] {
    indices.map { index in
      let cells = cells(of: index)
      return values[start + cells.lowerBound..<start + cells.upperBound].reduce(0, +)
        / Double(group)
    }
  }

  /// Standard errors of the averages of independent values.
  func errors(_ values: [Double]) -> [Double] {
    indices.map { index in
      values[cells(of: index)].reduce(0) { $0 + $1 * $1 }.squareRoot() / Double(group)
    }
  }

  /// The cells of a group.
  func cells(of index: Int) -> Range<Int> { first + index * group..<first + (index + 1) * group }
}
