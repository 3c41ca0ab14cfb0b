/// How a solution was obtained and how far it can be trusted.
public struct SolverDiagnostics: Hashable, Codable, Sendable {
  /// The number of time steps that were kept.
  public var acceptedSteps = 0
  /// The number of time steps that were repeated with a smaller step.
  public var rejectedSteps = 0
  /// The smallest cell average met after any step; a negative one is an undershoot of the method.
  public var smallestDensity = Double.infinity
  /// The largest |mass + exited probability − initial mass| met after any step.
  public var largestMassError = 0.0
  /// The largest probability found, at an output time, in the outermost cells at either end: one
  /// cell, or the whole guard band where the solver has one.
  public var largestEdgeMass = 0.0
  /// The largest estimate, over all steps, of what a step adds to the error in space, in the L1 norm;
  /// zero where the method has none.
  public var spatialErrorEstimate = 0.0
  /// The number of elements at the end; zero where the method has none.
  public var elementCount = 0

  /// Creates the diagnostics of a solution that has not begun.
  public init() {}
}
