public import Grids
internal import LinearAlgebra
public import StochasticProcesses

/// The stationary states of a mean-field system: all of them, stable or not.
///
/// In a given field every population has one stationary density; a state is stationary when the
/// averages q of these densities are those of the field,
///
/// ```
/// G(q) − q = 0,   G = averages of the densities that are stationary in the field q
/// ```
///
/// solved by Newton's method in as many unknowns as there are averages. Densities are those of
/// ``DiscreteGenerator``: of second order in the spacing; for constant diffusion and drifts of at
/// most third degree they are exact at the middles of the cells, so that the order parameters
/// converge faster than any power of the spacing.
///
/// ```swift
/// let equilibria = try MeanFieldEquilibria(
///   DesaiZwanzig(diffusionCoefficient: 0.3), axes: [axis])
/// let means = try equilibria.states(from: [[0.1]]).map { $0.field[0, 0] }  // −0.705, 0, 0.705
/// ```
public struct MeanFieldEquilibria<System: MeanFieldProcess>
where System.Population.Scalar == Double {
  /// The distance of a self-consistent state from its image that counts as zero, in standard
  /// deviations of the averaged functions.
  public var tolerance = 1e-11
  /// The largest number of Newton steps.
  public var largestIterationCount = 60
  let map: SelfConsistency<System>

  /// Creates the search on given axes.
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - axes: The axis of each population.
  ///   - boundaries: Walls that reflect, or rings: one for each population, or a single one for all.
  ///   - time: The time at which the coefficients are taken.
  /// - Throws: ``FokkerPlanckError/wrongPopulationCount(expected:found:)``.
  public init(
    _ system: System, axes: [Axis], boundaries: [BoundaryConditions] = [.reflecting],
    time: Double = 0
  ) throws(FokkerPlanckError) {
    map = try SelfConsistency(system, axes: axes, boundaries: boundaries, time: time)
  }

  /// The state that Newton's method finds from some densities.
  ///
  /// - Parameter densities: One density per population.
  /// - Returns: A self-consistent state.
  /// - Throws: ``FokkerPlanckError/fieldNotConverged(iterations:residual:)`` and the errors of
  ///   coefficients.
  public func state(near densities: [Density]) throws(FokkerPlanckError) -> StationaryMeanField {
    try state(near: map.averages(of: densities))
  }

  /// The state that Newton's method finds from some averages.
  ///
  /// - Parameter averages: The averages in the order of ``FieldAverages``.
  /// - Returns: A self-consistent state.
  /// - Throws: ``FokkerPlanckError/fieldNotConverged(iterations:residual:)`` and the errors of
  ///   coefficients.
  public func state(near averages: [Double]) throws(FokkerPlanckError) -> StationaryMeanField {
    try search(from: averages, avoiding: [])
  }

  /// All states that are found from some guesses, in ascending order of their first average.
  ///
  /// Each guess is used until it leads to no further state: those already found are deflated, so that
  /// Newton's method cannot converge to them again. A state may still be missed; give guesses of
  /// every kind.
  ///
  /// ## Reference
  ///
  /// P. E. Farrell, Á. Birkisson and S. W. Funke, "Deflation techniques for finding distinct
  /// solutions of nonlinear partial differential equations", *SIAM Journal on Scientific Computing*
  /// 37 (2015) A2026-A2045, [doi:10.1137/140984798](https://doi.org/10.1137/140984798).
  ///
  /// - Parameter guesses: Averages to start from.
  /// - Returns: Different states.
  /// - Throws: The errors of coefficients at a guess.
  public func states(
    from guesses: [[Double]]
  ) throws(FokkerPlanckError) -> [StationaryMeanField] {
    var found: [StationaryMeanField] = []
    for guess in guesses {
      while true {
        do {
          found.append(try search(from: guess, avoiding: found.map(\.averages)))
        } catch {
          guard case .fieldNotConverged = error else { throw error }
          break
        }
      }
    }
    return found.sorted { $0.averages.lexicographicallyPrecedes($1.averages) }
  }

  /// Newton's method, repelled by known solutions.
  private func search(
    from guess: [Double], avoiding known: [[Double]]
  ) throws(FokkerPlanckError) -> StationaryMeanField {
    guard guess.count == map.count else {
      throw .invalidParameter(
        name: "averages", value: Double(guess.count), remedy: "give \(map.count) numbers")
    }
    let units = try map.units(in: guess)
    let repulsion = Deflation(known: known, units: units)
    var (averages, size) = (guess, Double.infinity)
    for iteration in 0...largestIterationCount {
      let residual = try map.residual(at: averages, units: units)
      size = residual.norm
      guard size.isFinite, iteration < largestIterationCount else { break }
      if size <= tolerance {
        if repulsion.isKnown(averages) { break }
        return try state(at: averages, residual: size)
      }
      let matrix = try map.residualDerivative(at: averages, units: units)
      var step = try newtonStep(matrix, residual)
      let factor = repulsion.factor(for: step, at: averages)
      step = step.map { $0 * factor }
      // No step may be longer than a standard deviation of what is averaged.
      let length = max(1, step.norm)
      for index in averages.indices { averages[index] += step[index] / length * units[index] }
    }
    throw .fieldNotConverged(iterations: largestIterationCount, residual: size)
  }

  /// The shortest solution of J δ = −F, which exists along neutral directions too.
  private func newtonStep(
    _ matrix: Matrix, _ residual: [Double]
  ) throws(FokkerPlanckError) -> [Double] {
    do throws(LinearAlgebraError) {
      return try matrix.leastSquares(residual.map { -$0 }, relativeCutoff: 1e-9).coefficients
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  func state(
    at averages: [Double], residual: Double
  ) throws(FokkerPlanckError) -> StationaryMeanField {
    StationaryMeanField(
      states: try map.states(in: averages), averages: averages,
      field: map.weights.averages.field(from: averages), residual: residual)
  }
}

/// The factor Π (1 + 1/|q − qᵢ|²) by which known solutions are taken out of an equation.
private struct Deflation {
  let known: [[Double]]
  let units: [Double]

  /// Newton's step for the deflated equation is the plain one times this factor.
  func factor(for step: [Double], at point: [Double]) -> Double {
    // The derivative of the logarithm of the factor along the step.
    var slope = 0.0
    for solution in known {
      let away = away(from: solution, at: point)
      let square = away.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { continue }
      let along = zip(away, step).reduce(0) { $0 + $1.0 * $1.1 }
      slope -= 2 * along / (square * (1 + square))
    }
    return slope == 1 ? 1 : 1 / (1 - slope)
  }

  /// Whether a point is one of the known solutions.
  func isKnown(_ point: [Double]) -> Bool {
    known.contains { away(from: $0, at: point).norm < 1e-6 }
  }

  private func away(from solution: [Double], at point: [Double]) -> [Double] {
    point.indices.map { (point[$0] - solution[$0]) / units[$0] }
  }
}
