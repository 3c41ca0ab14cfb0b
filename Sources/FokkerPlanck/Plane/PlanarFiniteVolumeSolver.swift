internal import Grids
public import StochasticProcesses

/// Solves the Fokker-Planck equation in the plane by finite volumes and alternating directions.
///
/// The Scharfetter-Gummel flux of ``FiniteVolumeSolver`` acts along the lines of both axes, mixed
/// diffusion by conservative central differences; time is advanced by the method of Hundsdorfer and
/// Verwer with equal steps. Second order in space and time, also for coefficients that depend on
/// time; mass is conserved to rounding between reflecting walls. Small undershoots are possible and
/// reported, never clipped.
///
/// ## Reference
///
/// K. J. in 't Hout and B. D. Welfert, *Applied Numerical Mathematics* 59 (2009) 677-692,
/// [doi:10.1016/j.apnum.2008.03.016](https://doi.org/10.1016/j.apnum.2008.03.016).
public struct PlanarFiniteVolumeSolver: Hashable, Codable, Sendable {
  /// The walls at the ends of the x axis.
  public var boundariesX = BoundaryConditions.reflecting
  /// The walls at the ends of the y axis.
  public var boundariesY = BoundaryConditions.reflecting
  /// The longest time step; the steps between two output times are equal.
  public var timeStep = 0.02
  /// The number of first-order steps at the start, which damp a rough initial density.
  public var startingSteps = 0
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls.
  public init() {}

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` and
  ///   ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard timeStep > 0, timeStep.isFinite else {
      throw .invalidParameter(name: "timeStep", value: timeStep, remedy: "give a positive time")
    }
    guard startingSteps >= 0 else {
      throw .invalidParameter(
        name: "startingSteps", value: Double(startingSteps), remedy: "give zero or a few")
    }
    guard boundariesX != .periodic, boundariesY != .periodic else {
      throw .unsupportedBoundaries(
        method: "planar solver", remedy: "use walls that reflect or absorb")
    }
  }

  /// Solves from an initial density and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start, as cell averages of mass 1.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start.
  /// - Returns: One density per output time.
  /// - Throws: ``FokkerPlanckError``, with the numbers and the x coordinate of a bad coefficient.
  public func solve<Process: PlanarDiffusionProcess>(
    _ process: Process, from initial: PlanarDensity, startingAt startTime: Double,
    times: [Double]
  ) throws(FokkerPlanckError) -> PlanarEvolution {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    let canAbsorb = boundariesX.canAbsorb || boundariesY.canAbsorb
    try InitialMass(mass: initial.mass, canDecrease: canAbsorb, tolerance: initialMassTolerance)
      .validate()
    let generator = PlanarGenerator(
      process, x: initial.x, y: initial.y, boundariesX: boundariesX, boundariesY: boundariesY)
    try generator.update(to: startTime)
    var stepper = HundsdorferVerwerStepper(generator: generator, values: initial.values)
    var evolution = PlanarEvolution(times: times)
    var time = startTime
    var remainingStarts = startingSteps
    for target in times {
      let parts = max(1, ((target - time) / timeStep * (1 - 1e-10)).rounded(.up))
      let (begin, step) = (time, (target - time) / parts)
      for part in 0..<Int(parts) where step > 0 {
        if Task.isCancelled { throw .cancelled(time: time) }
        try stepper.step(
          from: begin + Double(part) * step, by: step, isStart: remainingStarts > 0)
        remainingStarts -= 1
        evolution.steps += 1
      }
      time = target
      do {
        let values = stepper.state.array
        evolution.densities.append(
          try PlanarDensity(x: initial.x, y: initial.y, values: values))
      } catch {
        throw .diverged(time: time)
      }
    }
    return evolution
  }
}

/// Densities in the plane at a sequence of times.
public struct PlanarEvolution: Hashable, Codable, Sendable {
  /// The output times, ascending.
  public let times: [Double]
  /// The density at each output time.
  public internal(set) var densities: [PlanarDensity] = []
  /// The number of time steps taken.
  public internal(set) var steps = 0

  init(times: [Double]) { self.times = times }
}
