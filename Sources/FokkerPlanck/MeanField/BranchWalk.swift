internal import LinearAlgebra
internal import StochasticProcesses

/// A walk along a branch, in units of the averages and of the parameter's range.
struct BranchWalk<System: MeanFieldProcess> where System.Population.Scalar == Double {
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
