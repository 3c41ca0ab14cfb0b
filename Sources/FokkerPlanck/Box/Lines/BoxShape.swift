internal import Grids
internal import StochasticProcesses

/// The numbers of cells of a box, what lies at the ends of its axes, and where its cells are.
struct BoxShape {
  let axes: [Axis]
  let boundaries: [BoundaryConditions]
  /// The distance in memory between neighbours along each axis; the last axis varies fastest.
  let strides: [Int]
  let cellCount: Int

  init(axes: [Axis], boundaries: [BoundaryConditions]) {
    self.axes = axes
    self.boundaries = boundaries
    var strides = [Int](repeating: 1, count: axes.count)
    for axis in stride(from: axes.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * axes[axis + 1].cellCount
    }
    self.strides = strides
    cellCount = axes.reduce(1) { $0 * $1.cellCount }
  }

  var dimension: Int { axes.count }

  var cellVolume: Double { axes.reduce(1) { $0 * $1.spacing } }

  /// The pairs of different axes, the first one before the second.
  var pairs: [(first: Int, second: Int)] {
    axes.indices.flatMap { first in (first + 1..<axes.count).map { (first, $0) } }
  }

  /// The number of a cell along one axis.
  func index(of cell: Int, along axis: Int) -> Int {
    cell / strides[axis] % axes[axis].cellCount
  }

  /// Whether the ends of an axis are one point.
  func isRing(_ axis: Int) -> Bool { boundaries[axis] == .periodic }

  /// The neighbour of a cell `steps` cells along an axis, or nil beyond a wall.
  func neighbor(of cell: Int, along axis: Int, by steps: Int) -> Int? {
    let (count, index) = (axes[axis].cellCount, index(of: cell, along: axis))
    let target = index + steps
    if target >= 0, target < count { return cell + steps * strides[axis] }
    guard isRing(axis) else { return nil }
    return cell + ((target + count) % count - index) * strides[axis]
  }
}
