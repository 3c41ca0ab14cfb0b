public import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation by finite volumes on a mesh that moves with the drift.
///
/// ```
/// dX[j]/dt = a(X[j], t),   dm[i]/dt = J[i−½] − J[i+½],   J = −(D[i+1] p[i+1] − D[i] p[i])/δ
/// ```
///
/// with X the faces and m = p h the contents of the cells. Nothing is advected through a face, so
/// there is no numerical diffusion, however small D is: without diffusion the contents stay as they
/// are. Second order in space, uniformly in D ≥ 0, for smooth coefficients; TR-BDF2 in time, with the
/// faces on Runge-Kutta paths of order 4. In a band of one twentieth of the axis at either wall the mesh
/// comes to rest and the drift crosses the faces by the exponentially fitted flux.
///
/// The drift must be continuous: faces run into each other where it jumps towards a point, and steps
/// become tiny; ``FiniteVolumeSolver`` copes with that. The same holds for drifts that contract by
/// many powers of e over the time that is asked for, since each factor costs a new mesh.
///
/// Where cells with probability have become wide, or any cell thin, the density is carried to equal
/// cells: sixth order, mass kept to rounding, and never a negative content from contents that are
/// not. The rates are those of a jump process; like any TR-BDF2, a step too long for a jump in the
/// density may undershoot, which ``SolverDiagnostics/smallestDensity`` reports in units of the
/// axis's cells.
///
/// ## Reference
///
/// C. W. Hirt, A. A. Amsden and J. L. Cook, "An arbitrary Lagrangian-Eulerian computing method for
/// all flow speeds", *Journal of Computational Physics* 14 (1974) 227-253,
/// [doi:10.1016/0021-9991(74)90051-5](https://doi.org/10.1016/0021-9991(74)90051-5).
public struct MovingMeshSolver: FokkerPlanckSolver, Hashable, Codable {
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-7)
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver between reflecting walls with adaptive steps.
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
  /// - Returns: One density per output time on the axis of the start; each is the exact end of a
  ///   time step.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> DensityEvolution where Process.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    try InitialMass(
      mass: initial.mass, canDecrease: false, tolerance: initialMassTolerance
    ).validate()
    let state = FiniteVolumeState(
      source: try MovingMeshAssembler(process, axis: initial.axis, startTime: startTime),
      initial: initial)
    var stepper = try TrapezoidBackwardDifferenceStepper(
      state: state, startTime: startTime, estimatesError: stepControl.isAdaptive)
    var march = TimeMarch(startTime: startTime, times: times, control: stepControl)
    return try march.run(&stepper, on: initial.axis)
  }
}
