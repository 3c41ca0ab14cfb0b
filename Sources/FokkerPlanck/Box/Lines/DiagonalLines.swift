internal import StochasticProcesses

/// The lines of cells along a diagonal of two axes, from (i, j) to (i + 1, j ± 1).
///
/// Lines between walls have all lengths, so several of them follow one another in a lane; on a torus
/// they close, after as many cells as the least common multiple of both numbers.
struct DiagonalLines {
  let panels: LinePanels
  /// The cell of every element of every panel, or −1.
  let cells: [Int32]
  /// 1 where an element is followed by a cell of its line, 2 where by an absorbing wall, else 0.
  let forwardLinks: [UInt8]
  /// The same for the element before.
  let backwardLinks: [UInt8]

  /// The lines along the diagonal of a pair of axes, rising in both or falling in the second.
  init(of shape: BoxShape, pair: (first: Int, second: Int), isRising: Bool) {
    let tracer = DiagonalTracer(shape: shape, pair: pair, sense: isRising ? 1 : -1)
    let lines = tracer.lines()
    let packing = LanePacking(lengths: lines.map(\.siteCount), areRings: tracer.isTorus)
    let panelSize = 16 * packing.siteCount
    var cells = [Int32](repeating: -1, count: packing.panelCount * panelSize)
    var (forward, backward) = ([UInt8](repeating: 0, count: cells.count), [UInt8]())
    backward = forward
    var ghosts = [[LinePanels.Ghost]](repeating: [], count: packing.panelCount)
    for (line, place) in zip(lines, packing.places) {
      var row = place.row
      func element(_ row: Int) -> Int { place.panel * panelSize + 16 * row + place.lane }
      if let wall = line.startWall {
        ghosts[place.panel].append(.init(row: row, lane: place.lane, wall: wall))
        row += 1
      }
      for (index, cell) in line.cells.enumerated() {
        let (isFirst, isLast) = (index == 0, index == line.cells.count - 1)
        cells[element(row)] = Int32(cell)
        forward[element(row)] = !isLast || tracer.isTorus ? 1 : line.endWall == nil ? 0 : 2
        backward[element(row)] = !isFirst || tracer.isTorus ? 1 : line.startWall == nil ? 0 : 2
        row += 1
      }
      if let wall = line.endWall {
        ghosts[place.panel].append(.init(row: row, lane: place.lane, wall: wall))
      }
    }
    self.cells = cells
    (forwardLinks, backwardLinks) = (forward, backward)
    panels = LinePanels(
      siteCount: packing.siteCount, panelCount: packing.panelCount, isRing: tracer.isTorus,
      ghosts: ghosts, arrangement: .listed(cells))
  }
}

/// One line along a diagonal, and the absorbing walls at its ends.
private struct DiagonalLine {
  var cells: [Int]
  var startWall: Int?
  var endWall: Int?

  var siteCount: Int { cells.count + (startWall == nil ? 0 : 1) + (endWall == nil ? 0 : 1) }
}

/// Follows the diagonals of a pair of axes from cell to cell.
private struct DiagonalTracer {
  let shape: BoxShape
  let pair: (first: Int, second: Int)
  let sense: Int

  /// Whether both axes are rings, so that every line closes.
  var isTorus: Bool { shape.isRing(pair.first) && shape.isRing(pair.second) }

  /// All lines, each cell in one of them.
  func lines() -> [DiagonalLine] {
    if isTorus { return rings() }
    return (0..<shape.cellCount).compactMap { cell in
      neighbor(of: cell, -1) == nil ? chain(from: cell) : nil
    }
  }

  private func neighbor(of cell: Int, _ direction: Int) -> Int? {
    guard let next = shape.neighbor(of: cell, along: pair.first, by: direction) else { return nil }
    return shape.neighbor(of: next, along: pair.second, by: direction * sense)
  }

  private func chain(from start: Int) -> DiagonalLine {
    var line = DiagonalLine(cells: [start], startWall: absorbingWall(beyond: start, -1))
    var cell = start
    while let next = neighbor(of: cell, 1) {
      line.cells.append(next)
      cell = next
    }
    line.endWall = absorbingWall(beyond: cell, 1)
    return line
  }

  /// The absorbing wall that the link beyond an end crosses.
  private func absorbingWall(beyond cell: Int, _ direction: Int) -> Int? {
    for (axis, steps) in [(pair.first, direction), (pair.second, direction * sense)]
    where shape.neighbor(of: cell, along: axis, by: steps) == nil {
      let boundaries = shape.boundaries[axis]
      if steps < 0, boundaries.absorbsBelow { return 2 * axis }
      if steps > 0, boundaries.absorbsAbove { return 2 * axis + 1 }
    }
    return nil
  }

  private func rings() -> [DiagonalLine] {
    var isVisited = [Bool](repeating: false, count: shape.cellCount)
    var lines: [DiagonalLine] = []
    for start in 0..<shape.cellCount where !isVisited[start] {
      var line = DiagonalLine(cells: [])
      var cell = start
      while !isVisited[cell] {
        isVisited[cell] = true
        line.cells.append(cell)
        cell = neighbor(of: cell, 1) ?? cell
      }
      lines.append(line)
    }
    return lines
  }
}

/// Where lines of several lengths are put in lanes of one length.
private struct LanePacking {
  struct Place {
    var panel: Int
    var lane: Int
    var row: Int
  }

  let siteCount: Int
  let panelCount: Int
  let places: [Place]

  /// Puts the longest line that is left into a new lane and fills it up with the shortest ones.
  init(lengths: [Int], areRings: Bool) {
    let order = lengths.indices.sorted { (lengths[$0], $1) > (lengths[$1], $0) }
    siteCount = max(2, order.first.map { lengths[$0] } ?? 2)
    var places = [Place](repeating: Place(panel: 0, lane: 0, row: 0), count: lengths.count)
    var (next, last, laneCount) = (0, order.count - 1, 0)
    while next <= last {
      let (panel, lane) = (laneCount / 16, laneCount % 16)
      places[order[next]] = Place(panel: panel, lane: lane, row: 0)
      var filled = lengths[order[next]]
      next += 1
      while !areRings, next <= last, filled + lengths[order[last]] <= siteCount {
        places[order[last]] = Place(panel: panel, lane: lane, row: filled)
        filled += lengths[order[last]]
        last -= 1
      }
      laneCount += 1
    }
    panelCount = max(1, (laneCount + 15) / 16)
    self.places = places
  }
}
