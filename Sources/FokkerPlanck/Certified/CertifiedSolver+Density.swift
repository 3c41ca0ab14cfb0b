public import Grids
public import StochasticProcesses

extension CertifiedSolver: FokkerPlanckSolver {
  /// Solves from an initial density and returns the densities on its axis, within the tolerance.
  ///
  /// The cells that are solved on are chosen by the solver; averages over the cells of the axis are
  /// exact sums of theirs. Averages that are not smooth from cell to cell are taken for a histogram.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time, on the axis of the start.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/toleranceNotReached(estimate:tolerance:remedy:)`` when the best solution
  ///   is not good enough, and ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` when the
  ///   axis has more cells than ``largestCellCount``.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    let axis = initial.axis
    guard axis.cellCount <= largestCellCount else {
      throw .invalidParameter(
        name: "largestCellCount", value: Double(largestCellCount),
        remedy: "give at least the \(axis.cellCount) cells of the initial density")
    }
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    var search = try ToleranceSearch(
      process, self, domain: axis.lowerBound...axis.upperBound, law: .averages(initial),
      startTime: startTime, times: times, leastCellCount: axis.cellCount)
    let solution = try search.run()
    if let shortfall = solution.shortfall { throw shortfall.error }
    return solution.evolution.coarsened(to: axis)
  }
}

extension DensityEvolution {
  /// The same densities averaged over the cells of an axis with fewer, by a power of two.
  fileprivate func coarsened(to axis: Axis) -> DensityEvolution {
    var densities = densities
    while let first = densities.first, first.axis.cellCount > axis.cellCount {
      densities = densities.map(\.coarsened)
    }
    return DensityEvolution(
      axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics)
  }
}
