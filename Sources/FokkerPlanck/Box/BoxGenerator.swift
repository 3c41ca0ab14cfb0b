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
  private let assemblers: [PanelAssembler]
  private var isAssembled = false
  private var diagonals: [DiagonalKey: DiagonalOperator] = [:]

  private struct DiagonalKey: Hashable {
    var pair: Int
    var isRising: Bool
  }

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, shape: BoxShape, usesDiagonals: Bool, threads: Int
  ) where Process.Scalar == Double {
    self.shape = shape
    self.usesDiagonals = usesDiagonals
    along = shape.axes.indices.map {
      LineOperator(panels: LinePanels(of: shape, along: $0), threads: threads)
    }
    mixed = MixedDiffusion(shape: shape)
    isAutonomous = process.isAutonomous
    assemblers = (0..<threads).map { _ in
      PanelAssembler(process, shape: shape, usesDiagonals: usesDiagonals)
    }
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

  /// Adds factor · F(u), along the axes and of mixed diffusion by differences, to a field, and what
  /// leaves through the walls to the losses.
  func addChange(
    of u: CellVector, times factor: Double, to target: CellVector, losses: inout WallLosses
  ) {
    for lines in along {
      lines.addProduct(of: u, times: factor, to: target, losses: &losses)
    }
    mixed.add(of: u, times: factor, to: target)
  }

  private func assemble(along axis: Int, _ time: Double) throws(FokkerPlanckError) {
    let lines = along[axis]
    lines.forEachShare { share in
      assemblers[share.index].assemble(
        share.panels, of: lines, along: axis, at: time, mixed: mixed)
    }
    for assembler in assemblers { if let failure = assembler.failure { throw failure } }
    if assemblers.contains(where: \.hasChanged) { lines.forgetFactors() }
  }

  // MARK: Diagonals

  private func setDiagonals() {
    for (index, pair) in shape.pairs.enumerated() {
      let values = mixed.coefficients[index]
      let range = values.range
      for isRising in [true, false] {
        let key = DiagonalKey(pair: index, isRising: isRising)
        if diagonals[key] == nil, isRising ? range.upperBound > 0 : range.lowerBound < 0 {
          diagonals[key] = DiagonalOperator(
            of: shape, pair: pair, isRising: isRising, threads: assemblers.count)
        }
        diagonals[key]?.setRates(from: values)
      }
    }
  }
}
