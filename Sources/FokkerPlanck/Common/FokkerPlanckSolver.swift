public import Grids
public import StochasticProcesses

/// A method that carries a probability density forward in time.
///
/// The equation is the Itô form in one dimension,
///
/// ```
/// ∂p/∂t = −∂(a p)/∂x + ∂²(D p)/∂x²
/// ```
///
/// with coefficients that may depend on state and time. Densities are cell averages, in and out, so
/// that every method can be compared with every other on one axis.
public protocol FokkerPlanckSolver: Sendable {
  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time, with what is known about their quality.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double
}
