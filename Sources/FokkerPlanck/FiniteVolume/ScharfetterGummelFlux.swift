internal import RealModule

/// The exponentially fitted flux between two neighbouring points.
///
/// For the current J = a p − ∂(D p)/∂x over a distance ℓ, with w = a ℓ − (D₁ − D₀), D* the
/// logarithmic mean of D₀ and D₁, and z = w/D*,
///
/// ```
/// J = (D*/ℓ) [B(−z) p₀ − B(z) p₁],    B(z) = z/(eᶻ − 1)
/// ```
///
/// Both weights are non-negative; without drift J is exactly (D₀ p₀ − D₁ p₁)/ℓ; without flux
/// p₁/p₀ = (D₀/D₁) exp(∫ a/D dx); where D vanishes J becomes the upwind flux of the velocity w/ℓ.
/// Second order in ℓ.
///
/// ## Reference
///
/// D. L. Scharfetter and H. K. Gummel, "Large-signal analysis of a silicon Read diode oscillator",
/// *IEEE Transactions on Electron Devices* 16 (1969) 64-77,
/// [doi:10.1109/T-ED.1969.16566](https://doi.org/10.1109/T-ED.1969.16566); J. S. Chang and
/// G. Cooper, "A practical difference scheme for Fokker-Planck equations", *Journal of
/// Computational Physics* 6 (1970) 1-16,
/// [doi:10.1016/0021-9991(70)90001-X](https://doi.org/10.1016/0021-9991(70)90001-X).
struct ScharfetterGummelFlux {
  /// ℓ J = forward p₀ − backward p₁.
  var forward: Double
  var backward: Double

  /// Makes the weights from the coefficients at both points and half-way between them.
  init(
    drift: (first: Double, middle: Double, last: Double),
    diffusion: (first: Double, middle: Double, last: Double), distance: Double
  ) {
    let mean = Self.logarithmicMean(diffusion.first, diffusion.last)
    var velocity = drift.middle
    if diffusion.first == diffusion.last, diffusion.first == diffusion.middle {
      velocity = (drift.first + 4 * drift.middle + drift.last) / 6
    } else if diffusion.middle > mean / 2, diffusion.middle < 2 * mean,
      abs(diffusion.last - diffusion.first) < mean
    {
      velocity =
        mean
        * (drift.first / diffusion.first + 4 * (drift.middle / diffusion.middle)
          + drift.last / diffusion.last) / 6
    }
    let jump = velocity * distance - (diffusion.last - diffusion.first)
    let base = mean > 0 ? mean * bernoulli(abs(jump) / mean) : 0
    forward = base + max(jump, 0)
    backward = base + max(-jump, 0)
  }

  /// (d₁ − d₀)/ln(d₁/d₀), and zero when either is zero.
  static func logarithmicMean(_ first: Double, _ last: Double) -> Double {
    guard first > 0, last > 0 else { return 0 }
    let ratio = (last - first) / (last + first)
    let square = ratio * ratio
    guard square > 0.01 else { return 0.5 * (first + last) / seriesOfLogarithm(square) }
    return (last - first) / (Double.log(last) - Double.log(first))
  }

  /// artanh(δ)/δ from δ² < 0.01.
  private static func seriesOfLogarithm(_ s: Double) -> Double {
    1 + s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9 + s * (1.0 / 11 + s / 13)))))
  }
}

/// Eight fluxes at once, for coefficients that vary little from one point to the next.
struct ScharfetterGummelFluxes {
  var forward: Lanes
  var backward: Lanes

  /// Makes the weights of eight faces, or nothing when some face needs the careful scalar path.
  @inline(__always)
  init?(
    drift: (first: Lanes, middle: Lanes, last: Lanes),
    diffusion: (first: Lanes, middle: Lanes, last: Lanes), distance: Double
  ) {
    let difference = diffusion.last - diffusion.first
    var mean = diffusion.first
    var velocity = (drift.first + 4 * drift.middle + drift.last) * (1.0 / 6)
    if any(difference .!= 0 .| diffusion.middle .!= diffusion.first) {
      let ratio = difference / (diffusion.last + diffusion.first)
      let square = ratio * ratio
      guard all(square .< 0.01) else { return nil }
      mean = 0.5 * (diffusion.first + diffusion.last) / Self.seriesOfLogarithm(square)
      guard all(diffusion.middle .> 0.5 * mean .& diffusion.middle .< 2 * mean) else { return nil }
      let ratios =
        drift.first / diffusion.first + 4 * (drift.middle / diffusion.middle)
        + drift.last / diffusion.last
      velocity = mean * ratios * (1.0 / 6)
    }
    let jump = velocity * distance - difference
    let magnitude = larger(jump, -jump)
    let base = mean * bernoulli(magnitude / larger(mean, Lanes(repeating: 1e-300)))
    forward = base + larger(jump, Lanes.zero)
    backward = base + larger(-jump, Lanes.zero)
  }

  /// artanh(δ)/δ from δ² < 0.01.
  @inline(__always)
  private static func seriesOfLogarithm(_ square: Lanes) -> Lanes {
    var series = Lanes(repeating: 1.0 / 13)
    series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 11))
    series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 9))
    series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 7))
    series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 5))
    series = multiplyAdd(series, square, Lanes(repeating: 1.0 / 3))
    return multiplyAdd(series, square, Lanes.one)
  }
}
