internal import KramersMoyal
internal import LinearAlgebra
internal import RandomStreams

/// Observations of several units at several times, with what explains them.
public struct PanelData: Sendable {
  /// What is explained, one value per observation.
  public var response: [Double]
  /// What explains it, shape [regressor][observation].
  public var regressors: [[Double]]
  /// The independent unit of every observation, from 0.
  public var clusters: [Int]
  /// Labels from 0 whose means are taken out, shape [effect][observation]: the unit and the time of
  /// every observation for effects of both.
  public var effects: [[Int]]

  /// Creates a panel from parts with one value per observation.
  public init(
    response: [Double], regressors: [[Double]], clusters: [Int], effects: [[Int]] = []
  ) {
    precondition(clusters.count == response.count, "one unit per observation")
    precondition(
      regressors.allSatisfy { $0.count == response.count }
        && effects.allSatisfy { $0.count == response.count }, "one value per observation")
    self.response = response
    self.regressors = regressors
    self.clusters = clusters
    self.effects = effects
  }

  /// The values with the means over all labels of every effect taken out, by projecting in turn.
  func within(_ values: [Double]) -> [Double] {
    var result = values
    let scale = values.reduce(0) { max($0, abs($1)) }
    for _ in 0..<1000 {
      var largest = 0.0
      for labels in effects {
        let count = (labels.max() ?? -1) + 1
        var (sums, counts) = (
          [Double](repeating: 0, count: count), [Int](repeating: 0, count: count)
        )
        for (label, value) in zip(labels, result) {
          sums[label] += value
          counts[label] += 1
        }
        let means = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
        for index in result.indices { result[index] -= means[labels[index]] }
        largest = means.reduce(largest) { max($0, abs($1)) }
      }
      if largest <= 1e-13 * scale { break }
    }
    return result
  }
}

/// The least-squares coefficients of a panel, with errors and tests that treat the units as the
/// independent ones.
///
/// Standard errors are cluster-robust, √(G/(G − 1)) wider for G units; with few units they are too
/// small all the same, so tests compare the statistic with its law under the wild cluster bootstrap,
/// which imposes the null and turns the sign of a whole unit's residuals at random.
///
/// ## Reference
///
/// A. C. Cameron, J. B. Gelbach and D. L. Miller, "Bootstrap-based improvements for inference with
/// clustered errors", *Review of Economics and Statistics* 90 (2008) 414-427,
/// [doi:10.1162/rest.90.3.414](https://doi.org/10.1162/rest.90.3.414).
public struct PanelRegression: Sendable {
  /// The coefficients, one per regressor.
  public let coefficients: [Double]
  /// Their cluster-robust standard errors.
  public let standardErrors: [Double]
  /// The number of units.
  public let clusterCount: Int
  /// The fraction of the response's square, effects taken out, that the regressors explain.
  public let explainedFraction: Double
  /// XᵀX of every unit.
  private let grams: [Matrix]
  /// Xᵀy of every unit.
  private let moments: [[Double]]
  private let inverse: Matrix
  /// The panel with the effects taken out.
  let within: PanelData

  /// Fits a panel.
  ///
  /// There is no fit when there are less than two units, or the regressors are not independent once
  /// the effects are taken out.
  public init?(_ panel: PanelData) {
    let response = panel.within(panel.response)
    let regressors = panel.regressors.map(panel.within)
    let (order, units) = (regressors.count, (panel.clusters.max() ?? -1) + 1)
    var grams = [Matrix](repeating: Matrix(rowCount: order, columnCount: order), count: units)
    var moments = [[Double]](repeating: [Double](repeating: 0, count: order), count: units)
    for (index, unit) in panel.clusters.enumerated() {
      for row in 0..<order {
        moments[unit][row] += regressors[row][index] * response[index]
        for column in 0..<order {
          grams[unit][row, column] += regressors[row][index] * regressors[column][index]
        }
      }
    }
    guard units >= 2, order >= 1, let inverse = Self.inverse(of: Self.sum(grams), panel, regressors)
    else { return nil }
    (self.grams, self.moments, self.inverse, clusterCount) = (grams, moments, inverse, units)
    within = PanelData(
      response: response, regressors: regressors, clusters: panel.clusters, effects: panel.effects)
    let coefficients = inverse * Self.sum(moments)
    let total = response.reduce(0) { $0 + $1 * $1 }
    let explained = zip(coefficients, Self.sum(moments)).reduce(0) { $0 + $1.0 * $1.1 }
    let scores = zip(grams, moments).map { Self.score($0, $1, coefficients) }
    self.coefficients = coefficients
    explainedFraction = total > 0 ? explained / total : .nan
    standardErrors = Self.errors(scores, inverse)
  }

