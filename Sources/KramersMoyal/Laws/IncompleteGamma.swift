internal import RealModule

/// The regularised incomplete gamma function and the laws that are made of it.
enum IncompleteGamma {
  /// Q(a, x) = Γ(a, x)/Γ(a) for a > 0, by the series or the continued fraction, to 10⁻¹³.
  static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    let scale = Double.exp(a * Double.log(x) - x - Double.logGamma(a))
    return x < a + 1 ? max(0, 1 - scale * series(a, x)) : scale * fraction(a, x)
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, order) = (1 / a, 1 / a, a)
    while abs(term) > abs(sum) * 1e-16 {
      order += 1
      term *= x / order
      sum += term
    }
    return sum
  }

  /// Lentz's evaluation of the continued fraction of Legendre.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var result = d
    for step in 1..<1000 {
      let numerator = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / guarded(numerator * d + b)
      c = guarded(b + numerator / c)
      let factor = d * c
      result *= factor
      if abs(factor - 1) < 1e-15 { break }
    }
    return result
  }
}

/// The probability that a χ² variate with `degrees` degrees of freedom is at least `value`.
package func chiSquaredTail(_ value: Double, degrees: Int) -> Double {
  IncompleteGamma.upper(Double(degrees) / 2, value / 2)
}

/// A number that may be divided by.
func guarded(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
