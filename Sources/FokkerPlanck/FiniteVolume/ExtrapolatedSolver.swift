public import Grids
public import StochasticProcesses

/// Solves on the spacings h and h/2 and removes the leading error in the spacing.
///
/// ```
/// p = p(h/2) + (p(h/2) − p(h))/3
/// ```
///
/// For a method of second order in space, as ``FiniteVolumeSolver``, the result is of fourth order
/// where coefficients and density are smooth, for three times the work. The errors in time of both
/// solutions remain, so choose a tight tolerance. Mass is kept; the sign is not guaranteed.
///
/// ## Reference
///
/// L. F. Richardson and J. A. Gaunt, "The deferred approach to the limit", *Philosophical
/// Transactions of the Royal Society A* 226 (1927) 299-361,
/// [doi:10.1098/rsta.1927.0008](https://doi.org/10.1098/rsta.1927.0008).
public struct ExtrapolatedSolver<Base: FokkerPlanckSolver>: FokkerPlanckSolver {
  /// The method, of second order in space.
  public var base: Base
  /// Whether the ends of the axis are one point, as for the base method.
  public var isPeriodic: Bool

  /// Creates a solver from a method of second order in space.
  public init(_ base: Base, isPeriodic: Bool = false) {
    self.base = base
    self.isPeriodic = isPeriodic
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time on the axis of the start, and the diagnostics of both
  ///   solutions together.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    let axis = initial.axis
    let coarse = try base.solve(process, from: initial, startingAt: startTime, times: times)
    let start: Density
    do {
      let fineAxis = try Axis(axis.lowerBound...axis.upperBound, cellCount: 2 * axis.cellCount)
      start = try Density(
        axis: fineAxis,
        values: CellAverageTransfer.refined(initial.values, isRing: isPeriodic))
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    let fine = try base.solve(process, from: start, startingAt: startTime, times: times)
    return try combine(coarse, fine)
  }

  private func combine(
    _ coarse: DensityEvolution, _ fine: DensityEvolution
  ) throws(FokkerPlanckError) -> DensityEvolution {
    var densities: [Density] = []
    var exits: [ExitProbability] = []
    var diagnostics = coarse.diagnostics.combined(with: fine.diagnostics)
    diagnostics.smallestDensity = .infinity
    for index in coarse.times.indices {
      var density = coarse.densities[index]
      let averages = CellAverageTransfer.coarsened(fine.densities[index].values)
      for cell in averages.indices {
        density.values[cell] = averages[cell] + (averages[cell] - density.values[cell]) / 3
      }
      diagnostics.smallestDensity = min(diagnostics.smallestDensity, density.minimum)
      densities.append(density)
      exits.append(.extrapolated(coarse.exits[index], fine.exits[index], 4))
    }
    return DensityEvolution(
      axis: coarse.axis, times: coarse.times, densities: densities, exits: exits,
      diagnostics: diagnostics)
  }
}

extension SolverDiagnostics {
  /// The sum of the steps and the worse of the rest.
  fileprivate func combined(with other: SolverDiagnostics) -> SolverDiagnostics {
    var result = self
    result.acceptedSteps += other.acceptedSteps
    result.rejectedSteps += other.rejectedSteps
    result.largestMassError = max(largestMassError, other.largestMassError)
    result.largestEdgeMass = max(largestEdgeMass, other.largestEdgeMass)
    return result
  }
}

extension ExtrapolatedSolver: Equatable where Base: Equatable {}
extension ExtrapolatedSolver: Hashable where Base: Hashable {}
extension ExtrapolatedSolver: Encodable where Base: Encodable {}
extension ExtrapolatedSolver: Decodable where Base: Decodable {}
