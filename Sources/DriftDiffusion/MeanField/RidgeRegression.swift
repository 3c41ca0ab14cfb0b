internal import KramersMoyal
internal import LinearAlgebra
internal import RealModule

/// Additive sums of a regression of y on functions f, alone or each with a constant and with u.
struct RidgeSums {
  /// Means over the weights of one network at one time.
  struct Moments {
    var (u, uu) = (0.0, 0.0)
    var (y, yu, yy) = (0.0, 0.0, 0.0)
  }

  private let count: Int
  /// The normal matrix row by row, the right-hand side, and the sum of y².
  private(set) var values: [Double]

  init(parameterCount: Int) {
    count = parameterCount
    values = [Double](repeating: 0, count: parameterCount * (parameterCount + 1) + 1)
  }

  /// Adds one network at one time.
  mutating func add(_ moments: Moments, functions: [Double]) {
    let half = functions.count
    for (i, first) in functions.enumerated() {
      for (j, second) in functions.enumerated() {
        let product = first * second
        values[i * count + j] += product
        values[i * count + half + j] += product * moments.u
        values[(half + i) * count + j] += product * moments.u
        values[(half + i) * count + half + j] += product * moments.uu
      }
      values[count * count + i] += first * moments.y
      values[count * count + half + i] += first * moments.yu
    }
    values[count * (count + 1)] += moments.yy
  }

  /// Adds one observation of y, which the functions explain.
  mutating func add(_ y: Double, functions: [Double]) {
    for (i, first) in functions.enumerated() {
      for (j, second) in functions.enumerated() { values[i * count + j] += first * second }
      values[count * count + i] += first * y
    }
    values[count * (count + 1)] += y * y
  }
}

/// Least squares with a penalty on all coefficients but some, from additive sums.
///
/// ## Reference
///
/// A. E. Hoerl and R. W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems",
/// *Technometrics* 12 (1970) 55-67,
/// [doi:10.1080/00401706.1970.10488634](https://doi.org/10.1080/00401706.1970.10488634).
struct RidgeRegression {
  /// The number of coefficients.
  let parameterCount: Int
  /// Which of them bear no penalty.
  let freeIndices: [Int]

  /// A penalty with what it achieves.
  struct Choice: Hashable {
    var penalty: Double
    var heldOutError: Double
    var heldOutStandardError: Double
  }

  /// The coefficients from summed sums; with an infinite penalty all but the free ones are zero.
  func coefficients(
    _ sums: [Double], penalty: Double
  ) throws(KramersMoyalError) -> [Double] {
    let kept = penalty.isFinite ? Array(0..<parameterCount) : freeIndices
    var solution = [Double](repeating: 0, count: parameterCount)
    guard !kept.isEmpty else { return solution }
    var matrix = Matrix(rowCount: kept.count, columnCount: kept.count)
    var trace = 0.0
    for i in 0..<parameterCount { trace += sums[i * parameterCount + i] }
    let ridge = penalty.isFinite ? penalty * trace / Double(parameterCount) : 0
    for (row, i) in kept.enumerated() {
      for (column, j) in kept.enumerated() { matrix[row, column] = sums[i * parameterCount + j] }
      if !freeIndices.contains(i) { matrix[row, row] += max(ridge, .leastNormalMagnitude) }
    }
    let right = kept.map { sums[parameterCount * parameterCount + $0] }
    do throws(LinearAlgebraError) {
      for (i, value) in zip(kept, try CholeskyFactorization(matrix).solve(right)) {
        solution[i] = value
      }
    } catch {
      throw .singular(knots: kept.count)
    }
    return solution
  }

  /// The sum of squared errors of coefficients on some sums.
  private func loss(_ solution: [Double], _ sums: [Double]) -> Double {
    var sum = sums[parameterCount * (parameterCount + 1)]
    for i in 0..<parameterCount {
      sum -= 2 * solution[i] * sums[parameterCount * parameterCount + i]
      for j in 0..<parameterCount {
        sum += solution[i] * solution[j] * sums[i * parameterCount + j]
      }
    }
    return sum
  }

  /// The penalty with the smallest error on held-out clusters, or an infinite one when that is not
  /// smaller than without coupling by at least a standard error over clusters.
  func chosenPenalty(
    clusters: [[Double]], folds: Int
  ) throws(KramersMoyalError) -> Choice {
    let none = Choice(penalty: .infinity, heldOutError: 1, heldOutStandardError: 0)
    guard clusters.count >= 3, parameterCount > freeIndices.count else { return none }
    let without = try heldOutLosses(clusters, folds: folds, penalty: .infinity)
    let reference = without.reduce(0, +)
    guard reference > 0 else { return none }
    var best = none
    for exponent in stride(from: 2.0, through: -4, by: -0.5) {
      let penalty = Double.exp10(exponent)
      let losses = try heldOutLosses(clusters, folds: folds, penalty: penalty)
      let gains = zip(losses, without).map { ($0 - $1) / reference }
      let total = gains.reduce(0, +)
      guard 1 + total < best.heldOutError else { continue }
      let count = Double(gains.count)
      let variance = gains.reduce(0) { $0 + ($1 - total / count) * ($1 - total / count) }
      best = Choice(
        penalty: penalty, heldOutError: 1 + total,
        heldOutStandardError: (count / (count - 1) * variance).squareRoot())
    }
    return best.heldOutError + best.heldOutStandardError < 1 ? best : none
  }

  /// The loss of every cluster by coefficients from the other groups.
  private func heldOutLosses(
    _ clusters: [[Double]], folds: Int, penalty: Double
  ) throws(KramersMoyalError) -> [Double] {
    let groups = min(folds, clusters.count)
    var losses = [Double](repeating: 0, count: clusters.count)
    for group in 0..<groups {
      var sums = [Double](repeating: 0, count: clusters[0].count)
      for (index, cluster) in clusters.enumerated() where index % groups != group {
        for place in sums.indices { sums[place] += cluster[place] }
      }
      let solution = try coefficients(sums, penalty: penalty)
      for (index, cluster) in clusters.enumerated() where index % groups == group {
        losses[index] = loss(solution, cluster)
      }
    }
    return losses
  }
}
