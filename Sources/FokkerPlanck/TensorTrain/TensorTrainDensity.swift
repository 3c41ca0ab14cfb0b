internal import LinearAlgebra
internal import RealModule
public import StochasticProcesses
public import TensorTrains

/// The joint probability density of several variables as a tensor train.
///
/// ```
/// p(x₁, …, x_N) = Σ u(j₁, …, j_N) φ_{j₁}(x₁) … φ_{j_N}(x_N)
/// ```
///
/// where φ are the cardinal functions of one ``SpectralAxis`` per variable and u is a train. For a
/// density whose variables are correlated over short distances in their order the ranks, and with
/// them storage and work, hardly grow with N.
public struct TensorTrainDensity: Hashable, Codable, Sendable {
  /// The axis of each variable.
  public let axes: [SpectralAxis]
  /// The values at the nodes, multiplied by the roots of the quadrature weights.
  public let train: TensorTrain

  /// Creates a density from the values of a train.
  ///
  /// - Parameters:
  ///   - axes: The axis of each variable.
  ///   - train: The values at all nodes, each multiplied by the roots of its quadrature weights.
  public init(axes: [SpectralAxis], train: TensorTrain) {
    precondition(
      axes.map(\.count) == train.sizes, "a train needs as many values as the axes have nodes")
    self.axes = axes
    self.train = train
  }

  /// Creates a density by cross interpolation of a function.
  ///
  /// - Parameters:
  ///   - axes: The axis of each variable.
  ///   - starts: Points where the function is large, at least one.
  ///   - tolerance: The largest error, relative to the maximum.
  ///   - maximumRank: The largest rank.
  ///   - function: The density at a point.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)`` when the function is not finite,
  ///   vanishes wherever it is evaluated, or needs a higher rank.
  public init(
    axes: [SpectralAxis], startingAt starts: [[Double]], tolerance: Double = 1e-9,
    maximumRank: Int = 100, interpolating function: @escaping @Sendable ([Double]) -> Double
  ) throws(FokkerPlanckError) {
    let tables = try axes.tables()
    let (nodes, weights) = (tables.map(\.nodes), tables.map(\.rootWeights))
    let scaled = IndexFunction(sizes: axes.map(\.count)) { indices in
      var weight = 1.0
      var point = [Double](repeating: 0, count: indices.count)
      for (variable, index) in indices.enumerated() {
        point[variable] = nodes[variable][index]
        weight *= weights[variable][index]
      }
      return weight * function(point)
    }
    var method = CrossInterpolation(tolerance: tolerance)
    method.maximumRank = maximumRank
    let places = starts.map { start in
      zip(start, nodes).map { x, nodes in
        nodes.indices.min { abs(nodes[$0] - x) < abs(nodes[$1] - x) } ?? 0
      }
    }
    let result = try translated { () throws(TensorTrainError) in
      try method.interpolate(scaled, startingAt: places)
    }
    guard result.hasConverged else {
      throw .numericalFailure(
        reason: "the density needs a rank above \(maximumRank) or more sweeps: the cross "
          + "interpolation still changed by \(result.change).")
    }
    let rounded = try translated { () throws(TensorTrainError) in
      try result.train.rounded(tolerance: tolerance)
    }
    self.init(axes: axes, train: rounded.train)
  }

  /// Creates the density of a normal law on the line, with axes that suit it.
  ///
  /// - Parameters:
  ///   - law: The law; its covariance must be positive definite.
  ///   - tolerance: The relative error in the L2 norm.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)`` when the covariance is singular or the
  ///   ranks are too high.
  public init(_ law: MultivariateGaussianLaw, tolerance: Double = 1e-8) throws(FokkerPlanckError) {
    let axes = try law.suitableAxes(count: 41)
    let density: @Sendable ([Double]) -> Double
    do {
      density = try law.density()
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    let fine = try TensorTrainDensity(
      axes: axes, startingAt: [law.mean], tolerance: 0.1 * tolerance, interpolating: density)
    self = try fine.followed(tolerance: tolerance, margin: 0, maximumCount: 41).density
  }

  /// The number of variables.
  public var dimension: Int { axes.count }

  /// The ranks of the train.
  public var ranks: [Int] { train.ranks }

  /// The density at a point.
  ///
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func value(at point: [Double]) throws(FokkerPlanckError) -> Double {
    precondition(point.count == dimension, "one coordinate per variable")
    let weights = zip(try axes.tables(), point).map { $0.interpolation(at: $1) }
    return train.contracted(with: weights)
  }

  /// The density multiplied by a number.
  public func scaled(by factor: Double) -> TensorTrainDensity {
    TensorTrainDensity(axes: axes, train: factor * train)
  }
}

extension MultivariateGaussianLaw {
  /// Lines whose first Hermite function is as wide as suits the joint law: the geometric mean of the
  /// width of a variable alone and its width when all others are known.
  func suitableAxes(count: Int) throws(FokkerPlanckError) -> [SpectralAxis] {
    let precision: Matrix
    do {
      precision = try covariance.solve(.identity(dimension))
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    var axes: [SpectralAxis] = []
    for variable in 0..<dimension {
      let ratio = covariance[variable, variable] / precision[variable, variable]
      axes.append(
        try .line(center: mean[variable], scale: Double.root(ratio, 4), count: count))
    }
    return axes
  }
}

extension [SpectralAxis] {
  /// The tables of all axes.
  func tables() throws(FokkerPlanckError) -> [SpectralTables] {
    var tables: [SpectralTables] = []
    for axis in self { tables.append(try SpectralTables(axis)) }
    return tables
  }
}

/// Runs an operation on trains and translates what it throws.
func translated<Result>(
  at time: Double = .nan, _ body: () throws(TensorTrainError) -> Result
) throws(FokkerPlanckError) -> Result {
  do {
    return try body()
  } catch {
    if case .cancelled = error { throw .cancelled(time: time) }
    throw .numericalFailure(reason: error.description)
  }
}
