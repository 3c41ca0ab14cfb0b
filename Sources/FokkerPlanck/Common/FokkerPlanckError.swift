/// Why a Fokker-Planck equation could not be solved as asked.
public enum FokkerPlanckError: Error, Hashable, Sendable {
  /// A setting of the solver is out of range.
  case invalidParameter(name: String, value: Double, remedy: String)
  /// An output time is not a number, lies before the start or before its predecessor.
  case invalidTime(index: Int, time: Double, earliest: Double)
  /// The axis does not hold the initial density: its mass is not 1 within the tolerance.
  case massOutside(mass: Double, tolerance: Double)
  /// The drift is not a finite number.
  case driftNotFinite(value: Double, x: Double, time: Double)
  /// The diffusion coefficient is negative or not a finite number.
  case invalidDiffusion(value: Double, x: Double, time: Double)
  /// A coefficient of several variables is not finite, or no element of a diffusion matrix.
  case invalidCoefficient(name: String, value: Double, point: [Double], time: Double)
  /// The mixed diffusion exceeds what a monotone difference method can hold.
  case notMonotone(axis: Int, excess: Double, point: [Double], time: Double)
  /// The density, the process or the boundaries have another number of variables than they should.
  case wrongDimension(of: String, expected: Int, found: Int)
  /// A coefficient does not continue smoothly across the ends, which a spectral method needs.
  case notSmoothAtEnds(coefficient: String, lower: Double, upper: Double, time: Double)
  /// The method does not cover these boundary conditions.
  case unsupportedBoundaries(method: String, remedy: String)
  /// The method cannot choose its steps as asked.
  case unsupportedStepControl(method: String, remedy: String)
  /// The coefficients differ between the start and another time, but the method needs constant ones.
  case coefficientsDependOnTime(start: Double, time: Double)
  /// The estimated error could not be brought below the tolerance.
  case toleranceNotReached(estimate: Double, tolerance: Double, remedy: String)
  /// The density is not resolved by as many elements as are allowed.
  case notResolved(x: Double, time: Double, error: Double, elements: Int)
  /// The step needed for the tolerance is too small to advance the time.
  case stepTooSmall(time: Double, step: Double)
  /// The density is no longer finite.
  case diverged(time: Double)
  /// There is no stationary density, or not one only.
  case noStationaryDensity(reason: String)
  /// A mean-field system has another number of populations than there are densities, axes or walls.
  case wrongPopulationCount(expected: Int, found: Int)
  /// The sweeps over densities and field, or the search for a stationary field, did not converge.
  case fieldNotConverged(iterations: Int, residual: Double)
  /// A library below failed.
  case numericalFailure(reason: String)
  /// The task was cancelled.
  case cancelled(time: Double)
}

extension FokkerPlanckError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let remedy):
      "The parameter \(name) = \(value) is out of range; \(remedy)."
    case .invalidTime(let index, let time, let earliest):
      "Output time \(index) is \(time), but times must ascend from \(earliest); sort them and begin "
        + "no earlier than the start."
    case .massOutside(let mass, let tolerance):
      "The initial density has mass \(mass) on the axis, not 1 within \(tolerance); widen the axis "
        + "or normalise the density."
    case .driftNotFinite(let value, let x, let time):
      "The drift is \(value) at x = \(x), t = \(time); it must be finite on the whole axis."
    case .invalidDiffusion(let value, let x, let time):
      "The diffusion coefficient is \(value) at x = \(x), t = \(time); it must be finite and not "
        + "negative on the whole axis."
    case .invalidCoefficient(let name, let value, let point, let time):
      "The \(name) is \(value) at x = \(point), t = \(time); drifts must be finite and diffusion "
        + "matrices finite and positive semidefinite in the whole box."
    case .notMonotone(let axis, let excess, let point, let time):
      "At x = \(point), t = \(time) the mixed diffusion exceeds the diffusion along axis \(axis + 1) "
        + "by \(excess), so that no monotone method has its sign; change the ratio of the spacings, "
        + "or use Hundsdorfer-Verwer."
    case .wrongDimension(let what, let expected, let found):
      "The \(what) has \(found) variables, but \(expected) are needed; give one axis and at most "
        + "one pair of boundaries per variable."
    case .notSmoothAtEnds(let coefficient, let lower, let upper, let time):
      "The \(coefficient) is \(lower) and \(upper) at the two ends at t = \(time) and does not "
        + "continue smoothly across them; set guardFraction to about 0.1 on a wider axis, or use "
        + "the finite-volume solver."
    case .unsupportedBoundaries(let method, let remedy):
      "The \(method) does not cover these boundaries; \(remedy)."
    case .unsupportedStepControl(let method, let remedy):
      "The \(method) has no error estimate to adapt its steps; \(remedy)."
    case .coefficientsDependOnTime(let start, let time):
      "The coefficients at t = \(time) differ from those at t = \(start), but this method needs "
        + "constant ones; use the finite-volume or the spectral solver."
    case .toleranceNotReached(let estimate, let tolerance, let remedy):
      "The estimated error is \(estimate), above the tolerance \(tolerance); \(remedy)."
    case .notResolved(let x, let time, let error, let elements):
      "The density near x = \(x) is not resolved after t = \(time): with \(elements) elements the "
        + "estimated error is \(error); loosen the tolerance, raise largestElementCount, or use the "
        + "finite-volume solver where a coefficient jumps."
    case .stepTooSmall(let time, let step):
      "The tolerance needs a step below \(step) at t = \(time); loosen the tolerance, check that the "
        + "coefficients are smooth in time, or use finite volumes where drift outweighs diffusion."
    case .diverged(let time):
      "The density is no longer finite at t = \(time); use a smaller step or adaptive control."
    case .noStationaryDensity(let reason):
      "There is no unique stationary density: \(reason)."
    case .wrongPopulationCount(let expected, let found):
      "The system has \(expected) populations, but \(found) were given; give one of each kind for "
        + "every population."
    case .fieldNotConverged(let iterations, let residual):
      "Densities and field still differ by \(residual) after \(iterations) iterations; use smaller "
        + "or adaptive steps, or start nearer to the solution."
    case .numericalFailure(let reason): "A numerical library failed: \(reason)"
    case .cancelled(let time): "The solution was cancelled at t = \(time)."
    }
  }
}
