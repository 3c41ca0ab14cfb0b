public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation by finite volumes with the Scharfetter-Gummel flux.
///
/// ```
/// dp[i]/dt = (J[i−½] − J[i+½])/h,   J[i+½] = (D/h) [B(−z) p[i] − B(z) p[i+1]],   z = a h/D
/// ```
///
/// Second order in space; mass (with what has left through absorbing walls) is conserved to
/// rounding; without flux the discrete density is e^{−U/D} at the middles of the cells; where D
/// vanishes the flux becomes upwind. A state-dependent D enters in the Itô sense, through D at both
/// sides of a face. Backward Euler and the positive TR-BDF2 keep every density non-negative for any
/// step.
///
/// ## Reference
///
/// See docs/methods/finite-volume.md; J. S. Chang and G. Cooper, *Journal of Computational Physics*
/// 6 (1970) 1-16, [doi:10.1016/0021-9991(70)90001-X](https://doi.org/10.1016/0021-9991(70)90001-X).
public struct FiniteVolumeSolver: FokkerPlanckSolver, Hashable, Codable {
  /// The conditions at the ends of the axis.
  public var boundaries = BoundaryConditions.reflecting
  /// The method that advances the time.
  public var timeScheme = TimeScheme.trapezoidBackwardDifference
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-7)
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls, TR-BDF2 and adaptive steps.
  public init() {}

  /// Checks the step or tolerance.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) { try stepControl.validate() }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time; each is the exact end of a time step.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: boundaries.canAbsorb, tolerance: initialMassTolerance
    ).validate()
    let state = FiniteVolumeState(
      source: GeneratorAssembler(process, axis: initial.axis, boundaries: boundaries),
      initial: initial)
    var march = TimeMarch(startTime: startTime, times: times, control: stepControl)
    switch timeScheme {
    case .backwardEuler:
      var stepper = try BackwardEulerStepper(
        state: state, startTime: startTime, estimatesError: stepControl.isAdaptive)
      return try march.run(&stepper, on: initial.axis)
    case .trapezoidBackwardDifference:
      var stepper = try TrapezoidBackwardDifferenceStepper(
        state: state, startTime: startTime, estimatesError: stepControl.isAdaptive)
      return try march.run(&stepper, on: initial.axis)
    case .positiveTrapezoidBackwardDifference:
      var stepper = try TrapezoidBackwardDifferenceStepper(
        state: state, startTime: startTime, estimatesError: stepControl.isAdaptive,
        keepsSign: true)
      return try march.run(&stepper, on: initial.axis)
    case .crankNicolson:
      var stepper = try CrankNicolsonStepper(
        state: state, startTime: startTime, estimatesError: stepControl.isAdaptive)
      return try march.run(&stepper, on: initial.axis)
    }
  }
}
