public import StochasticProcesses

/// Solves a Fokker-Planck equation to a tolerance, choosing cells, order and steps by itself.
///
/// Finite volumes with the Scharfetter-Gummel flux are solved on successively halved cells and
/// extrapolated (Richardson) as far as the observed orders justify it; the time is advanced by
/// exponentials of the generator. Every density comes with an estimate of its L1 error, split into
/// the parts of space and time. An estimate above the tolerance is never silent: see
/// ``CertifiedEvolution/shortfall``.
///
/// Features of the coefficients narrower than a cell of the first three levels, 1/256 of the domain
/// by default, can be overlooked, as by any method that samples; raise ``smallestCellCount`` for
/// them.
///
/// ## Reference
///
/// See docs/methods/certified.md; L. F. Richardson and J. A. Gaunt, "The deferred approach to the
/// limit", *Philosophical Transactions of the Royal Society A* 226 (1927) 299-361,
/// [doi:10.1098/rsta.1927.0008](https://doi.org/10.1098/rsta.1927.0008).
public struct CertifiedSolver: Hashable, Codable, Sendable {
  /// The conditions at the ends of the domain.
  public var boundaries = BoundaryConditions.reflecting
  /// The largest L1 error wanted at any output time.
  public var tolerance = 1e-5
  /// What is known about the dependence of the coefficients on time.
  public var timeDependence = TimeDependence.automatic
  /// Whether probability currents are returned too, for twice the work of extrapolation.
  public var reportsCurrents = false
  /// The number of cells of the first level.
  public var smallestCellCount = 64
  /// The largest number of cells of any level.
  public var largestCellCount = 131_072

  /// Creates a solver with reflecting walls and a tolerance of 10⁻⁵.
  public init() {}

  /// Checks the tolerance and the numbers of cells.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard tolerance > 0, tolerance < 1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-5")
    }
    guard smallestCellCount >= 2 else {
      throw .invalidParameter(
        name: "smallestCellCount", value: Double(smallestCellCount), remedy: "give at least 2")
    }
    guard largestCellCount >= smallestCellCount else {
      throw .invalidParameter(
        name: "largestCellCount", value: Double(largestCellCount),
        remedy: "give at least the \(smallestCellCount) cells of the first level")
    }
  }

  /// Solves from an initial law and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - domain: The interval on which the equation is solved.
  ///   - law: The law at the start.
  ///   - startTime: The time of the start.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: The densities with their estimated errors; the best found when the tolerance could
  ///   not be reached.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: DiffusionProcess>(
    _ process: Process, on domain: ClosedRange<Double>, from law: InitialLaw,
    startingAt startTime: Double = 0, times: [Double]
  ) throws(FokkerPlanckError) -> CertifiedEvolution where Process.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    var search = try ToleranceSearch(
      process, self, domain: domain, law: law, startTime: startTime, times: times)
    return try search.run()
  }
}
