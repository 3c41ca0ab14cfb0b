public import Grids
public import StochasticProcesses

/// The stationary states of a family of mean-field systems, followed along its parameter.
///
/// Branches are curves (q(s), λ(s)) of self-consistent states, followed by pseudo-arclength
/// continuation through folds and through points where the stability changes: each point solves
///
/// ```
/// G(q; λ) − q = 0,   (q − q₀)·q̇₀ + (λ − λ₀) λ̇₀ = Δs
/// ```
///
/// in units of the averages' standard deviations and of the parameter's range.
///
/// ```swift
/// let branches = EquilibriumBranches(axes: [axis]) { DesaiZwanzig(diffusionCoefficient: $0) }
/// let critical = try branches.criticalPoint(near: [0], between: 0.3...0.6)  // D = 0.4569
/// ```
///
/// ## Reference
///
/// H. B. Keller, "Numerical solution of bifurcation and nonlinear eigenvalue problems", in
/// *Applications of Bifurcation Theory*, ed. P. H. Rabinowitz (Academic Press, 1977), 359-384.
public struct EquilibriumBranches<System: MeanFieldProcess>
where System.Population.Scalar == Double {
  /// The axis of each population.
  public var axes: [Axis]
  /// Walls that reflect, or rings: one for each population, or a single one for all.
  public var boundaries = [BoundaryConditions.reflecting]
  /// The first and the largest step along a branch; a whole range of the parameter is 1.
  public var stepLength = 0.05
  /// The largest number of points of a branch.
  public var largestPointCount = 500
  let system: (Double) -> System

  /// Creates the family.
  ///
  /// - Parameters:
  ///   - axes: The axis of each population.
  ///   - boundaries: Walls that reflect, or rings: one for each population, or a single one for all.
  ///   - system: The system at a value of the parameter.
  public init(
    axes: [Axis], boundaries: [BoundaryConditions] = [.reflecting],
    system: @escaping (Double) -> System
  ) {
    self.axes = axes
    self.boundaries = boundaries
    self.system = system
  }

  /// A state of a branch.
  public struct Point: Hashable, Codable, Sendable {
    /// The parameter λ.
    public let parameter: Double
    /// The state.
    public let state: StationaryMeanField
    /// The number of growing modes; zero for a stable state.
    public let growingModeCount: Int
  }

  /// Follows the branch of a state until the parameter leaves a range.
  ///
  /// - Parameters:
  ///   - averages: Averages near the first state.
  ///   - parameter: The parameter of the first state, within the range.
  ///   - range: The range.
  ///   - goesUp: Whether the branch is first followed to larger parameters.
  /// - Returns: The points along the branch; it also ends after ``largestPointCount`` points and
  ///   where no step is short enough.
  /// - Throws: ``FokkerPlanckError`` when the first state is not found or a coefficient is not valid.
  public func branch(
    near averages: [Double], at parameter: Double, in range: ClosedRange<Double>,
    goingUp goesUp: Bool
  ) throws(FokkerPlanckError) -> [Point] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite, range.contains(parameter) else {
      throw .invalidParameter(
        name: "parameter", value: parameter, remedy: "give a value within a finite range")
    }
    let first = try equilibria(parameter).state(near: averages)
    var walk = BranchWalk(
      family: self, width: width, averages: first.averages, parameter: parameter,
      units: try equilibria(parameter).map.units(in: first.averages))
    try walk.begin(goingUp: goesUp)
    var points = [try point(parameter, first)]
    var length = stepLength
    while points.count < largestPointCount, length > 1e-6 * stepLength {
      if Task.isCancelled { throw .cancelled(time: walk.parameter) }
      guard let count = try walk.step(by: length) else {
        length /= 2
        continue
      }
      guard range.contains(walk.parameter) else { break }
      let residual = try equilibria(walk.parameter).map
        .residual(at: walk.averages, units: walk.units).norm
      points.append(
        try point(
          walk.parameter,
          equilibria(walk.parameter).state(at: walk.averages, residual: residual)))
      if count <= 3 { length = min(stepLength, 1.5 * length) }
    }
    return points
  }

  func equilibria(_ parameter: Double) throws(FokkerPlanckError) -> MeanFieldEquilibria<System> {
    try MeanFieldEquilibria(system(parameter), axes: axes, boundaries: boundaries)
  }

  private func point(
    _ parameter: Double, _ state: StationaryMeanField
  ) throws(FokkerPlanckError) -> Point {
    Point(
      parameter: parameter, state: state,
      growingModeCount: try equilibria(parameter).growingModeCount(in: state))
  }
}
