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

  /// Adds `weight` times the difference from a coarser state: one step of an extrapolation.
  func extrapolate(from coarse: LevelState, weight: Double) {
    let (p, q) = (cells.pointer, coarse.cells.pointer)
    for cell in 0..<cells.count { p[cell] += weight * (p[cell] - q[cell]) }
    exits.lower += weight * (exits.lower - coarse.exits.lower)
    exits.upper += weight * (exits.upper - coarse.exits.upper)
  }
}