  /// Tests whether a coefficient is zero.
  ///
  /// Up to ten units all sign patterns are gone through, beyond that `draws` random ones.
  ///
  /// - Parameters:
  ///   - index: Which coefficient.
  ///   - level: The probability that the interval is meant to cover, between 0 and 1.
  ///   - draws: The number of random sign patterns.
  ///   - seed: The seed of these.
  /// - Returns: The estimate, its interval and its probability.
  public func test(
    ofCoefficient index: Int, level: Double = 0.95, draws: Int = 999, seed: UInt64 = 1
  ) -> CoefficientTest {
    let estimate = coefficients[index]
    let error = standardErrors[index]
    let found = abs(estimate / error)
    let scores = scores(about: restricted(without: index))
    let isExact = clusterCount <= 10
    let count = isExact ? 1 << clusterCount : draws
    var statistics: [Double] = []
    for draw in 0..<count {
      let signs = isExact ? Self.signs(draw, clusterCount) : drawnSigns(seed, draw)
      statistics.append(statistic(index, signs, scores))
    }
    let larger = statistics.count { $0 >= found * (1 - 1e-10) }
    let pValue =
      isExact ? Double(larger) / Double(count) : Double(larger + 1) / Double(count + 1)
    let sorted = statistics.filter(\.isFinite).sorted()
    let reach = NetworkBootstrap.quantile(level, of: sorted) * error
    return CoefficientTest(
      interval: BootstrapInterval(
        estimate: estimate, lower: estimate - reach, upper: estimate + reach),
      standardError: error, pValue: pValue)
  }

  /// By how much the variance of a coefficient is larger than it would be if its regressor had nothing
  /// in common with the others; at least 1.
  public func varianceInflation(ofCoefficient index: Int) -> Double {
    inverse[index, index] * Self.sum(grams)[index, index]
  }

  /// |t| of one sign pattern about the restricted fit, from the scores of every unit.
  private func statistic(_ index: Int, _ signs: [Double], _ scores: [[[Double]]]) -> Double {
    let signed = scores.map { parts in
      var sum = [Double](repeating: 0, count: inverse.rowCount)
      for (sign, part) in zip(signs, parts) {
        for place in sum.indices { sum[place] += sign * part[place] }
      }
      return sum
    }
    let change = inverse * Self.sum(signed)
    let residual = zip(grams, signed).map { Self.score($0, $1, change) }
    return abs(change[index] / Self.errors(residual, inverse)[index])
  }

  /// What the residuals of each unit about a fit give to the scores Xᵀu of every unit, shape
  /// [unit][source unit][regressor].
  ///
  /// Once signs are turned, the means over units are no longer zero and have to be taken out again, so
  /// the residuals of one unit reach the scores of all.
  private func scores(about coefficients: [Double]) -> [[[Double]]] {
    let order = inverse.rowCount
    var result = [[[Double]]](
      repeating: [[Double]](
        repeating: [Double](repeating: 0, count: order), count: clusterCount), count: clusterCount)
    let residuals = within.response.indices.map { index in
      within.response[index]
        - (0..<order).reduce(0) { $0 + coefficients[$1] * within.regressors[$1][index] }
    }
    for source in 0..<clusterCount {
      let part = within.within(
        residuals.indices.map { within.clusters[$0] == source ? residuals[$0] : 0 })
      for (index, unit) in within.clusters.enumerated() {
        for row in 0..<order {
          result[unit][source][row] += within.regressors[row][index] * part[index]
        }
      }
    }
    return result
  }

