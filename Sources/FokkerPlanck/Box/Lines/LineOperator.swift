internal import LinearAlgebra

/// The jumps of probability along all lines of one direction of a box, A of ``JumpRates``, and the
/// solutions of 1 − τ A.
final class LineOperator {
  let panels: LinePanels
  /// The rates to the next and to the previous site, panel after panel.
  private let rightward: LaneRows
  private let leftward: LaneRows
  private var factors: [LineFactors] = []
  private let scratch: (LaneRows, LaneRows)

  init(panels: LinePanels) {
    self.panels = panels
    let rows = panels.panelCount * panels.siteCount
    (rightward, leftward) = (LaneRows(count: rows), LaneRows(count: rows))
    scratch = (LaneRows(count: panels.siteCount), LaneRows(count: panels.siteCount))
  }

  /// Copies the rates of a panel; factors are forgotten when they differ from those before.
  func setRates(
    ofPanel panel: Int, rightward right: UnsafePointer<LineLanes>,
    leftward left: UnsafePointer<LineLanes>
  ) {
    let first = panel * panels.siteCount
    var isChanged = SIMDMask<SIMD16<Int64>>(repeating: false)
    for row in 0..<panels.siteCount {
      isChanged .|= (rightward.rows[first + row] .!= right[row])
      isChanged .|= (leftward.rows[first + row] .!= left[row])
      rightward.rows[first + row] = right[row]
      leftward.rows[first + row] = left[row]
    }
    if any(isChanged) { for set in factors { set.forget() } }
  }

  /// The largest rate at which a cell is left along these lines.
  var largestRate: Double {
    var largest = LineLanes.zero
    for row in 0..<rightward.count {
      let sum = rightward.rows[row] + leftward.rows[row]
      largest.replace(with: sum, where: sum .> largest)
    }
    return largest.max()
  }

  // MARK: Products

  /// Adds factor · A u to a field, and what leaves through the walls to the losses.
  func addProduct(
    of u: CellVector, times factor: Double, to target: CellVector, losses: inout WallLosses
  ) {
    let (rows, sums) = (scratch.0.rows, scratch.1.rows)
    for panel in 0..<panels.panelCount {
      panels.gather(panel, from: u.pointer, into: rows)
      panels.gather(panel, from: target.pointer, into: sums)
      addProduct(panel, rows, factor, sums)
      collect(sums, panel, 1, &losses)
      panels.scatter(panel, from: sums, into: target.pointer)
    }
  }

  /// sums += factor · A rows, as differences of fluxes.
  private func addProduct(
    _ panel: Int, _ rows: UnsafePointer<LineLanes>, _ factor: Double,
    _ sums: UnsafeMutablePointer<LineLanes>
  ) {
    let right = rightward.rows + panel * panels.siteCount
    let left = leftward.rows + panel * panels.siteCount
    let last = panels.siteCount - 1
    let around = panels.isRing ? right[last] * rows[last] - left[0] * rows[0] : LineLanes.zero
    var inflow = around
    for site in 0..<last {
      let outflow = right[site] * rows[site] - left[site + 1] * rows[site + 1]
      sums[site] = weighted(1, sums[site], factor, inflow - outflow)
      inflow = outflow
    }
    sums[last] = weighted(1, sums[last], factor, inflow - around)
  }

  // MARK: Solutions

  /// Replaces a field b by the solution of (1 − τ A) x = b.
  func solve(_ field: CellVector, tau: Double, losses: inout WallLosses) {
    let factors = preparedFactors(tau: tau)
    let rows = scratch.0.rows
    for panel in 0..<panels.panelCount {
      panels.gather(panel, from: field.pointer, into: rows)
      factors.elimination(ofPanel: panel).solve(rows)
      collect(rows, panel, 1, &losses)
      panels.scatter(panel, from: rows, into: field.pointer)
    }
  }

  /// Advances a field by TR-BDF2 over a time, (1 + √2) S² − √2 S with S = (1 − α A)⁻¹.
  func advanceByTrapezoid(_ field: CellVector, over step: Double, losses: inout WallLosses) {
    let factors = preparedFactors(tau: trapezoidFraction * step / 2)
    let (once, twice) = (scratch.0.rows, scratch.1.rows)
    let root = 2.0.squareRoot()
    for panel in 0..<panels.panelCount {
      panels.gather(panel, from: field.pointer, into: once)
      let elimination = factors.elimination(ofPanel: panel)
      elimination.solve(once)
      twice.update(from: once, count: panels.siteCount)
      elimination.solve(twice)
      for row in 0..<panels.siteCount {
        twice[row] = weighted(1 + root, twice[row], -root, once[row])
      }
      collect(twice, panel, 1, &losses)
      panels.scatter(panel, from: twice, into: field.pointer)
    }
  }

  /// Adds the content of the ghosts of a panel to the losses.
  private func collect(
    _ rows: UnsafePointer<LineLanes>, _ panel: Int, _ factor: Double, _ losses: inout WallLosses
  ) {
    for ghost in panels.ghosts[panel] {
      let row = rows[ghost.row]
      losses[ghost.wall] += factor * (ghost.lane.map { row[$0] } ?? row.sum())
    }
  }

  /// The factors for a time τ, from the last few that were used.
  private func preparedFactors(tau: Double) -> LineFactors {
    if let index = factors.firstIndex(where: { $0.tau == tau }) {
      let found = factors.remove(at: index)
      factors.append(found)
      return found
    }
    let room: LineFactors
    if let stale = factors.firstIndex(where: { $0.tau < 0 }) {
      room = factors.remove(at: stale)
    } else {
      room = factors.count < 4 ? LineFactors(panels: panels) : factors.removeFirst()
    }
    room.factorize(tau: tau, rightward: rightward.rows, leftward: leftward.rows)
    factors.append(room)
    return room
  }
}

/// The factors of 1 − τ A for all lines of one direction.
private final class LineFactors {
  private(set) var tau = -1.0
  private let panels: LinePanels
  private let memory: LaneRows

  init(panels: LinePanels) {
    self.panels = panels
    memory = LaneRows(count: (panels.isRing ? 5 : 3) * panels.panelCount * panels.siteCount)
  }

  /// Marks the factors as those of no time.
  func forget() { tau = -1 }

  func elimination(ofPanel panel: Int) -> JumpElimination<LineLanes> {
    let count = panels.siteCount
    let base = memory.rows + panel * (panels.isRing ? 5 : 3) * count
    return JumpElimination(
      count: count, forward: base, backward: base + count, inversePivot: base + 2 * count,
      ring: panels.isRing ? (base + 3 * count, base + 4 * count) : nil)
  }

  func factorize(
    tau: Double, rightward: UnsafePointer<LineLanes>, leftward: UnsafePointer<LineLanes>
  ) {
    self.tau = tau
    for panel in 0..<panels.panelCount {
      let first = panel * panels.siteCount
      elimination(ofPanel: panel).factorize(
        tau: tau, rightward: rightward + first, leftward: leftward + first)
    }
  }
}
