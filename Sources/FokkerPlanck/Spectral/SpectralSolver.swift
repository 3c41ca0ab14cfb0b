public import Fourier
public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation with trigonometric modes.
///
/// Fourier modes on a ring, cosines between reflecting and sines between absorbing walls. A
/// homogeneous part D̄(t) of the diffusion is solved exactly, the drift and D − D̄ pseudo-spectrally
/// by an embedded method of order 4(3), in the interaction picture or by exponential differencing.
/// Without drift and with homogeneous D every step is exact.
///
/// Exponentially accurate for smooth densities and coefficients that continue smoothly across the
/// ends: at a wall the continuation is a mirror image, so the drift has to vanish there, unless the
/// density does. ``guardFraction`` fades the drift to zero in bands at the ends;
/// ``SolverDiagnostics/largestEdgeMass`` tells the probability that reached a band. Mass is
/// conserved to rounding on a ring and between reflecting walls. Undershoots of unresolved densities
/// are reported in ``SolverDiagnostics/smallestDensity``, never clipped.
///
/// ## Reference
///
/// S. Balac and F. Mahé, *Computer Physics Communications* 184 (2013) 1211-1219,
/// [doi:10.1016/j.cpc.2012.12.020](https://doi.org/10.1016/j.cpc.2012.12.020); see
/// docs/methods/spectral.md.
public struct SpectralSolver: FokkerPlanckSolver, Hashable, Codable {
  /// The conditions at the ends of the axis; both walls are of one kind.
  public var boundaries = BoundaryConditions.reflecting
  /// The method that advances the time.
  public var timeScheme = SpectralTimeScheme.interactionPicture
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-9)
  /// The part of the axis, at either end, over which drift and D fade to zero and to a constant.
  ///
  /// Between 0 (no bands) and 0.4; a band should hold at least 60 cells.
  public var guardFraction = 0.0
  /// Which modes of the products with drift and diffusion are kept.
  public var dealiasing = Dealiasing.twoThirds
  /// How long FFTW searches for fast transforms.
  public var planningRigor = PlanningRigor.estimate
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls, adaptive steps and no guard bands.
  public init() {}

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` and
  ///   ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    try stepControl.validate()
    guard guardFraction >= 0, guardFraction <= 0.4 else {
      throw .invalidParameter(
        name: "guardFraction", value: guardFraction, remedy: "give a number between 0 and 0.4")
    }
    _ = try ends()
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time; each is the exact end of a time step.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/notSmoothAtEnds(coefficient:lower:upper:time:)`` when the density reaches
  ///   an end where the coefficients break off.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    try validate()
    guard initial.axis.cellCount >= 8 else {
      throw .invalidParameter(
        name: "cellCount", value: Double(initial.axis.cellCount),
        remedy: "a spectral method needs at least 8 cells")
    }
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: boundaries.canAbsorb, tolerance: initialMassTolerance
    ).validate()
    let ends = try ends()
    let space = try ModeSpace(
      axis: initial.axis, ends: ends, dealiasing: dealiasing, rigor: planningRigor)
    let band = GuardBand(axis: initial.axis, fraction: guardFraction, isRing: ends == .ring)
    let state = SpectralState(
      space: space,
      coefficients: SpectralCoefficients(process, axis: initial.axis, guardBand: band),
      initial: initial, startTime: startTime)
    var march = TimeMarch(startTime: startTime, times: times, control: stepControl)
    switch timeScheme {
    case .interactionPicture:
      var stepper = try InteractionPictureStepper(state: state)
      return try march.run(&stepper, on: initial.axis)
    case .exponentialTimeDifferencing:
      var stepper = try ExponentialDifferencingStepper(state: state)
      return try march.run(&stepper, on: initial.axis)
    }
  }

  private func ends() throws(FokkerPlanckError) -> ModeSpace.Ends {
    switch boundaries {
    case .periodic: .ring
    case .reflecting: .reflecting
    case .absorbing: .absorbing
    case .walls:
      throw .unsupportedBoundaries(
        method: "spectral solver", remedy: "give both walls one kind or use finite volumes")
    }
  }
}
