public import Grids
internal import StochasticProcesses

/// A function of the starting point that solves the backward equation.
public struct StartingPointFunction: Hashable, Codable, Sendable {
  /// The axis of the starting points.
  public let axis: Axis
  /// The values at the middles of the cells.
  public let values: [Double]
  /// The value at the lower end when the wall there fixes it; otherwise not used.
  private let lowerEnd: Double
  private let upperEnd: Double
  private let boundaries: BoundaryConditions

  init(
    axis: Axis, values: [Double], boundaries: BoundaryConditions, lowerEnd: Double,
    upperEnd: Double
  ) {
    self.axis = axis
    self.values = values
    self.boundaries = boundaries
    self.lowerEnd = lowerEnd
    self.upperEnd = upperEnd
  }

  /// The value for a start at `x`, by a polynomial of degree five through the nearest points.
  ///
  /// Absorbing walls count as points with their known value. Beside infinite values it is that of
  /// the cell.
  public func value(at x: Double) -> Double {
    var (abscissas, ordinates) = (axis.centers, values)
    if boundaries.absorbsBelow {
      abscissas.insert(axis.lowerBound, at: 0)
      ordinates.insert(lowerEnd, at: 0)
    }
    if boundaries.absorbsAbove {
      abscissas.append(axis.upperBound)
      ordinates.append(upperEnd)
    }
    let width = min(6, abscissas.count)
    let nearest = abscissas.firstIndex { $0 >= x } ?? abscissas.count
    let first = min(max(nearest - width / 2, 0), abscissas.count - width)
    // Where nothing ever arrives no polynomial helps; the value of the cell does.
    guard ordinates[first..<first + width].allSatisfy(\.isFinite) else {
      return axis.cell(containing: x).map { values[$0] } ?? .nan
    }
    return (first..<first + width).reduce(0) { sum, node in
      var weight = ordinates[node]
      for other in first..<first + width where other != node {
        weight *= (x - abscissas[other]) / (abscissas[node] - abscissas[other])
      }
      return sum + weight
    }
  }
}

extension DiscreteGenerator {
  /// The mean time until an absorbing wall is reached, as a function of the start.
  ///
  /// Solves a T′ + D T″ = −1 with T = 0 at absorbing walls, in the discrete form Aᵀ T = −1; second
  /// order in the spacing. Infinite where no wall is ever reached.
  ///
  /// - Returns: The mean first-passage times.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when no wall absorbs.
  public func meanExitTimes() throws(FokkerPlanckError) -> StartingPointFunction {
    try requireAbsorption("mean exit time")
    return StartingPointFunction(
      axis: axis, values: BackwardEquation.meanExitTimes(rates), boundaries: boundaries,
      lowerEnd: 0, upperEnd: 0)
  }

  /// The probability of leaving through the upper wall, as a function of the start.
  ///
  /// Solves a h′ + D h″ = 0 with h = 0 at the lower and h = 1 at the upper wall; second order in the
  /// spacing.
  ///
  /// - Returns: The splitting probabilities.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when no wall absorbs.
  public func upperExitProbabilities() throws(FokkerPlanckError) -> StartingPointFunction {
    try requireAbsorption("splitting probability")
    return StartingPointFunction(
      axis: axis, values: BackwardEquation.upperExitProbabilities(rates), boundaries: boundaries,
      lowerEnd: 0, upperEnd: 1)
  }

  private func requireAbsorption(_ method: String) throws(FokkerPlanckError) {
    guard boundaries.canAbsorb else {
      throw .unsupportedBoundaries(method: method, remedy: "make at least one wall absorbing")
    }
  }
}

extension BoundaryConditions {
  var absorbsBelow: Bool {
    if case .walls(.absorbing, _) = self { true } else { false }
  }

  var absorbsAbove: Bool {
    if case .walls(_, .absorbing) = self { true } else { false }
  }
}
