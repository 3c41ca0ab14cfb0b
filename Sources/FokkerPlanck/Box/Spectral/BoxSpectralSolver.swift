public import Fourier
public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation on a periodic box with Fourier modes.
///
/// A homogeneous part D̄(t) of the diffusion matrix is solved exactly, the drift and D − D̄
/// pseudo-spectrally with the 2/3 rule, by an embedded Runge-Kutta method of order 4(3) in the
/// interaction picture with adaptive steps, or by ETDRK4 with equal ones. Where drift and D are
/// homogeneous every step is exact.
///
/// Exponentially accurate for smooth densities and coefficients that join across the ends of every
/// axis, or where the density is negligible there; ``guardFraction`` fades the drift to zero and D
/// to a constant in bands at the ends. Mass is conserved to rounding. Undershoots of unresolved
/// densities are reported in ``SolverDiagnostics/smallestDensity``, never clipped.
///
/// ## Reference
///
/// S. Balac and F. Mahé, *Computer Physics Communications* 184 (2013) 1211-1219,
/// [doi:10.1016/j.cpc.2012.12.020](https://doi.org/10.1016/j.cpc.2012.12.020); see
/// docs/methods/several-dimensions.md.
public struct BoxSpectralSolver: BoxFokkerPlanckSolver, Hashable, Codable {
  /// The method that advances the time.
  public var timeScheme = SpectralTimeScheme.interactionPicture
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-9)
  /// The part of every axis, at either end, over which drift and D fade; between 0 and 0.4.
  public var guardFraction = 0.0
  /// How long FFTW searches for fast transforms.
  public var planningRigor = PlanningRigor.estimate
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with adaptive steps and no guard bands.
  public init() {}

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` and
  ///   ``FokkerPlanckError/unsupportedStepControl(method:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    try stepControl.validate()
    guard guardFraction >= 0, guardFraction <= 0.4 else {
      throw .invalidParameter(
        name: "guardFraction", value: guardFraction, remedy: "give a number between 0 and 0.4")
    }
    guard timeScheme == .interactionPicture || !stepControl.isAdaptive else {
      throw .unsupportedStepControl(
        method: "exponential time differencing", remedy: "give a fixed step")
    }
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start, as cell averages of mass 1 on a periodic box.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time; each is the exact end of a time step.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/notSmoothAtEnds(coefficient:lower:upper:time:)`` when the density reaches
  ///   an end where the coefficients break off.
  public func solve<Process: MultivariateDiffusionProcess>(
    _ process: Process, from initial: BoxDensity, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution where Process.Scalar == Double {
    try validate()
    _ = try BoxChecks(axes: initial.axes, processDimension: process.dimension).boundaries([])
    for axis in initial.axes where axis.cellCount < 8 {
      throw .invalidParameter(
        name: "cellCount", value: Double(axis.cellCount),
        remedy: "a spectral method needs at least 8 cells along every axis")
    }
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(mass: initial.mass, canDecrease: false, tolerance: initialMassTolerance)
      .validate()
    let shape = BoxShape(
      axes: initial.axes,
      boundaries: [BoundaryConditions](repeating: .periodic, count: initial.dimension))
    let state = BoxSpectralState(
      shape: shape, space: try BoxModeSpace(axes: initial.axes, rigor: planningRigor),
      coefficients: BoxSpectralCoefficients(
        process, shape: shape, guardFraction: guardFraction), initial: initial)
    switch timeScheme {
    case .interactionPicture:
      return try march(
        BoxInteractionPictureStepper(state: state, startTime: startTime), startTime, times)
    case .exponentialTimeDifferencing:
      return try march(
        BoxExponentialDifferencingStepper(state: state, startTime: startTime), startTime, times)
    }
  }

  private func march<Stepper: BoxSpectralStepper>(
    _ stepper: Stepper, _ startTime: Double, _ times: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution {
    var stepper = stepper
    let shape = stepper.state.shape
    var evolution = BoxEvolution(axes: shape.axes, times: times)
    let noExits = [ExitProbability](repeating: ExitProbability(), count: shape.dimension)
    var march = TimeMarch(startTime: startTime, times: times, control: stepControl)
    try march.run(&stepper) { (stepper, time) throws(FokkerPlanckError) in
      let averages = try stepper.state.cellAverages(stepper.start, at: time)
      try evolution.append(averages, exits: noExits, at: time)
    }
    evolution.diagnostics = march.diagnostics
    evolution.noteEdges()
    return evolution
  }
}
