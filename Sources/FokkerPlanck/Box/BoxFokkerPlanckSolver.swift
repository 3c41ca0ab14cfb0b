public import Grids
public import StochasticProcesses

/// A method that carries a probability density of several variables forward in time.
///
/// The equation is the Itô form
///
/// ```
/// ∂p/∂t = −Σᵢ ∂(aᵢ p)/∂xᵢ + Σᵢⱼ ∂²(Dᵢⱼ p)/∂xᵢ∂xⱼ
/// ```
///
/// with coefficients that may depend on state and time. Densities are cell averages, in and out.
public protocol BoxFokkerPlanckSolver: Sendable {
  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time, with what is known about their quality.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  func solve<Process: MultivariateDiffusionProcess>(
    _ process: Process, from initial: BoxDensity, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution where Process.Scalar == Double
}
