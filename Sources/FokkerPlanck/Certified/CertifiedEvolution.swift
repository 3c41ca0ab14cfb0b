/// Densities at a sequence of times, with an estimate of their errors.
public struct CertifiedEvolution: Hashable, Codable, Sendable {
  /// How the time was advanced.
  public enum Method: String, Hashable, Codable, Sendable {
    /// One exponential of a constant generator per output time.
    case rationalExponential
    /// Exponentials of generators averaged over steps, extrapolated in the step.
    case exponentialMidpoint
    /// Backward Euler, extrapolated in the step to fifth order.
    case backwardEuler
  }

  /// The densities, on the cells of the finest level, and what has left.
  public let evolution: DensityEvolution
  /// The estimated error of the density at each output time.
  public let errors: [ErrorEstimate]
  /// The probability current through every face at each output time, positive upwards, one more
  /// than there are cells; empty unless ``CertifiedSolver/reportsCurrents`` asks for them.
  public let currents: [[Double]]
  /// The largest estimated error of the currents at each output time, in probability per time.
  public let currentErrors: [Double]
  /// The order in the spacing of the density at each output time: 2 without extrapolation.
  public let orders: [Int]
  /// The numbers of cells of the levels that were solved.
  public let cellCounts: [Int]
  /// How the time was advanced.
  public let method: Method
  /// What kept the tolerance from being reached; nil when it was.
  public let shortfall: Shortfall?

  /// The largest estimated error of all output times.
  public var largestError: Double { errors.reduce(0) { max($0, $1.total) } }

  /// Why an error estimate stayed above the tolerance.
  public struct Shortfall: Hashable, Codable, Sendable {
    /// What would have to change.
    public enum Cause: String, Hashable, Codable, Sendable {
      /// More cells are needed than are allowed.
      case cells
      /// More cells no longer help: the limit of rounding is reached.
      case rounding
      /// The coefficients change in time too abruptly for the smallest step.
      case steps
      /// The domain does not hold the initial law.
      case domain
    }

    /// The largest estimated error.
    public let estimate: Double
    /// The tolerance that was asked for.
    public let tolerance: Double
    /// What would have to change.
    public let cause: Cause
  }
}

extension CertifiedEvolution.Shortfall: CustomStringConvertible {
  /// The shortfall and its remedy as a sentence.
  public var description: String { error.description }

  /// The same as an error.
  var error: FokkerPlanckError {
    .toleranceNotReached(estimate: estimate, tolerance: tolerance, remedy: remedy)
  }

  private var remedy: String {
    switch cause {
    case .cells: "raise largestCellCount, narrow the domain or loosen the tolerance"
    case .rounding: "loosen the tolerance, which is near rounding"
    case .steps: "loosen the tolerance, or let the coefficients change less abruptly in time"
    case .domain: "widen the domain until it holds the initial law"
    }
  }
}
