internal import Grids
internal import LinearAlgebra

/// Least squares by natural cubic splines: the conditional mean E[y | x] as its values at knots.
///
/// The fitted curve is Σⱼ cⱼ Bⱼ(x) with the cardinal splines Bⱼ, which are 1 at knot j and 0 at the
/// others, so that the coefficients are the curve's values at the knots; it is linear beyond them. A
/// straight line is a special case, so an affine fit is nested in it.
///
/// ## Reference
///
/// T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition,
/// Springer (2009), section 5.2, [doi:10.1007/978-0-387-84858-7](https://doi.org/10.1007/978-0-387-84858-7).
public struct SplineRegression: Sendable {
  /// The knots, strictly ascending.
  public let knots: [Double]
  private let basis: [NaturalCubicSpline]

  /// Creates a regression with the given knots.
  ///
  /// - Throws: ``KramersMoyalError/badKnots(_:)`` when there are less than two or they do not ascend.
  public init(knots: [Double]) throws(KramersMoyalError) {
    var basis: [NaturalCubicSpline] = []
    for index in knots.indices {
      var values = [Double](repeating: 0, count: knots.count)
      values[index] = 1
      do throws(GridError) {
        basis.append(try NaturalCubicSpline(knots: knots, values: values))
      } catch {
        throw .badKnots(error)
      }
    }
    guard knots.count >= 2 else { throw .badKnots(.tooFewKnots(knots.count)) }
    self.knots = knots
    self.basis = basis
  }

  /// The sums BᵀB and Bᵀy of some data, which add over clusters.
  ///
  /// - Parameters:
  ///   - x: The conditions.
  ///   - y: The responses, as many.
  /// - Returns: K² + K numbers for K knots.
  public func sums(x: ArraySlice<Double>, y: ArraySlice<Double>) -> [Double] {
    precondition(x.count == y.count, "each condition has one response")
    let count = knots.count
    var sums = [Double](repeating: 0, count: count * count + count)
    var row = [Double](repeating: 0, count: count)
    for (condition, response) in zip(x, y) {
      for index in 0..<count { row[index] = basis[index](condition) }
      for first in 0..<count {
        for second in 0..<count { sums[first * count + second] += row[first] * row[second] }
        sums[count * count + first] += row[first] * response
      }
    }
    return sums
  }

  /// The values at the knots that minimise the squared residuals of the data behind `sums`.
  ///
  /// - Parameter sums: What ``sums(x:y:)`` returned, added over clusters.
  /// - Returns: One value per knot.
  /// - Throws: ``KramersMoyalError/singular(knots:)`` when the data do not determine the curve.
  public func values(fromSums sums: [Double]) throws(KramersMoyalError) -> [Double] {
    let count = knots.count
    do throws(LinearAlgebraError) {
      let gram = try Matrix(
        rowCount: count, columnCount: count, elements: Array(sums[..<(count * count)]))
      return try CholeskyFactorization(gram).solve(Array(sums[(count * count)...]))
    } catch {
      throw .singular(knots: count)
    }
  }

  /// Knots at equally spaced quantiles of the data, without repeats.
  ///
  /// - Parameters:
  ///   - samples: The conditions; at least two different values.
  ///   - count: How many knots to place; fewer result where samples repeat.
  ///   - margin: The fraction of the data below the first and above the last knot.
  /// - Returns: Strictly ascending knots.
  /// - Throws: ``KramersMoyalError/badKnots(_:)`` when fewer than two different knots result.
  public static func quantileKnots(
    of samples: [Double], count: Int, margin: Double = 0.025
  ) throws(KramersMoyalError) -> [Double] {
    let sorted = samples.sorted()
    guard count >= 2, let last = sorted.indices.last, last > 0 else {
      throw .badKnots(.tooFewKnots(min(count, sorted.count)))
    }
    var knots: [Double] = []
    for index in 0..<count {
      let probability = margin + (1 - 2 * margin) * Double(index) / Double(count - 1)
      let knot = sorted[Int((probability * Double(last)).rounded())]
      if knots.last.map({ knot > $0 }) ?? true { knots.append(knot) }
    }
    guard knots.count >= 2 else { throw .badKnots(.tooFewKnots(knots.count)) }
    return knots
  }
}
