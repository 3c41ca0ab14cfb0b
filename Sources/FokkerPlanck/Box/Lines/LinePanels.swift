internal import Grids
internal import StochasticProcesses

/// The lines of cells along one direction of a box, sixteen to a panel.
///
/// A panel holds one row of sixteen numbers per site, so that every operation along the lines works
/// on whole vectors. Where a line ends at an absorbing wall, a ghost site beyond its end collects
/// what leaves.
struct LinePanels {
  /// The number of rows of a panel, ghosts included.
  let siteCount: Int
  let panelCount: Int
  /// Whether every line closes upon itself.
  let isRing: Bool
  /// The places of the ghosts in each panel.
  let ghosts: [[Ghost]]
  private let arrangement: Arrangement

  /// A site that collects what leaves through a wall, `2 axis` for the lower and `2 axis + 1` for the
  /// upper one.
  struct Ghost {
    let row: Int
    /// The lane, or nil for all lanes of the row.
    let lane: Int?
    let wall: Int
  }

  /// Where the cells of the lines are in memory.
  enum Arrangement {
    /// Neighbouring lines are neighbours in memory; `firstRow` is the row of the first cell.
    case rows(stride: Int, cellCount: Int, firstRow: Int)
    /// The cells of a line are neighbours in memory.
    case columns(lineCount: Int, cellCount: Int, firstRow: Int)
    /// The cell of every element of every panel, or −1.
    case listed([Int32])
  }

  init(
    siteCount: Int, panelCount: Int, isRing: Bool, ghosts: [[Ghost]], arrangement: Arrangement
  ) {
    self.siteCount = siteCount
    self.panelCount = panelCount
    self.isRing = isRing
    self.ghosts = ghosts
    self.arrangement = arrangement
  }

  /// The lines along an axis.
  init(of shape: BoxShape, along axis: Int) {
    let (cellCount, stride) = (shape.axes[axis].cellCount, shape.strides[axis])
    let boundaries = shape.boundaries[axis]
    isRing = boundaries == .periodic
    let (below, above) = (
      !isRing && boundaries.absorbsBelow, !isRing && boundaries.absorbsAbove
    )
    let firstRow = below ? 1 : 0
    siteCount = cellCount + firstRow + (above ? 1 : 0)
    let lineCount = shape.cellCount / cellCount
    if axis == shape.dimension - 1 {
      arrangement = .columns(lineCount: lineCount, cellCount: cellCount, firstRow: firstRow)
      panelCount = (lineCount + 15) / 16
    } else {
      arrangement = .rows(stride: stride, cellCount: cellCount, firstRow: firstRow)
      panelCount = lineCount / stride * ((stride + 15) / 16)
    }
    var ends: [Ghost] = []
    if below { ends.append(Ghost(row: 0, lane: nil, wall: 2 * axis)) }
    if above { ends.append(Ghost(row: siteCount - 1, lane: nil, wall: 2 * axis + 1)) }
    ghosts = [[Ghost]](repeating: ends, count: panelCount)
  }

  /// The row of the first cell of lines along an axis.
  var firstRow: Int {
    switch arrangement {
    case .rows(_, _, let firstRow), .columns(_, _, let firstRow): firstRow
    case .listed: 0
    }
  }

  /// The first cell of each line along an axis in a panel.
  func firstCells(ofPanel panel: Int) -> [Int] {
    switch arrangement {
    case .rows(let stride, let cellCount, _):
      let (base, width) = Self.place(ofPanel: panel, stride, cellCount)
      return (0..<width).map { base + $0 }
    case .columns(let lineCount, let cellCount, _):
      return (16 * panel..<min(16 * panel + 16, lineCount)).map { $0 * cellCount }
    case .listed: return []
    }
  }

  /// The first cell of a panel of rows, and the number of its lines.
  @inline(__always)
  private static func place(
    ofPanel panel: Int, _ stride: Int, _ cellCount: Int
  ) -> (base: Int, width: Int) {
    let perBlock = (stride + 15) / 16
    let (block, part) = (panel / perBlock, panel % perBlock)
    return (block * cellCount * stride + 16 * part, min(16, stride - 16 * part))
  }
}

// MARK: - Transfer

