internal import Grids
internal import StochasticProcesses

/// The finite-volume generator on a box: jumps along the lines of every axis, and mixed diffusion.
///
/// Mixed diffusion is kept apart as differences (``mixed``), or it is taken from the axes and given
/// to jumps along the diagonals, so that every part is a generator that keeps the sign:
///
/// ```
/// Dₖₖ → Dₖₖ − Σ_b |Dₖ_b| hₖ/h_b,   rate Gₐ_b = |Dₐ_b|/(hₐ h_b) along the diagonal of the sign of Dₐ_b
/// ```
///
/// which needs every reduced Dₖₖ to be non-negative.
final class BoxGenerator {
  let shape: BoxShape
  let along: [LineOperator]
  let mixed: MixedDiffusion
  let isAutonomous: Bool
  private let usesDiagonals: Bool
  private let panel: PanelCoefficients
  private var isAssembled = false
  private var diagonals: [DiagonalKey: DiagonalOperator] = [:]

  private struct DiagonalKey: Hashable {
    var pair: Int
    var isRising: Bool
  }

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, shape: BoxShape, usesDiagonals: Bool
  ) where Process.Scalar == Double {
    self.shape = shape
    self.usesDiagonals = usesDiagonals
    along = shape.axes.indices.map { LineOperator(panels: LinePanels(of: shape, along: $0)) }
    mixed = MixedDiffusion(shape: shape)
    isAutonomous = process.isAutonomous
    panel = PanelCoefficients(process, shape: shape)
  }

  /// The generators along all axes and along the diagonals that are needed, in a fixed order.
  var directions: [LineOperator] {
    guard usesDiagonals else { return along }
    return along
      + shape.pairs.indices.flatMap { pair in
        [true, false].compactMap { diagonals[DiagonalKey(pair: pair, isRising: $0)]?.lines }
      }
  }

  /// Brings all rates to a time; does nothing when the coefficients do not depend on it.
  ///
  /// - Throws: ``FokkerPlanckError/invalidCoefficient(name:value:point:time:)`` and
  ///   ``FokkerPlanckError/notMonotone(axis:excess:point:time:)``.
  func update(to time: Double) throws(FokkerPlanckError) {
    if isAutonomous, isAssembled { return }
    for axis in shape.axes.indices { try assemble(along: axis, time) }
    mixed.findPresent()
    if usesDiagonals { setDiagonals() }
    isAssembled = true
  }

  private func assemble(along axis: Int, _ time: Double) throws(FokkerPlanckError) {
    let (lines, grid) = (along[axis], shape.axes[axis])
    let panels = lines.panels
    let (right, left) = (
      LaneRows(count: panels.siteCount), LaneRows(count: panels.siteCount)
    )
    for panel in 0..<panels.panelCount {
      let firstCells = panels.firstCells(ofPanel: panel)
      try self.panel.sample(along: axis, firstCells: firstCells, time: time)
      let diagonalPart = DiagonalPart(
        shape: shape, values: self.panel.values, axis: axis, firstCells: firstCells)
      if usesDiagonals { diagonalPart.correctAtWalls() }
      if axis == 0 { keepMixed(panels, panel) }
      if usesDiagonals { try diagonalPart.reduceDiffusion(time) }
      FaceCoefficients(
        drift: self.panel.values.drift(of: axis),
        diffusion: self.panel.values.diffusion(axis, axis),
        cellCount: grid.cellCount, spacing: grid.spacing, lines: 16
      ).assemble(
        rightward: (right.rows + panels.firstRow).numbers,
        leftward: (left.rows + panels.firstRow).numbers, boundaries: shape.boundaries[axis])
      lines.setRates(ofPanel: panel, rightward: right.rows, leftward: left.rows)
    }
  }

  private func keepMixed(_ panels: LinePanels, _ panel: Int) {
    for (index, pair) in shape.pairs.enumerated() {
      let rows = UnsafeRawPointer(self.panel.values.diffusion(pair.first, pair.second))
        .assumingMemoryBound(to: LineLanes.self)
      panels.scatter(
        panel, from: rows - panels.firstRow, into: mixed.coefficients[index].pointer)
    }
  }

  // MARK: Diagonals

  private func setDiagonals() {
    for (index, pair) in shape.pairs.enumerated() {
      let values = mixed.coefficients[index]
      let range = values.range
      for isRising in [true, false] {
        let key = DiagonalKey(pair: index, isRising: isRising)
        if diagonals[key] == nil, isRising ? range.upperBound > 0 : range.lowerBound < 0 {
          diagonals[key] = DiagonalOperator(of: shape, pair: pair, isRising: isRising)
        }
        diagonals[key]?.setRates(from: values)
      }
    }
  }
}
