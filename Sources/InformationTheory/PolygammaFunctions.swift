internal import RealModule

/// The logarithmic derivative ψ(x) of the gamma function for x > 0.
///
/// By the recurrence ψ(x) = ψ(x + 1) − 1/x to x ≥ 10 and the asymptotic series, to about 10⁻¹⁵.
func digamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let z = 1 / (x * x)
  let series =
    z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132)))))
  return sum + Double.log(x) - 0.5 / x - series
}

/// The derivative ψ′(x) of the digamma function for x > 0, by the same means.
func trigamma(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum += 1 / (x * x)
    x += 1
  }
  let z = 1 / (x * x)
  let series =
    z * (1.0 / 6 - z * (1.0 / 30 - z * (1.0 / 42 - z * (1.0 / 30 - z * (5.0 / 66)))))
  return sum + (1 + 0.5 / x + series) / x
}
