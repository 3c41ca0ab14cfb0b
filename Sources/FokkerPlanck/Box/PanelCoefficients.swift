internal import Grids
internal import StochasticProcesses

/// The coefficients of a process on the points of one panel of lines along an axis.
///
/// The points are the middles of the cells and then the faces of each line, one row of sixteen per
/// site, as `FaceCoefficients` wants them.
struct PanelCoefficients {
  let shape: BoxShape
  let values: BoxCoefficients

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, shape: BoxShape
  ) where Process.Scalar == Double {
    self.shape = shape
    let largest = shape.axes.reduce(0) { max($0, $1.cellCount) }
    values = BoxCoefficients(process, capacity: 16 * (2 * largest + 1))
  }

  /// Evaluates the process on the lines along an axis through some first cells.
  ///
  /// At reflecting walls the coefficients are not used and may be anything: a drift like 1/x is
  /// infinite there.
  ///
  /// - Throws: ``FokkerPlanckError/invalidCoefficient(name:value:point:time:)``.
  func sample(along axis: Int, firstCells: [Int], time: Double) throws(FokkerPlanckError) {
    let cellCount = shape.axes[axis].cellCount
    values.use(count: 16 * (2 * cellCount + 1))
    setPoints(along: axis, firstCells)
    var unused: [Range<Int>] = []
    if case .walls(let lower, let upper) = shape.boundaries[axis] {
      if lower == .reflecting { unused.append(16 * cellCount..<16 * (cellCount + 1)) }
      if upper == .reflecting { unused.append(32 * cellCount..<32 * cellCount + 16) }
    }
    try values.sample(at: time, unused: unused)
  }

  private func setPoints(along axis: Int, _ firstCells: [Int]) {
    let lastCell = firstCells[firstCells.count - 1]
    let cells = firstCells + [Int](repeating: lastCell, count: 16 - firstCells.count)
    let rowCount = values.count / 16
    for variable in shape.axes.indices {
      let target = UnsafeMutableRawPointer(values.coordinates(of: variable))
      let grid = shape.axes[variable]
      let lanes = LineLanes(
        cells.map { grid.center(ofCell: shape.index(of: $0, along: variable)) })
      for row in 0..<rowCount {
        let isMiddle = row < grid.cellCount
        let own = isMiddle ? grid.center(ofCell: row) : grid.face(row - grid.cellCount)
        target.storeBytes(
          of: variable == axis ? LineLanes(repeating: own) : lanes, toByteOffset: 128 * row,
          as: LineLanes.self)
      }
    }
  }
}
