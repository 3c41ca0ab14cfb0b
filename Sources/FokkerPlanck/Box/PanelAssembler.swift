internal import Grids
internal import StochasticProcesses

/// Assembles the rates of panels of lines from the coefficients of a process; one per thread.
final class PanelAssembler {
  private let shape: BoxShape
  private let coefficients: PanelCoefficients
  private let usesDiagonals: Bool
  private let rightward: LaneRows
  private let leftward: LaneRows
  /// Whether a rate has changed since the assembler was told to begin.
  private(set) var hasChanged = false
  /// What stopped the assembler.
  private(set) var failure: FokkerPlanckError?

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, shape: BoxShape, usesDiagonals: Bool
  ) where Process.Scalar == Double {
    self.shape = shape
    self.usesDiagonals = usesDiagonals
    coefficients = PanelCoefficients(process, shape: shape)
    let longest = shape.axes.reduce(0) { max($0, $1.cellCount) } + 2
    (rightward, leftward) = (LaneRows(count: longest), LaneRows(count: longest))
  }

  /// Sets the rates of some panels of the lines along an axis, until one fails.
  ///
  /// The first axis also tells the mixed coefficients.
  func assemble(
    _ panels: Range<Int>, of lines: LineOperator, along axis: Int, at time: Double,
    mixed: MixedDiffusion
  ) {
    (hasChanged, failure) = (false, nil)
    // Ghosts have no rates.
    rightward.rows.update(repeating: .zero, count: rightward.count)
    leftward.rows.update(repeating: .zero, count: leftward.count)
    do throws(FokkerPlanckError) {
      for panel in panels {
        try assemble(panel, of: lines, along: axis, at: time, mixed: mixed)
      }
    } catch {
      failure = error
    }
  }

  private func assemble(
    _ panel: Int, of lines: LineOperator, along axis: Int, at time: Double, mixed: MixedDiffusion
  ) throws(FokkerPlanckError) {
    let firstCells = lines.panels.firstCells(ofPanel: panel)
    let firstRow = lines.panels.firstRow
    try coefficients.sample(along: axis, firstCells: firstCells, time: time)
    let values = coefficients.values
    let diagonalPart = DiagonalPart(
      shape: shape, values: values, axis: axis, firstCells: firstCells)
    if usesDiagonals { diagonalPart.correctAtWalls() }
    if axis == 0 { keepMixed(lines.panels, panel, mixed) }
    if usesDiagonals { try diagonalPart.reduceDiffusion(time) }
    FaceCoefficients(
      drift: values.drift(of: axis), diffusion: values.diffusion(axis, axis),
      cellCount: shape.axes[axis].cellCount, spacing: shape.axes[axis].spacing, lines: 16
    ).assemble(
      rightward: (rightward.rows + firstRow).numbers, leftward: (leftward.rows + firstRow).numbers,
      boundaries: shape.boundaries[axis])
    if lines.setRates(ofPanel: panel, rightward: rightward.rows, leftward: leftward.rows) {
      hasChanged = true
    }
  }

  private func keepMixed(_ panels: LinePanels, _ panel: Int, _ mixed: MixedDiffusion) {
    for (index, pair) in shape.pairs.enumerated() {
      let rows = UnsafeRawPointer(coefficients.values.diffusion(pair.first, pair.second))
        .assumingMemoryBound(to: LineLanes.self)
      panels.scatter(
        panel, from: rows - panels.firstRow, into: mixed.coefficients[index].pointer)
    }
  }
}
