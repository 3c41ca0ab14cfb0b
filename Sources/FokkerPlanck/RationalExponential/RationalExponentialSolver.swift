public import Grids
public import StochasticProcesses

/// Solves autonomous Fokker-Planck equations with no time step at all.
///
/// The Scharfetter-Gummel generator A of ``FiniteVolumeSolver`` is exponentiated by the rational
/// approximation of Cody, Meinardus and Varga with 14 poles,
///
/// ```
/// p(t) = e^{A t} p(0),   error in time < 5·10⁻¹⁴ for every t
/// ```
///
/// for seven complex tridiagonal solves per output time, however long. ``extrapolationLevels``
/// removes the leading errors in the spacing (Richardson): the result is of order 2, 4 or 6 in
/// space for smooth coefficients and densities. Mass (with what has left) is conserved to rounding.
/// The sign is kept by one level up to about 10⁻¹⁴; extrapolated densities may undershoot where they
/// are not resolved, which ``SolverDiagnostics/smallestDensity`` reports.
///
/// Rounding grows as 10⁻¹⁶ t/τ, where τ ≈ h²/(2D) is the shortest time that a cell is occupied; a
/// solution whose rounding would exceed 10⁻⁶ is refused. Prefer few cells and more levels.
///
/// ## Reference
///
/// W. J. Cody, G. Meinardus and R. S. Varga, *Journal of Approximation Theory* 2 (1969) 50-65,
/// [doi:10.1016/0021-9045(69)90030-6](https://doi.org/10.1016/0021-9045(69)90030-6).
public struct RationalExponentialSolver: FokkerPlanckSolver, Hashable, Codable {
  /// The conditions at the ends of the axis.
  public var boundaries = BoundaryConditions.reflecting
  /// The number of spacings h, h/2, h/4 that are combined: 1, 2 or 3.
  public var extrapolationLevels = 2
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls and two levels.
  public init() {}

  /// Checks the number of levels.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard (1...3).contains(extrapolationLevels) else {
      throw .invalidParameter(
        name: "extrapolationLevels", value: Double(extrapolationLevels), remedy: "give 1, 2 or 3")
    }
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient; neither may depend on time.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time, each computed from the start.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/coefficientsDependOnTime(start:time:)`` when they differ at an output
  ///   time, and ``FokkerPlanckError/roundingTooLarge(estimate:time:)``.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: boundaries.canAbsorb, tolerance: initialMassTolerance
    ).validate()
    var assembler = GeneratorAssembler(process, axis: initial.axis, boundaries: boundaries)
    let rates = try assembler.rates(at: startTime)
    var levels = [ExponentialLevel(rates: rates, values: initial.values, axis: initial.axis)]
    for _ in 1..<max(extrapolationLevels, 1) {
      levels.append(
        try ExponentialLevel(process, refining: levels[levels.count - 1], boundaries, startTime))
    }
    let largestRate = levels[levels.count - 1].rates.largest
    var recorder = ExtrapolationRecorder(initial: initial, levels: levels)
    for time in times {
      if Task.isCancelled { throw .cancelled(time: time) }
      guard try assembler.rates(at: time) === rates else {
        throw .coefficientsDependOnTime(start: startTime, time: time)
      }
      let rounding = Double.ulpOfOne * largestRate * (time - startTime)
      guard rounding < 1e-6 else { throw .roundingTooLarge(estimate: rounding, time: time) }
      try recorder.record(after: time - startTime, at: time)
    }
    return recorder.evolution(times: times)
  }
}
