public import Grids
public import StochasticProcesses

/// A number with an estimate of its error.
public struct EstimatedValue: Hashable, Codable, Sendable {
  /// The number.
  public let value: Double
  /// How far it may be from the exact one.
  public let error: Double
}

/// A stationary density and its current, with estimates of their errors.
public struct CertifiedStationaryState: Hashable, Codable, Sendable {
  /// The density, of mass 1.
  public let density: Density
  /// How far the cell averages of the density may be off, in the L1 norm.
  public let densityError: Double
  /// The probability current, positive upwards; zero between walls.
  public let current: EstimatedValue
}

/// What ``DiscreteGenerator`` tells, on cells that are halved until a tolerance is reached.
///
/// Decay rates, mean exit times, splitting probabilities and the stationary state are computed on
/// successively halved cells and extrapolated as far as the observed orders justify it, as
/// ``CertifiedSolver`` does with densities; each comes with an estimate of its error.
///
/// ```swift
/// var well = RefinedGenerator(process, on: -3...0)
/// well.boundaries = .walls(lower: .reflecting, upper: .absorbing)
/// let time = try well.meanExitTime(from: -1)      // 30.82130… with its error
/// ```
public struct RefinedGenerator<Process: DiffusionProcess> where Process.Scalar == Double {
  /// The drift and the diffusion coefficient.
  public var process: Process
  /// The interval on which the process lives.
  public var domain: ClosedRange<Double>
  /// The conditions at the ends of the domain.
  public var boundaries = BoundaryConditions.reflecting
  /// What the ends of the domain are, for the stationary state.
  public var ends = DomainEnds.walls
  /// The time at which the coefficients are taken.
  public var time = 0.0
  /// The largest error wanted, relative to a number or in the L1 norm of a density.
  public var tolerance = 1e-6
  /// The number of cells of the first level.
  public var smallestCellCount = 64
  /// The largest number of cells of any level.
  public var largestCellCount = 65_536

  /// What the ends of a domain stand for.
  public enum DomainEnds: String, Hashable, Codable, CaseIterable, Sendable {
    /// Walls that belong to the problem.
    case walls
    /// A cut through a longer line, beyond which there must be no probability to speak of.
    case cuts
  }

  /// Creates a generator between reflecting walls.
  public init(_ process: Process, on domain: ClosedRange<Double>) {
    self.process = process
    self.domain = domain
  }
}

extension RefinedGenerator {
  /// The slowest decay rates, from the smallest upwards; the first is zero between reflecting walls.
  ///
  /// - Parameter count: The number of rates.
  /// - Returns: The rates with their errors.
  /// - Throws: ``FokkerPlanckError``, in particular
  ///   ``FokkerPlanckError/toleranceNotReached(estimate:tolerance:remedy:)``.
  public func relaxationRates(count: Int) throws(FokkerPlanckError) -> [EstimatedValue] {
    try numbers { generator throws(FokkerPlanckError) in
      try generator.relaxationRates(count: count)
    }
  }

  /// The mean time until an absorbing wall is reached.
  ///
  /// - Parameter start: The starting point.
  /// - Returns: The mean first-passage time with its error; infinite where no wall is ever reached.
  /// - Throws: ``FokkerPlanckError``.
  public func meanExitTime(from start: Double) throws(FokkerPlanckError) -> EstimatedValue {
    try requireInside(start)
    return try numbers { generator throws(FokkerPlanckError) in
      [try generator.meanExitTimes().value(at: start)]
    }[0]
  }

  /// The probability of leaving through the upper wall.
  ///
  /// - Parameter start: The starting point.
  /// - Returns: The splitting probability with its error.
  /// - Throws: ``FokkerPlanckError``.
  public func upperExitProbability(from start: Double) throws(FokkerPlanckError) -> EstimatedValue {
    try requireInside(start)
    return try numbers { generator throws(FokkerPlanckError) in
      [try generator.upperExitProbabilities().value(at: start)]
    }[0]
  }

  private func requireInside(_ start: Double) throws(FokkerPlanckError) {
    guard domain.contains(start) else {
      throw .invalidParameter(
        name: "start", value: start, remedy: "give a point within the domain \(domain)")
    }
  }

  /// Refines until every number is known to the tolerance.
  private func numbers(
    _ compute: (DiscreteGenerator) throws(FokkerPlanckError) -> [Double]
  ) throws(FokkerPlanckError) -> [EstimatedValue] {
    var tables: [RefinementTableau] = []
    var roughness = SpaceRoughness()
    let sources = try assemblers()
    for count in try levels() {
      let generator = try generator(sources, cellCount: count)
      let values = try compute(generator)
      guard values.allSatisfy(\.isFinite) else {
        return values.map { EstimatedValue(value: $0, error: $0.isFinite ? .infinity : 0) }
      }
      let isRegular = generator.roughness.isRegular(after: roughness)
      roughness = generator.roughness
      if tables.isEmpty {
        tables = values.map { RefinementTableau(LevelField($0), isRing: false) }
        continue
      }
      for (index, value) in values.enumerated() {
        tables[index].add(LevelField(value), coarseSpacing: 1, isRegular: isRegular)
      }
      let results = tables.map(estimate)
      let isReached = results.allSatisfy {
        $0.error <= tolerance * abs($0.value)
      }
      if count > 2 * smallestCellCount, isReached { return results }
    }
    throw shortfall(tables.map(estimate).reduce(0) { max($0, $1.error / abs($1.value)) })
  }

  private func estimate(_ table: RefinementTableau) -> EstimatedValue {
    let best = table.best
    return EstimatedValue(value: table.entry(best.column).pair.x, error: best.error)
  }
}
