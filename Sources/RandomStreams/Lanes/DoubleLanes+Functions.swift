// The polynomials are interpolations at Chebyshev nodes, computed with 40 digits.

extension DoubleLanes {
  /// From the bit-shift guess of 1/√x (error 3 %), one step of order 4 and one of order 3.
  @inline(__always)
  var squareRoot: DoubleLanes {
    let guess = DoubleLanes(bits: 0x5FE6_EB50_C7B5_37A9 &- (bits &>> 1))
    let h = Self.fused(self * guess, guess, -1)
    let order4 = Self.fused(Self.fused(-0.3125, h, 0.375), h, -0.5)
    let better = Self.fused(guess * h, order4, guess)
    let root = self * better
    let rest = Self.fused(root, better, -1)
    return Self.fused(root * rest, Self.fused(0.375, rest, -0.5), root)
  }

  @inline(__always)
  var signMask: WordLanes { 0 &- ((self + 0).bits &>> 63) }

  /// One more than the largest exponent carries into the highest bit.
  @inline(__always)
  var overflowBits: WordLanes { (bits & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000 }

  /// −2 ln(x 2⁻⁶⁴) of normal positive numbers: with x = 2ᵉ m, √½ ≤ m < √2 and
  /// t = (m − 1)/(m + 1), ln x = e ln 2 + 2 artanh t.
  @inline(__always)
  var squaredRadius: DoubleLanes {
    let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
    let exponent =
      DoubleLanes(bits: (shifted &>> 52) | 0x4330_0000_0000_0000) - (0x1p52 + 1023 + 64)
    let m = DoubleLanes(bits: (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD)
    let (numerator, denominator) = (m - 1, m + 1)
    // −1/(m + 1) by a parabola (error 1.5·10⁻³), a step of order 3, and the quotient's own residual.
    let parabola = Self.fused(
      Self.fused(-0.11686289071326849, denominator, 0.722444113355671), denominator,
      -1.4777559147244487)
    let h = Self.fused(denominator, parabola, 1)
    let reciprocal = Self.fused(Self.fused(h, h, h), parabola, parabola)
    let quotient = numerator * reciprocal
    let t = Self.fused(Self.fused(quotient, denominator, numerator), reciprocal, quotient)
    let z = t * t
    var series = Self.fused(0.292328994610851996, z, 0.3066344321241044)
    series = Self.fused(series, z, 0.363657782508434298)
    series = Self.fused(series, z, 0.444444222695845122)
    series = Self.fused(series, z, 0.571428572519510186)
    series = Self.fused(series, z, 0.799999999997990088)
    series = Self.fused(series, z, 1.333333333333333938)
    series = Self.fused(series, z, 4)
    // t stands for −t.
    return Self.fused(exponent, DoubleLanes(repeating: -1.3862943611198906), t * series)
  }

  /// cos 2πv and sin 2πv for v = w 2⁻⁶⁴.
  @inline(__always)
  static func cosineAndSine(turns w: WordLanes) -> (DoubleLanes, DoubleLanes) {
    // The quarter of the turn is in the two highest bits; the rest q is between −½ and ½ quarter.
    let quarter = w &+ 0x2000_0000_0000_0000
    let q = 0x1p-64 * DoubleLanes(signed: w &<< 2)
    let z = q * q
    var sine = fused(5.63393378153785395e-8, z, -3.5986433529823097e-6)
    sine = fused(sine, z, 0.000160441150742190911)
    sine = fused(sine, z, -0.00468175413234097599)
    sine = fused(sine, z, 0.0796926262460430031)
    sine = fused(sine, z, -0.645964097506244316)
    sine = fused(sine, z, 1.57079632679489661) * q
    var cosine = fused(4.65529618748676215e-7, z, -0.0000252001352642847914)
    cosine = fused(cosine, z, 0.000919259950041660917)
    cosine = fused(cosine, z, -0.0208634807349465689)
    cosine = fused(cosine, z, 0.253669507899864731)
    cosine = fused(cosine, z, -1.23370055013615134)
    cosine = fused(cosine, z, 1)
    // In odd quarters the two swap places.
    let isOdd = quarter &<< 1
    let (first, second) = (selected(isOdd, sine, cosine), selected(isOdd, cosine, sine))
    let sign: UInt64 = 0x8000_0000_0000_0000
    return (
      DoubleLanes(bits: first.bits ^ ((quarter &+ 0x4000_0000_0000_0000) & sign)),
      DoubleLanes(bits: second.bits ^ (quarter & sign))
    )
  }
}
