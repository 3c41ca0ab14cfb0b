internal import RealModule

/// The Bernoulli function B(m) = m/(eᵐ − 1) for m ≥ 0; B(−m) = B(m) + m.
///
/// Below ½ it is summed as 1 − m/2 + m²/12 − m⁴/720 + …, above it is m e⁻ᵐ/(1 − e⁻ᵐ); neither
/// overflows nor loses digits.
@inline(__always)
func bernoulli(_ magnitude: Lanes) -> Lanes {
  let bounded = smaller(magnitude, Lanes(repeating: 700))
  let square = bounded * bounded
  var series = Lanes(repeating: 1.0 / 74_724_249_600)
  series = multiplyAdd(series, square, Lanes(repeating: -691.0 / 1_307_674_368_000))
  series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 47_900_160))
  series = multiplyAdd(series, square, Lanes(repeating: -1.0 / 1_209_600))
  series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 30_240))
  series = multiplyAdd(series, square, Lanes(repeating: -1.0 / 720))
  series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 12))
  series = multiplyAdd(series, square, multiplyAdd(bounded, Lanes(repeating: -0.5), Lanes.one))
  let isSmall = bounded .< 0.5
  if all(isSmall) { return series }
  let decay = exponentialOfNegative(bounded)
  let quotient = bounded * decay / (1 - decay)
  return quotient.replacing(with: series, where: isSmall)
}

/// The Bernoulli function of one number m ≥ 0.
func bernoulli(_ magnitude: Double) -> Double {
  let bounded = min(magnitude, 700)
  guard bounded > 1e-3 else { return 1 - bounded / 2 + bounded * bounded / 12 }
  return bounded / Double.expMinusOne(bounded)
}

extension SIMD8<Double> {
  static var one: Self { Self(repeating: 1) }
}
