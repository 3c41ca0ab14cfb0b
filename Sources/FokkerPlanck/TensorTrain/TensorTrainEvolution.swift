/// Densities of many variables at a sequence of times, with what is known about their quality.
public struct TensorTrainEvolution: Hashable, Codable, Sendable {
  /// The output times, ascending.
  public let times: [Double]
  /// The density at each output time.
  public internal(set) var densities: [TensorTrainDensity] = []
  /// How the solution was obtained and how far it can be trusted.
  public internal(set) var diagnostics = TensorTrainDiagnostics()

  init(times: [Double]) { self.times = times }
}

/// How a solution in tensor trains was obtained and how far it can be trusted.
public struct TensorTrainDiagnostics: Hashable, Codable, Sendable {
  /// The state after a step that was kept.
  public struct Step: Hashable, Codable, Sendable {
    /// The time at the end of the step.
    public var time: Double
    /// The length of the step.
    public var length: Double
    /// The largest rank of the density.
    public var rank: Int
    /// The largest number of functions on an axis.
    public var modeCount: Int
    /// The number of sweeps of the linear solver.
    public var sweeps: Int
    /// The estimated error in time, relative to the norm of the density.
    public var timeError: Double
  }

  /// The steps that were kept, in order.
  public var steps: [Step] = []
  /// The number of steps that were repeated with a smaller step or more functions.
  public var rejectedSteps = 0
  /// The largest |mass − initial mass| after a step, before the mass was put back.
  public var largestMassError = 0.0
  /// The largest relative L2 norm that rounding left out after a step.
  public var largestRoundingError = 0.0
  /// The largest relative residual of a local linear system when its solution was accepted.
  public var largestSystemResidual = 0.0
  /// The largest relative L2 norm in the last two functions of an axis, after a step.
  public var largestUnresolvedPart = 0.0
  /// The smallest density met at sampled places, divided by the largest one, at the output times.
  public var smallestRelativeDensity = Double.infinity
  /// The number of products with local systems.
  public var products = 0
  /// Whether a step was accepted with a rank at its bound, so that its error exceeds the tolerance.
  public var reachedMaximumRank = false

  /// Creates the diagnostics of a solution that has not begun.
  public init() {}

  /// The number of steps that were kept.
  public var acceptedSteps: Int { steps.count }
  /// The largest rank after any step.
  public var largestRank: Int { steps.map(\.rank).max() ?? 0 }
}
