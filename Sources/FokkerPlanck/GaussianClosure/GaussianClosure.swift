public import StochasticProcesses

/// The means and covariances of a process of several variables, closed as if its law stayed normal.
///
/// ```
/// mean′ = E[a],   Σ′ = E[(x − mean) aᵀ] + E[a (x − mean)ᵀ] + 2 E[D]
/// ```
///
/// with expectations under the normal law of the present mean and covariance, by a cubature that is
/// exact for polynomials of degree 5. Exact for linear processes; for others an estimate that costs
/// some milliseconds for any number of variables and knows nothing of several wells or skewness. The
/// steps are those of Dormand and Prince, order 5(4).
///
/// ## Reference
///
/// J. McNamee and F. Stenger, "Construction of fully symmetric numerical integration formulas",
/// *Numerische Mathematik* 10 (1967) 327-344,
/// [doi:10.1007/BF02162032](https://doi.org/10.1007/BF02162032).
public struct GaussianClosure: Hashable, Codable, Sendable {
  /// The local error allowed per step, relative to the scale of the covariance.
  public var tolerance = 1e-8

  /// Creates a closure with a tolerance of 10⁻⁸ per step.
  public init() {}

  /// Creates a closure with a tolerance per step.
  public init(tolerance: Double) { self.tolerance = tolerance }

  /// Follows a normal law.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The law at the start; its covariance must be positive definite.
  ///   - startTime: The time of the initial law.
  ///   - times: The output times, ascending, none before the start.
  /// - Returns: One law per output time.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``,
  ///   ``FokkerPlanckError/invalidTime(index:time:earliest:)``,
  ///   ``FokkerPlanckError/diverged(time:)`` when the covariance is no longer positive definite,
  ///   ``FokkerPlanckError/stepTooSmall(time:step:)`` and ``FokkerPlanckError/cancelled(time:)``.
  public func laws<Process: MultivariateDiffusionProcess>(
    of process: Process, from initial: MultivariateGaussianLaw,
    startingAt startTime: Double = 0, times: [Double]
  ) throws(FokkerPlanckError) -> [MultivariateGaussianLaw] where Process.Scalar == Double {
    precondition(initial.dimension == process.dimension, "one mean per variable of the process")
    guard tolerance > 0, tolerance < 1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-8")
    }
    try InitialTimes(startTime: startTime, times: times).validate()
    var march = MomentMarch(
      process: process, initial: initial, startTime: startTime, tolerance: tolerance)
    var laws: [MultivariateGaussianLaw] = []
    for time in times { laws.append(try march.law(at: time)) }
    return laws
  }
}
