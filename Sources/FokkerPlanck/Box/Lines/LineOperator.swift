internal import LinearAlgebra
internal import WorkSharing

/// The jumps of probability along all lines of one direction of a box, A of ``JumpRates``, and the
/// solutions of 1 − τ A.
final class LineOperator {
  let panels: LinePanels
  /// The rates to the next and to the previous site, panel after panel.
  private let rightward: LaneRows
  private let leftward: LaneRows
  private var factors: [LineFactors] = []
  /// The parts of the panels that threads take, with scratch of their own.
  private let shares: [Share]
  /// What the ghosts collected in the last operation, panel after panel, and where a panel begins.
  private let collected: CellVector
  private let firstGhosts: [Int]

  /// The panels of one thread, and room for the rows of two.
  struct Share {
    let index: Int
    let panels: Range<Int>
    let first: LaneRows
    let second: LaneRows
  }

  init(panels: LinePanels, threads: Int) {
    self.panels = panels
    let rows = panels.panelCount * panels.siteCount
    (rightward, leftward) = (LaneRows(count: rows), LaneRows(count: rows))
    let ranges = Self.ranges(count: panels.panelCount, parts: threads)
    shares = ranges.indices.map {
      Share(
        index: $0, panels: ranges[$0], first: LaneRows(count: panels.siteCount),
        second: LaneRows(count: panels.siteCount))
    }
    var firstGhosts = [0]
    for ghosts in panels.ghosts {
      firstGhosts.append(firstGhosts[firstGhosts.count - 1] + ghosts.count)
    }
    self.firstGhosts = firstGhosts
    collected = CellVector(count: firstGhosts[firstGhosts.count - 1])
  }

  /// Cuts 0..<count into at most as many ranges as there are parts.
  private static func ranges(count: Int, parts: Int) -> [Range<Int>] {
    let used = max(1, min(parts, count))
    return (0..<used).map { count * $0 / used..<count * ($0 + 1) / used }
  }

  /// Does something with every panel, on several threads where there are several shares.
  func forEachShare(_ work: (Share) -> Void) {
    performConcurrently(count: shares.count) { work(shares[$0]) }
  }

  /// Copies the rates of a panel and tells whether they differ from those before; then the caller
  /// calls ``forgetFactors()``.
  func setRates(
    ofPanel panel: Int, rightward right: UnsafePointer<LineLanes>,
    leftward left: UnsafePointer<LineLanes>
  ) -> Bool {
    let first = panel * panels.siteCount
    var isChanged = SIMDMask<SIMD16<Int64>>(repeating: false)
    for row in 0..<panels.siteCount {
      isChanged .|= (rightward.rows[first + row] .!= right[row])
      isChanged .|= (leftward.rows[first + row] .!= left[row])
      rightward.rows[first + row] = right[row]
      leftward.rows[first + row] = left[row]
    }
    return any(isChanged)
  }

  /// Marks the factors as those of other rates.
  func forgetFactors() {
    for set in factors { set.forget() }
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
    forEachShare { share in
      let (rows, sums) = (share.first.rows, share.second.rows)
      for panel in share.panels {
        panels.gather(panel, from: u.pointer, into: rows)
        panels.gather(panel, from: target.pointer, into: sums)
        addProduct(panel, rows, factor, sums)
        collect(sums, panel)
        panels.scatter(panel, from: sums, into: target.pointer)
      }
    }
    add(to: &losses)
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
    forEachShare { share in
      let rows = share.first.rows
      for panel in share.panels {
        panels.gather(panel, from: field.pointer, into: rows)
        factors.elimination(ofPanel: panel).solve(rows)
        collect(rows, panel)
        panels.scatter(panel, from: rows, into: field.pointer)
      }
    }
    add(to: &losses)
  }

  /// Advances a field by TR-BDF2 over a time, (1 + √2) S² − √2 S with S = (1 − α A)⁻¹.
  func advanceByTrapezoid(_ field: CellVector, over step: Double, losses: inout WallLosses) {
    let factors = preparedFactors(tau: trapezoidFraction * step / 2)
    let root = 2.0.squareRoot()
    forEachShare { share in
      let (once, twice) = (share.first.rows, share.second.rows)
      for panel in share.panels {
        panels.gather(panel, from: field.pointer, into: once)
        let elimination = factors.elimination(ofPanel: panel)
        elimination.solve(once)
        twice.update(from: once, count: panels.siteCount)
        elimination.solve(twice)
        for row in 0..<panels.siteCount {
          twice[row] = weighted(1 + root, twice[row], -root, once[row])
        }
        collect(twice, panel)
        panels.scatter(panel, from: twice, into: field.pointer)
      }
    }
    add(to: &losses)
  }

  /// Keeps the content of the ghosts of a panel.
  private func collect(_ rows: UnsafePointer<LineLanes>, _ panel: Int) {
    var place = firstGhosts[panel]
    for ghost in panels.ghosts[panel] {
      let row = rows[ghost.row]
      collected.pointer[place] = ghost.lane.map { row[$0] } ?? row.sum()
      place += 1
    }
  }

  /// Adds what all ghosts collected to the losses, in one order whatever the number of threads.
  private func add(to losses: inout WallLosses) {
    var place = 0
    for ghosts in panels.ghosts {
      for ghost in ghosts {
        losses[ghost.wall] += collected.pointer[place]
        place += 1
      }
    }
  }

  /// The factors for a time τ, from the last two that were used: as many as a step and its halves
  /// need.
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
      room = factors.count < 2 ? LineFactors(panels: panels) : factors.removeFirst()
    }
    room.begin(tau: tau)
    forEachShare { share in
      for panel in share.panels {
        let first = panel * panels.siteCount
        room.elimination(ofPanel: panel).factorize(
          tau: tau, rightward: rightward.rows + first, leftward: leftward.rows + first)
      }
    }
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

  /// Marks the factors as those of a time.
  func begin(tau: Double) { self.tau = tau }

  /// Marks the factors as those of no time.
  func forget() { tau = -1 }

  func elimination(ofPanel panel: Int) -> JumpElimination<LineLanes> {
    let count = panels.siteCount
    let base = memory.rows + panel * (panels.isRing ? 5 : 3) * count
    return JumpElimination(
      count: count, forward: base, backward: base + count, inversePivot: base + 2 * count,
      ring: panels.isRing ? (base + 3 * count, base + 4 * count) : nil)
  }
}
