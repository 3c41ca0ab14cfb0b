public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation on a box of two, three or any few dimensions by finite volumes.
///
/// The Scharfetter-Gummel flux of ``FiniteVolumeSolver`` acts along the lines of every axis; mixed
/// diffusion enters by conservative central differences, or by jumps along the diagonals where the
/// method is to keep the sign. Second order in space, and in time but for
/// ``BoxTimeScheme/positiveSplitting``, also for coefficients that depend on time; unconditionally
/// stable; mass (with what has left through absorbing walls) is conserved to rounding. Nothing is
/// clipped: ``BoxEvolution/signIsGuaranteed`` tells whether the sign was certain, and
/// ``SolverDiagnostics/smallestDensity`` what was met.
///
/// ## Reference
///
/// See docs/methods/several-dimensions.md; K. J. in 't Hout and B. D. Welfert, *Applied Numerical
/// Mathematics* 59 (2009) 677-692,
/// [doi:10.1016/j.apnum.2008.03.016](https://doi.org/10.1016/j.apnum.2008.03.016).
public struct BoxFiniteVolumeSolver: BoxFokkerPlanckSolver, Hashable, Codable {
  /// The conditions at the ends of each axis; empty means reflecting walls everywhere.
  public var boundaries: [BoundaryConditions] = []
  /// The method that advances the time.
  public var timeScheme = BoxTimeScheme.hundsdorferVerwer
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-5)
  /// Whether a second solution with wider cells removes the leading errors.
  public var extrapolation = BoxExtrapolation.none
  /// The number of first-order steps at the start of Hundsdorfer-Verwer, which damp a rough initial
  /// density.
  public var startingSteps = 0
  /// How many threads work on the lines; the result has the same bits for any number.
  public var threads = 1
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls and adaptive steps of Hundsdorfer and Verwer.
  public init() {}

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` and
  ///   ``FokkerPlanckError/unsupportedStepControl(method:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    try stepControl.validate()
    guard startingSteps >= 0 else {
      throw .invalidParameter(
        name: "startingSteps", value: Double(startingSteps), remedy: "give zero or a few")
    }
    guard threads >= 1, threads <= 1024 else {
      throw .invalidParameter(
        name: "threads", value: Double(threads), remedy: "give a number from 1 to 1024")
    }
    guard extrapolation != .spacingAndStep || !stepControl.isAdaptive else {
      throw .unsupportedStepControl(
        method: "extrapolation in spacing and step",
        remedy: "give a fixed step, or extrapolate in the spacing alone")
    }
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per output time; each is the exact end of a time step.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers;
  ///   ``FokkerPlanckError/notMonotone(axis:excess:point:time:)`` when a splitting cannot hold the
  ///   mixed diffusion.
  public func solve<Process: MultivariateDiffusionProcess>(
    _ process: Process, from initial: BoxDensity, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution where Process.Scalar == Double {
    try validate()
    let boundaries = try BoxChecks(axes: initial.axes, processDimension: process.dimension)
      .boundaries(boundaries)
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: boundaries.contains(where: \.canAbsorb),
      tolerance: initialMassTolerance
    ).validate()
    let shape = BoxShape(axes: initial.axes, boundaries: boundaries)
    guard extrapolation != .none else {
      return try BoxMarch(self, shape, startTime, times).solve(process, from: initial.values)
    }
    return try extrapolated(process, shape, initial, startTime, times)
  }

  private func extrapolated<Process: MultivariateDiffusionProcess>(
    _ process: Process, _ shape: BoxShape, _ initial: BoxDensity, _ startTime: Double,
    _ times: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution where Process.Scalar == Double {
    let coarse = BoxShape(
      axes: try BoxChecks(axes: initial.axes, processDimension: shape.dimension).coarseAxes(),
      boundaries: shape.boundaries)
    let fineMarch = BoxMarch(self, shape, startTime, times)
    let coarseMarch = BoxMarch(self, coarse, startTime, times, isCoarse: true)
    let start = BoxTransfer.coarsened(initial.values, axes: shape.axes)
    let wide = try coarseMarch.solve(process, from: start)
    var result = try fineMarch.solve(process, from: initial.values)
    result.removeLeadingError(of: wide, shape: shape)
    return result
  }
}
