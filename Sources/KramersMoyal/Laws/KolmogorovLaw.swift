internal import RealModule

/// The largest distance between the empirical distribution of residuals and the normal law.
enum KolmogorovLaw {
  /// The distance sup |F_n(z) − Φ(z)| of sorted values.
  static func distance(sorted values: [Double]) -> Double {
    let count = Double(values.count)
    var largest = 0.0
    for (index, z) in values.enumerated() {
      let expected = StandardNormal.cumulative(z)
      largest = max(
        largest, expected - Double(index) / count, Double(index + 1) / count - expected)
    }
    return largest
  }

  /// The probability of at least this distance when mean and variance were fitted to the values.
  ///
  /// The modified distance D (√n − 0.01 + 0.85/√n) has the upper points below at 15, 10, 5, 2.5 and
  /// 1 %; between and beyond them ln p is taken as linear in its square. Between 0.15 and 1 the
  /// result is only rough.
  ///
  /// ## Reference
  ///
  /// M. A. Stephens, "EDF statistics for goodness of fit and some comparisons", *Journal of the
  /// American Statistical Association* 69 (1974) 730-737,
  /// [doi:10.1080/01621459.1974.10480196](https://doi.org/10.1080/01621459.1974.10480196).
  static func fittedTail(distance: Double, count: Int) -> Double {
    let root = Double(count).squareRoot()
    let modified = distance * (root - 0.01 + 0.85 / root)
    let points = [0.5, 0.775, 0.819, 0.895, 0.955, 1.035]
    let probabilities = [0.8, 0.15, 0.10, 0.05, 0.025, 0.01]
    let upper = min(points.firstIndex { modified < $0 } ?? points.count - 1, points.count - 1)
    let index = max(1, upper)
    let (low, high) = (points[index - 1], points[index])
    let (first, last) = (Double.log(probabilities[index - 1]), Double.log(probabilities[index]))
    let slope = (last - first) / (high * high - low * low)
    return min(1, Double.exp(first + slope * (modified * modified - low * low)))
  }
}
