public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation with polynomials of high degree on elements that adapt.
///
/// The weak form
///
/// ```
/// d/dt ∫ φ p dx = ∫ φ′ (a p − ∂(D p)/∂x) dx − [φ J]
/// ```
///
/// holds walls without a condition of their own: a reflecting wall has zero flux J, whatever the
/// drift there, an absorbing one p = 0; any mixture, and rings. Drift and diffusion are both
/// implicit. Where the coefficients do not depend on time the solution is exact in time for every
/// step (a rational exponential, error below 10⁻¹³); otherwise a commutator-free Magnus method of
/// order four, L-stable, with error control and extrapolation.
///
/// Exponentially accurate for smooth densities. Elements are halved where the highest polynomials
/// are not negligible, so narrow starts, boundary layers and power laws at a wall are resolved
/// too. Mass, with what has left, is conserved to rounding. Undershoots are reported in
/// ``SolverDiagnostics/smallestDensity``, never clipped.
///
/// ## Reference
///
/// A. T. Patera, "A spectral element method for fluid dynamics: laminar flow in a channel
/// expansion", *Journal of Computational Physics* 54 (1984) 468-488,
/// [doi:10.1016/0021-9991(84)90128-1](https://doi.org/10.1016/0021-9991(84)90128-1); see
/// docs/methods/spectral.md.
public struct SpectralElementSolver: FokkerPlanckSolver, Hashable, Codable {
  /// The conditions at the ends of the axis.
  public var boundaries = BoundaryConditions.reflecting
  /// How the time step is chosen where the coefficients depend on time.
  public var stepControl = StepControl.adaptive(tolerance: 1e-10)
  /// How the elements are chosen.
  public var elementControl = ElementControl.adaptive(tolerance: 1e-10)
  /// The degree of the polynomials, from 4 to 32.
  public var degree = 14
  /// The number of elements at which a solution is given up.
  public var largestElementCount = 2000
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls and a tolerance of 10⁻¹⁰ in space and time.
  public init() {}

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    try stepControl.validate()
    try elementControl.validate()
    guard (4...32).contains(degree) else {
      throw .invalidParameter(
        name: "degree", value: Double(degree), remedy: "give a degree between 4 and 32")
    }
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
  ///   ``FokkerPlanckError/notResolved(x:time:error:elements:)`` when ``largestElementCount`` does
  ///   not suffice, and ``FokkerPlanckError/notSmoothAtEnds(coefficient:lower:upper:time:)`` when
  ///   the diffusion coefficient jumps where a ring closes.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: boundaries.canAbsorb, tolerance: initialMassTolerance
    ).validate()
    var stepper = SpectralElementStepper(
      process, from: initial, duration: (times.last ?? startTime) - startTime, self)
    var march = TimeMarch(startTime: startTime, times: times, control: stepControl)
    let evolution = try march.run(&stepper, on: initial.axis)
    var diagnostics = evolution.diagnostics
    diagnostics.spatialErrorEstimate = stepper.spatialError
    diagnostics.elementCount = stepper.elementCount
    return DensityEvolution(
      axis: evolution.axis, times: evolution.times, densities: evolution.densities,
      exits: evolution.exits, diagnostics: diagnostics)
  }
}
