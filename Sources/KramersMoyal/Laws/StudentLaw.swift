internal import RealModule

/// The law of Student with a number of degrees of freedom, which may be infinite.
package struct StudentLaw {
  /// The degrees of freedom; infinite for the normal law.
  package var degrees: Double

  /// Creates the law; infinite degrees make it the normal one.
  package init(degrees: Double) { self.degrees = degrees }

  /// The probability of a value beyond ±|t|.
  package func twoSidedTail(_ t: Double) -> Double {
    guard degrees.isFinite else { return Double.erfc(abs(t) / (2.0).squareRoot()) }
    return Self.incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The t that is exceeded in size with probability 1 − level, by bisection.
  package func bound(level: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while twoSidedTail(high) > 1 - level, high < 1e12 { high *= 2 }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if twoSidedTail(middle) > 1 - level { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    guard x <= (a + 1) / (a + b + 2) else { return 1 - incompleteBeta(1 - x, b, a) }
    let beta = Double.logGamma(a) + Double.logGamma(b) - Double.logGamma(a + b)
    let front = Double.exp(a * Double.log(x) + b * Double.log(1 - x) - beta) / a
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1..<1000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return front * result
  }
}
