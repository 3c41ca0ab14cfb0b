internal import Grids
public import StochasticProcesses

extension DensityEvolution {
  /// The probability currents through all faces at every output time, in probability per time.
  ///
  /// The coefficients are taken at each output time. Second order in the spacing for densities that
  /// a finite-volume method computed without extrapolation; ``CertifiedSolver/reportsCurrents`` gives
  /// extrapolated ones.
  ///
  /// - Parameters:
  ///   - process: The process that the densities obey.
  ///   - boundaries: The conditions at the ends of the axis.
  /// - Returns: One current per face and output time, positive upwards.
  /// - Throws: ``FokkerPlanckError`` when a coefficient is not valid.
  public func currents<Process: DiffusionProcess>(
    under process: Process, boundaries: BoundaryConditions = .reflecting
  ) throws(FokkerPlanckError) -> [[Double]] where Process.Scalar == Double {
    try generators(of: process, boundaries) { $0.currents(of: $1) }
  }

  /// The entropy, its production and its exchange at every output time.
  ///
  /// - Parameters:
  ///   - process: The process that the densities obey.
  ///   - boundaries: The conditions at the ends of the axis; no wall may absorb.
  /// - Returns: The terms of the balance per output time.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when a wall absorbs, or
  ///   another error when a coefficient is not valid.
  public func entropyBalances<Process: DiffusionProcess>(
    under process: Process, boundaries: BoundaryConditions = .reflecting
  ) throws(FokkerPlanckError) -> [EntropyBalance] where Process.Scalar == Double {
    try generators(of: process, boundaries) { generator, density throws(FokkerPlanckError) in
      try generator.entropyBalance(of: density)
    }
  }

  private func generators<Process: DiffusionProcess, Result>(
    of process: Process, _ boundaries: BoundaryConditions,
    _ body: (DiscreteGenerator, Density) throws(FokkerPlanckError) -> Result
  ) throws(FokkerPlanckError) -> [Result] where Process.Scalar == Double {
    var results: [Result] = []
    var known: DiscreteGenerator?
    for (time, density) in zip(times, densities) {
      let generator: DiscreteGenerator
      if process.isAutonomous, let known {
        generator = known
      } else {
        generator = try DiscreteGenerator(process, axis: axis, boundaries: boundaries, time: time)
      }
      known = generator
      results.append(try body(generator, density))
    }
    return results
  }
}
