public import Grids
internal import LinearAlgebra
internal import RealModule
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

/// A walk along a branch, in units of the averages and of the parameter's range.
private struct BranchWalk<System: MeanFieldProcess> where System.Population.Scalar == Double {
  let family: EquilibriumBranches<System>
  let width: Double
  var averages: [Double]
  var parameter: Double
  let units: [Double]
  /// The unit tangent: the averages, then the parameter.
  private var tangent: [Double] = []

  init(
    family: EquilibriumBranches<System>, width: Double, averages: [Double], parameter: Double,
    units: [Double]
  ) {
    self.family = family
    self.width = width
    self.averages = averages
    self.parameter = parameter
    self.units = units
  }

  /// Finds the tangent at the first point.
  mutating func begin(goingUp goesUp: Bool) throws(FokkerPlanckError) {
    let along = averages.map { _ in 0.0 } + [1.0]
    tangent = try self.tangent(at: averages, parameter, like: along)
    if !goesUp { tangent = tangent.map { -$0 } }
  }

  /// Takes a step and returns how many corrections it needed, or nil when it must be shorter.
  mutating func step(by length: Double) throws(FokkerPlanckError) -> Int? {
    var (trial, trialParameter) = moved(averages, parameter, along: tangent, by: length)
    for iteration in 1...8 {
      let map = try family.equilibria(trialParameter).map
      var right = try map.residual(at: trial, units: units)
      var advance = (trialParameter - parameter) / width * tangent[averages.count]
      for index in averages.indices {
        advance += (trial[index] - averages[index]) / units[index] * tangent[index]
      }
      right.append(advance - length)
      if right.norm <= 1e-10 {
        let next = try self.tangent(at: trial, trialParameter, like: tangent)
        // A step that turns by more than 30 degrees may have left the branch.
        guard zip(next, tangent).reduce(0, { $0 + $1.0 * $1.1 }) > 0.86 else { return nil }
        (averages, parameter, tangent) = (trial, trialParameter, next)
        return iteration
      }
      let step = try solve(try bordered(trial, trialParameter, row: tangent), right)
      guard step.norm < 3 * length else { return nil }
      (trial, trialParameter) = moved(trial, trialParameter, along: step, by: -1)
    }
    return nil
  }

  private func moved(
    _ averages: [Double], _ parameter: Double, along direction: [Double], by length: Double
  ) -> ([Double], Double) {
    let moved = averages.indices.map { averages[$0] + length * direction[$0] * units[$0] }
    return (moved, parameter + length * direction[averages.count] * width)
  }

  /// The unit vector along which G − 1 does not change, in the sense of another vector.
  private func tangent(
    at averages: [Double], _ parameter: Double, like other: [Double]
  ) throws(FokkerPlanckError) -> [Double] {
    let right = averages.map { _ in 0.0 } + [1.0]
    let direction = try solve(try bordered(averages, parameter, row: other), right)
    let norm = direction.norm
    return direction.map { $0 / norm }
  }

  /// The derivative of G − 1 by averages and parameter, with one more row.
  private func bordered(
    _ averages: [Double], _ parameter: Double, row: [Double]
  ) throws(FokkerPlanckError) -> Matrix {
    let count = averages.count
    let inner = try family.equilibria(parameter).map.residualDerivative(
      at: averages, units: units)
    let step = 1e-5 * width
    let above = try family.equilibria(parameter + step).map.residual(at: averages, units: units)
    let below = try family.equilibria(parameter - step).map.residual(at: averages, units: units)
    var matrix = Matrix(rowCount: count + 1, columnCount: count + 1)
    for i in 0..<count {
      for j in 0..<count { matrix[i, j] = inner[i, j] }
      matrix[i, count] = (above[i] - below[i]) / 2e-5
    }
    for j in 0...count { matrix[count, j] = row[j] }
    return matrix
  }

  private func solve(
    _ matrix: Matrix, _ right: [Double]
  ) throws(FokkerPlanckError) -> [Double] {
    do throws(LinearAlgebraError) {
      return try matrix.leastSquares(right, relativeCutoff: 1e-10).coefficients
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }
}
