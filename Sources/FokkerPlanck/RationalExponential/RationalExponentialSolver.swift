public import Grids
public import StochasticProcesses

/// Solves autonomous Fokker-Planck equations with no time step at all.
///
/// The Scharfetter-Gummel generator A of ``FiniteVolumeSolver`` is exponentiated by the rational
/// approximation of Cody, Meinardus and Varga with 14 poles,
///
/// ```
/// p(t) = e^{A t} p(0)
/// ```
///
/// for seven complex tridiagonal solves per output time, however long. The approximation holds on
/// the negative axis, to 2·10⁻¹⁴. Between walls the generator is symmetric in a weighted product,
/// which bounds the error of the density unless a strong drift carries it far from where it starts;
/// there, and on rings, steps are halved until two halves agree with the whole within
/// ``timeTolerance``. ``extrapolationLevels`` removes the leading errors in the spacing (Richardson):
/// the result is of order 2, 4 or 6 in space for smooth coefficients and densities. Mass (with what
/// has left) is conserved to rounding. The sign is kept by one level up to about 10⁻¹⁴; extrapolated
/// densities may undershoot where they are not resolved, which
/// ``SolverDiagnostics/smallestDensity`` reports. Rounding is about 10⁻¹⁵ √n for n cells.
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
  /// The L1 error that steps may add where one exponential is not certified to be exact.
  public var timeTolerance = 1e-10
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls and two levels.
  public init() {}

  /// Checks the number of levels and the tolerance.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard (1...3).contains(extrapolationLevels) else {
      throw .invalidParameter(
        name: "extrapolationLevels", value: Double(extrapolationLevels), remedy: "give 1, 2 or 3")
    }
    guard timeTolerance > 0, timeTolerance < 1 else {
      throw .invalidParameter(
        name: "timeTolerance", value: timeTolerance, remedy: "give a number like 1e-10")
    }
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient; neither may depend on time.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/coefficientsDependOnTime(start:time:)`` when they differ at an output
  ///   time.
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
    let budget = StepBudget(
      startTime: startTime, endTime: times.last ?? startTime, tolerance: timeTolerance)
    var recorder = ExtrapolationRecorder(initial: initial, levels: levels, budget: budget)
    for time in times {
      if Task.isCancelled { throw .cancelled(time: time) }
      guard try assembler.rates(at: time) === rates else {
        throw .coefficientsDependOnTime(start: startTime, time: time)
      }
      try recorder.record(at: time)
    }
    return recorder.evolution(times: times)
  }
}
