internal import RealModule

/// The conditional mean E[y | x] as a locally weighted average, after Nadaraya and Watson.
///
/// ```
/// m(x) = Σᵢ K((x − xᵢ)/h) yᵢ / Σᵢ K((x − xᵢ)/h),   K(u) = exp(−u²/2)
/// ```
///
/// An average of positive responses is positive, which suits a diffusion coefficient.
///
/// ## Reference
///
/// E. A. Nadaraya, "On estimating regression", *Theory of Probability and its Applications* 9 (1964)
/// 141-142, [doi:10.1137/1109020](https://doi.org/10.1137/1109020).
public struct KernelRegression: Hashable, Sendable {
  /// Where the conditional mean is estimated.
  public var points: [Double]
  /// The width h of the kernel, in units of x.
  public var bandwidth: Double

  /// Creates an estimator for the given points and kernel width.
  public init(points: [Double], bandwidth: Double) {
    precondition(bandwidth > 0, "a kernel needs a positive width")
    self.points = points
    self.bandwidth = bandwidth
  }

  /// The kernel sums of some data, which add over clusters.
  ///
  /// - Parameters:
  ///   - x: The conditions.
  ///   - y: The responses, as many.
  /// - Returns: For every point the sum of K y, then for every point the sum of K.
  public func sums(x: ArraySlice<Double>, y: ArraySlice<Double>) -> [Double] {
    precondition(x.count == y.count, "each condition has one response")
    var sums = [Double](repeating: 0, count: 2 * points.count)
    for (condition, response) in zip(x, y) {
      for (index, point) in points.enumerated() {
        let distance = (point - condition) / bandwidth
        let weight = Double.exp(-distance * distance / 2)
        sums[index] += weight * response
        sums[points.count + index] += weight
      }
    }
    return sums
  }

  /// The conditional means at the points; NaN where no data lie within reach of the kernel.
  ///
  /// - Parameter sums: What ``sums(x:y:)`` returned, added over clusters.
  /// - Returns: One value per point.
  public func values(fromSums sums: [Double]) -> [Double] {
    points.indices.map { index in
      let weight = sums[points.count + index]
      return weight > 1e-12 ? sums[index] / weight : .nan
    }
  }

  /// The rule-of-thumb width 1.06 σ n^{−1/5} for n samples of standard deviation σ.
  ///
  /// ## Reference
  ///
  /// B. W. Silverman, *Density Estimation for Statistics and Data Analysis*, Chapman & Hall (1986),
  /// section 3.4.
  public static func ruleOfThumbBandwidth(standardDeviation: Double, count: Int) -> Double {
    1.06 * standardDeviation * Double.pow(Double(max(count, 1)), -0.2)
  }
}
