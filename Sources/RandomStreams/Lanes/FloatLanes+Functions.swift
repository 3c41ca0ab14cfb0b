// The polynomials are interpolations at Chebyshev nodes, computed with 40 digits.

extension FloatLanes {
  /// From the bit-shift guess of 1/√x (error 3 %), one step of order 3 and one of order 2.
  @inline(__always)
  var squareRoot: FloatLanes {
    let guess = FloatLanes(bits: 0x5F37_59DF &- (bits &>> 1))
    let h = Self.fused(self * guess, guess, -1)
    let better = Self.fused(guess * h, Self.fused(0.375, h, -0.5), guess)
    let root = self * better
    let rest = Self.fused(root, better, -1)
    return Self.fused(root * rest, FloatLanes(repeating: -0.5), root)
  }

  @inline(__always)
  var signMask: HalfWordLanes { 0 &- ((self + 0).bits &>> 31) }

  /// One more than the largest exponent carries into the highest bit.
  @inline(__always)
  var overflowBits: HalfWordLanes { (bits & 0x7F80_0000) &+ 0x0080_0000 }

  /// −2 ln(x 2⁻³²) of normal positive numbers: −2 (e ln 2 + ln m) with a polynomial in m − 1.
  @inline(__always)
  var squaredRadius: FloatLanes {
    let shifted = bits &+ (0x3F80_0000 &- 0x3F35_04F3)
    let exponent = FloatLanes(bits: (shifted &>> 23) | 0x4B00_0000) - (0x1p23 + 127 + 32)
    let f = FloatLanes(bits: (shifted & 0x007F_FFFF) &+ 0x3F35_04F3) - 1
    let z = f * f
    var series = Self.fused(0.15805488, f, -0.2524464)
    series = Self.fused(series, f, 0.25996368)
    series = Self.fused(series, f, -0.28428992)
    series = Self.fused(series, f, 0.33282562)
    series = Self.fused(series, f, -0.4000209)
    series = Self.fused(series, f, 0.50000612)
    series = Self.fused(series, f, -0.6666666)
    series = Self.fused(series, f, 1)
    let logarithm = Self.fused(z, series, -2 * f)
    return Self.fused(exponent, FloatLanes(repeating: -1.3862944), logarithm)
  }

  /// cos 2πv and sin 2πv for v = w 2⁻³².
  @inline(__always)
  static func cosineAndSine(turns w: HalfWordLanes) -> (FloatLanes, FloatLanes) {
    // The quarter of the turn is in the two highest bits; the rest q is between −½ and ½ quarter.
    let quarter = w &+ 0x2000_0000
    let q = 0x1p-32 * FloatLanes(signed: w &<< 2)
    let z = q * q
    var sine = fused(-0.004602149, z, 0.07968022)
    sine = fused(sine, z, -0.6459635)
    sine = fused(sine, z, 1.5707963) * q
    var cosine = fused(0.0009036281, z, -0.02086007)
    cosine = fused(cosine, z, 0.2536692)
    cosine = fused(cosine, z, -1.2337005)
    cosine = fused(cosine, z, 1)
    // In odd quarters the two swap places.
    let isOdd = quarter &<< 1
    let (first, second) = (selected(isOdd, sine, cosine), selected(isOdd, cosine, sine))
    let sign: UInt32 = 0x8000_0000
    return (
      FloatLanes(bits: first.bits ^ ((quarter &+ 0x4000_0000) & sign)),
      FloatLanes(bits: second.bits ^ (quarter & sign))
    )
  }
}