extension LinePanels {
  /// Copies the cells of a panel into its rows; ghosts and unused lanes become zero.
  func gather(
    _ panel: Int, from field: UnsafePointer<Double>, into rows: UnsafeMutablePointer<LineLanes>
  ) {
    switch arrangement {
    case .rows(let stride, let cellCount, let firstRow):
      let (base, width) = Self.place(ofPanel: panel, stride, cellCount)
      clearGhosts(rows, cellCount, firstRow)
      gatherRows(field + base, stride, width, cellCount, rows + firstRow)
    case .columns(let lineCount, let cellCount, let firstRow):
      let width = min(16, lineCount - 16 * panel)
      clearGhosts(rows, cellCount, firstRow)
      gatherColumns(field + 16 * panel * cellCount, width, cellCount, rows + firstRow)
    case .listed(let cells):
      let first = panel * siteCount * 16
      let numbers = rows.numbers
      cells.withUnsafeBufferPointer { cells in
        for element in 0..<siteCount * 16 {
          let cell = Int(cells[first + element])
          numbers[element] = cell >= 0 ? field[cell] : 0
        }
      }
    }
  }

  private func clearGhosts(
    _ rows: UnsafeMutablePointer<LineLanes>, _ cellCount: Int, _ firstRow: Int
  ) {
    if firstRow > 0 { rows[0] = .zero }
    if firstRow + cellCount < siteCount { rows[siteCount - 1] = .zero }
  }

  private func gatherRows(
    _ field: UnsafePointer<Double>, _ stride: Int, _ width: Int, _ cellCount: Int,
    _ rows: UnsafeMutablePointer<LineLanes>
  ) {
    for site in 0..<cellCount {
      let source = field + site * stride
      if width == 16 {
        rows[site] = UnsafeRawPointer(source).loadUnaligned(as: LineLanes.self)
      } else {
        rows[site] = .zero
        for lane in 0..<width { rows[site][lane] = source[lane] }
      }
    }
  }

  private func gatherColumns(
    _ field: UnsafePointer<Double>, _ width: Int, _ n: Int,
    _ rows: UnsafeMutablePointer<LineLanes>
  ) {
    guard width == 16 else {
      for site in 0..<n {
        rows[site] = .zero
        for lane in 0..<width { rows[site][lane] = field[lane * n + site] }
      }
      return
    }
    let (near, far) = (field, field + 8 * n)
    for site in 0..<n {
      let (p, q) = (near + site, far + site)
      let low = Lanes(p[0], p[n], p[2 * n], p[3 * n], p[4 * n], p[5 * n], p[6 * n], p[7 * n])
      let high = Lanes(q[0], q[n], q[2 * n], q[3 * n], q[4 * n], q[5 * n], q[6 * n], q[7 * n])
      rows[site] = LineLanes(lowHalf: low, highHalf: high)
    }
  }

  /// Copies the rows of a panel back to its cells.
  func scatter(
    _ panel: Int, from rows: UnsafePointer<LineLanes>, into field: UnsafeMutablePointer<Double>
  ) {
    switch arrangement {
    case .rows(let stride, let cellCount, let firstRow):
      let (base, width) = Self.place(ofPanel: panel, stride, cellCount)
      for site in 0..<cellCount {
        let (row, target) = (rows[firstRow + site], field + (base + site * stride))
        if width == 16 {
          UnsafeMutableRawPointer(target).storeBytes(of: row, as: LineLanes.self)
        } else {
          for lane in 0..<width { target[lane] = row[lane] }
        }
      }
    case .columns(let lineCount, let cellCount, let firstRow):
      scatterColumns(
        rows + firstRow, min(16, lineCount - 16 * panel), cellCount,
        field + 16 * panel * cellCount)
    case .listed(let cells):
      let first = panel * siteCount * 16
      let numbers = rows.numbers
      cells.withUnsafeBufferPointer { cells in
        for element in 0..<siteCount * 16 {
          let cell = Int(cells[first + element])
          if cell >= 0 { field[cell] = numbers[element] }
        }
      }
    }
  }

  private func scatterColumns(
    _ rows: UnsafePointer<LineLanes>, _ width: Int, _ cellCount: Int,
    _ field: UnsafeMutablePointer<Double>
  ) {
    let numbers = rows.numbers
    for lane in 0..<width {
      let target = field + lane * cellCount
      var site = 0
      while site + 8 <= cellCount {
        let p = numbers + (site * 16 + lane)
        storeLanes(
          Lanes(p[0], p[16], p[32], p[48], p[64], p[80], p[96], p[112]), at: target + site)
        site += 8
      }
      while site < cellCount {
        target[site] = numbers[site * 16 + lane]
        site += 1
      }
    }
  }
}
