/// A density on one level of refinement and what has left through the walls.
final class LevelState {
  let cells: CellVector
  let spacing: Double
  var exits = ExitProbability()

  init(count: Int, spacing: Double) {
    cells = CellVector(count: count)
    self.spacing = spacing
  }

  init(_ values: [Double], spacing: Double) {
    cells = CellVector(values)
    self.spacing = spacing
  }

  /// Takes over the numbers of another state.
  func copy(_ other: LevelState) {
    cells.pointer.update(from: other.cells.pointer, count: cells.count)
    exits = other.exits
  }

  /// The L1 distance, with the probabilities that have left counted as two more cells.
  func distance(to other: LevelState) -> Double {
    let (p, q) = (cells.pointer, other.cells.pointer)
    var sum = 0.0
    for cell in 0..<cells.count { sum += abs(p[cell] - q[cell]) }
    return sum * spacing + abs(exits.lower - other.exits.lower)
      + abs(exits.upper - other.exits.upper)
  }

  /// Replaces the state by `finer + weight (finer − self)`: one step of an extrapolation.
  func extrapolate(towards finer: LevelState, beyond weight: Double) {
    let (p, q) = (cells.pointer, finer.cells.pointer)
    for cell in 0..<cells.count { p[cell] = q[cell] + weight * (q[cell] - p[cell]) }
    exits.lower = finer.exits.lower + weight * (finer.exits.lower - exits.lower)
    exits.upper = finer.exits.upper + weight * (finer.exits.upper - exits.upper)
  }
}
