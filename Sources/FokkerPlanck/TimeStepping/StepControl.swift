/// How the time step is chosen.
public enum StepControl: Hashable, Codable, Sendable {
  /// Equal steps between output times, none longer than the given time.
  case fixed(step: Double)
  /// Steps whose estimated local error, in the L1 norm of the density, stays below the tolerance.
  case adaptive(tolerance: Double)

  /// Checks that the step or the tolerance is positive and finite.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    switch self {
    case .fixed(let step):
      guard step > 0, step.isFinite else {
        throw .invalidParameter(name: "step", value: step, remedy: "give a positive time")
      }
    case .adaptive(let tolerance):
      guard tolerance > 0, tolerance < 1 else {
        throw .invalidParameter(
          name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-6")
      }
    }
  }

  /// Whether an error estimate is needed.
  var isAdaptive: Bool {
    switch self {
    case .fixed: false
    case .adaptive: true
    }
  }
}
