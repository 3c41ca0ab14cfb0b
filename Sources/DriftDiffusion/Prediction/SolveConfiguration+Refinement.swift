internal import FokkerPlanck
internal import Grids

extension SolveConfiguration {
  /// Doubles the cells from half the configured number until two solutions differ by less than the
  /// wanted accuracy, or the limit is reached; the finer one is returned.
  ///
  /// - Parameter solve: Solves one or several equations with a number of cells.
  /// - Returns: The histories of the densities, all with the same number of cells.
  /// - Throws: What `solve` throws.
  func refined(
    _ solve: (Int) throws(DriftDiffusionError) -> [DensityEvolution]
  ) throws(DriftDiffusionError) -> [DensityEvolution] {
    var cells = max(16, self.cells / 2)
    var coarse = try solve(cells)
    while 2 * cells <= largestCellCount {
      cells *= 2
      let fine = try solve(cells)
      var change = 0.0
      for (fine, coarse) in zip(fine, coarse) {
        for (density, previous) in zip(fine.densities, coarse.densities) {
          change = max(change, density.coarsened.l1Distance(to: previous))
        }
      }
      if change < accuracy { return fine }
      coarse = fine
    }
    return coarse
  }
}