  /// The coefficients when one of them is held at zero.
  private func restricted(without index: Int) -> [Double] {
    let (gram, moment) = (Self.sum(grams), Self.sum(moments))
    let kept = moment.indices.filter { $0 != index }
    guard !kept.isEmpty,
      let small = try? Matrix(rows: kept.map { row in kept.map { gram[row, $0] } }),
      let solution = try? CholeskyFactorization(small).solve(kept.map { moment[$0] })
    else { return [Double](repeating: 0, count: moment.count) }
    var result = [Double](repeating: 0, count: moment.count)
    for (place, value) in zip(kept, solution) { result[place] = value }
    return result
  }

  private static func signs(_ pattern: Int, _ count: Int) -> [Double] {
    (0..<count).map { pattern >> $0 & 1 == 1 ? -1 : 1 }
  }

  private func drawnSigns(_ seed: UInt64, _ draw: Int) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(draw))
    return (0..<clusterCount).map { _ in stream.next() & 1 == 1 ? -1 : 1 }
  }

  /// Xᵀ(y − X b) of a unit.
  private static func score(_ gram: Matrix, _ moment: [Double], _ b: [Double]) -> [Double] {
    zip(moment, gram * b).map { $0 - $1 }
  }

  /// The roots of the diagonal of the sandwich of unit scores.
  private static func errors(_ scores: [[Double]], _ inverse: Matrix) -> [Double] {
    var squares = [Double](repeating: 0, count: inverse.rowCount)
    for score in scores {
      let influence = inverse * score
      for index in squares.indices { squares[index] += influence[index] * influence[index] }
    }
    let correction = Double(scores.count) / Double(scores.count - 1)
    return squares.map { ($0 * correction).squareRoot() }
  }

  private static func sum(_ parts: [[Double]]) -> [Double] {
    parts.reduce(into: [Double](repeating: 0, count: parts.first?.count ?? 0)) { sum, part in
      for index in part.indices { sum[index] += part[index] }
    }
  }

  private static func sum(_ parts: [Matrix]) -> Matrix {
    parts.dropFirst().reduce(into: parts[0]) { sum, part in
      for index in part.elements.indices { sum.elements[index] += part.elements[index] }
    }
  }

  /// The inverse of XᵀX, or nil when a regressor is left with nothing of its own.
  private static func inverse(
    of gram: Matrix, _ panel: PanelData, _ within: [[Double]]
  ) -> Matrix? {
    let order = gram.rowCount
    for index in 0..<order {
      let raw = panel.regressors[index].reduce(0) { $0 + $1 * $1 }
      guard gram[index, index] > 1e-20 * raw, gram[index, index].isFinite else { return nil }
    }
    guard let factor = try? CholeskyFactorization(gram) else { return nil }
    var result = Matrix(rowCount: order, columnCount: order)
    for column in 0..<order {
      guard let values = try? factor.solve((0..<order).map { $0 == column ? 1 : 0 }) else {
        return nil
      }
      for row in 0..<order { result[row, column] = values[row] }
      // The share of a regressor that the others do not explain.
      guard values[column] * gram[column, column] < 1e10 else { return nil }
    }
    return result
  }
}

/// A coefficient with its interval and the probability of one at least as far from zero by chance.
public struct CoefficientTest: Hashable, Codable, Sendable {
  /// The estimate ± its standard error times the quantile of |t| under the wild cluster bootstrap.
  public var interval: BootstrapInterval
  /// The cluster-robust standard error.
  public var standardError: Double
  /// The two-sided probability under the null.
  public var pValue: Double

  /// Creates a test from its parts.
  public init(interval: BootstrapInterval, standardError: Double, pValue: Double) {
    self.interval = interval
    self.standardError = standardError
    self.pValue = pValue
  }
}
