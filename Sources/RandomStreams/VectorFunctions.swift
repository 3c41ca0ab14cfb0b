// Division and square root of vectors are scalarised by the compiler, so both are built here from
// products. The polynomials are interpolations at Chebyshev nodes, computed with 40 digits.

/// a·b + c in one rounding where the processor has the instruction.
@inline(__always)
func fused<Vector: SIMD>(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector
where Vector.Scalar: FloatingPoint {
  #if FOKKER_NATIVE
  c.addingProduct(a, b)
  #else
  a * b + c
  #endif
}

/// The square root of sixteen normal positive numbers or zeros, to 3 units in the last place.
///
/// From the bit-shift guess of 1/√x (error 3 %), one step of order 4 and one of order 3.
@inline(__always)
func vectorSquareRoot(_ x: SIMD16<Double>) -> SIMD16<Double> {
  let bits = unsafeBitCast(x, to: SIMD16<UInt64>.self)
  let guess = unsafeBitCast(0x5FE6_EB50_C7B5_37A9 &- (bits &>> 1), to: SIMD16<Double>.self)
  let h = fused(-(x * guess), guess, SIMD16(repeating: 1))
  let order4 = fused(
    fused(SIMD16(repeating: 0.3125), h, SIMD16(repeating: 0.375)), h, SIMD16(repeating: 0.5))
  let better = fused(guess * h, order4, guess)
  let root = x * better
  let rest = fused(-root, better, SIMD16(repeating: 1))
  let order3 = fused(SIMD16(repeating: 0.375), rest, SIMD16(repeating: 0.5))
  return fused(root * rest, order3, root)
}

/// The square root of sixteen normal positive numbers or zeros, to 3 units in the last place.
@inline(__always)
func vectorSquareRoot(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let bits = unsafeBitCast(x, to: SIMD16<UInt32>.self)
  let guess = unsafeBitCast(0x5F37_59DF &- (bits &>> 1), to: SIMD16<Float>.self)
  let h = fused(-(x * guess), guess, SIMD16(repeating: 1))
  let order3 = fused(SIMD16(repeating: 0.375), h, SIMD16(repeating: 0.5))
  let better = fused(guess * h, order3, guess)
  let root = x * better
  let rest = fused(-root, better, SIMD16(repeating: 1))
  return fused(root * rest, SIMD16(repeating: 0.5), root)
}

/// ln u of sixteen normal positive numbers: e ln 2 + 2 artanh t, t = (m − 1)/(m + 1), √½ ≤ m < √2.
@inline(__always)
func naturalLogarithm(_ u: SIMD16<Double>) -> SIMD16<Double> {
  let bits = unsafeBitCast(u, to: SIMD16<UInt64>.self)
  let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
  let exponent =
    unsafeBitCast((shifted &>> 52) | 0x4330_0000_0000_0000, to: SIMD16<Double>.self)
    - (0x1p52 + 1023)
  let m = unsafeBitCast(
    (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD, to: SIMD16<Double>.self)
  let (numerator, denominator) = (m - 1, m + 1)
  // 1/(m + 1) by a parabola (error 1.5·10⁻³), a step of order 3, and the quotient's own residual.
  let parabola = fused(
    fused(
      SIMD16(repeating: 0.11686289071326849), denominator, SIMD16(repeating: -0.722444113355671)),
    denominator, SIMD16(repeating: 1.4777559147244487))
  let h = fused(-denominator, parabola, SIMD16(repeating: 1))
  let reciprocal = fused(fused(h, h, h), parabola, parabola)
  let quotient = numerator * reciprocal
  let t = fused(fused(-quotient, denominator, numerator), reciprocal, quotient)
  let z = t * t
  var series = SIMD16<Double>(repeating: 0.146164497305425998)
  series = fused(series, z, SIMD16(repeating: 0.15331721596205322))
  series = fused(series, z, SIMD16(repeating: 0.181828891254217149))
  series = fused(series, z, SIMD16(repeating: 0.222222111347922561))
  series = fused(series, z, SIMD16(repeating: 0.285714286259755091))
  series = fused(series, z, SIMD16(repeating: 0.399999999998995044))
  series = fused(series, z, SIMD16(repeating: 0.666666666666666969))
  let logarithm = fused(t * z, series, t + t)
  return fused(exponent, SIMD16(repeating: 0.6931471805599453), logarithm)
}

/// ln u of sixteen normal positive numbers: e ln 2 + ln m with a polynomial in m − 1.
@inline(__always)
func naturalLogarithm(_ u: SIMD16<Float>) -> SIMD16<Float> {
  let bits = unsafeBitCast(u, to: SIMD16<UInt32>.self)
  let shifted = bits &+ (0x3F80_0000 &- 0x3F35_04F3)
  let exponent =
    unsafeBitCast((shifted &>> 23) | 0x4B00_0000, to: SIMD16<Float>.self) - (0x1p23 + 127)
  let f = unsafeBitCast((shifted & 0x007F_FFFF) &+ 0x3F35_04F3, to: SIMD16<Float>.self) - 1
  let z = f * f
  var series = SIMD16<Float>(repeating: -0.07902744)
  series = fused(series, f, SIMD16(repeating: 0.1262232))
  series = fused(series, f, SIMD16(repeating: -0.12998184))
  series = fused(series, f, SIMD16(repeating: 0.14214496))
  series = fused(series, f, SIMD16(repeating: -0.16641281))
  series = fused(series, f, SIMD16(repeating: 0.20001045))
  series = fused(series, f, SIMD16(repeating: -0.25000306))
  series = fused(series, f, SIMD16(repeating: 0.3333333))
  let logarithm = fused(f * z, series, fused(z, SIMD16(repeating: -0.5), f))
  return fused(exponent, SIMD16(repeating: 0.6931472), logarithm)
}

/// cos 2πv and sin 2πv of sixteen numbers between 0 and 1.
@inline(__always)
func cosineAndSine(turns v: SIMD16<Double>) -> (SIMD16<Double>, SIMD16<Double>) {
  let quarters = 4 * v
  // Adding 1.5 · 2⁵² rounds to a whole number, which then stands in the low bits.
  let rounded = quarters + 0x1.8p52
  let quadrant = unsafeBitCast(rounded, to: SIMD16<UInt64>.self)
  let q = quarters - (rounded - 0x1.8p52)
  let z = q * q
  // sin(πq/2)/q and cos(πq/2) for |q| ≤ ½.
  var sine = SIMD16<Double>(repeating: 5.63393378153785395e-8)
  sine = fused(sine, z, SIMD16(repeating: -3.5986433529823097e-6))
  sine = fused(sine, z, SIMD16(repeating: 0.000160441150742190911))
  sine = fused(sine, z, SIMD16(repeating: -0.00468175413234097599))
  sine = fused(sine, z, SIMD16(repeating: 0.0796926262460430031))
  sine = fused(sine, z, SIMD16(repeating: -0.645964097506244316))
  sine = fused(sine, z, SIMD16(repeating: 1.57079632679489661)) * q
  var cosine = SIMD16<Double>(repeating: 4.65529618748676215e-7)
  cosine = fused(cosine, z, SIMD16(repeating: -0.0000252001352642847914))
  cosine = fused(cosine, z, SIMD16(repeating: 0.000919259950041660917))
  cosine = fused(cosine, z, SIMD16(repeating: -0.0208634807349465689))
  cosine = fused(cosine, z, SIMD16(repeating: 0.253669507899864731))
  cosine = fused(cosine, z, SIMD16(repeating: -1.23370055013615134))
  cosine = fused(cosine, z, SIMD16(repeating: 1))
  // In odd quarters the two swap places; bits instead of masks, whose making is not vectorised.
  let (c, s) = (
    unsafeBitCast(cosine, to: SIMD16<UInt64>.self), unsafeBitCast(sine, to: SIMD16<UInt64>.self)
  )
  let difference = (c ^ s) & (0 &- (quadrant & 1))
  let (a, b) = (c ^ difference, s ^ difference)
  return (
    unsafeBitCast(a ^ (((quadrant &+ 1) & 2) &<< 62), to: SIMD16<Double>.self),
    unsafeBitCast(b ^ ((quadrant & 2) &<< 62), to: SIMD16<Double>.self)
  )
}

/// cos 2πv and sin 2πv for v = w 2⁻³²; the quarter of the turn comes from the integer, exactly.
@inline(__always)
func cosineAndSine(turnBits w: SIMD16<UInt32>) -> (SIMD16<Float>, SIMD16<Float>) {
  let quadrant = (w &+ 0x2000_0000) &>> 30
  // The rest between −½ and ½ quarter as an offset binary number, of which 23 bits are kept.
  let offset = ((w &<< 2) ^ 0x8000_0000) &>> 9 | 0x3F80_0000
  let q = unsafeBitCast(offset, to: SIMD16<Float>.self) - 1.5 + 0x1p-24
  let z = q * q
  var sine = SIMD16<Float>(repeating: -0.004602149)
  sine = fused(sine, z, SIMD16(repeating: 0.07968022))
  sine = fused(sine, z, SIMD16(repeating: -0.6459635))
  sine = fused(sine, z, SIMD16(repeating: 1.5707963)) * q
  var cosine = SIMD16<Float>(repeating: 0.0009036281)
  cosine = fused(cosine, z, SIMD16(repeating: -0.02086007))
  cosine = fused(cosine, z, SIMD16(repeating: 0.2536692))
  cosine = fused(cosine, z, SIMD16(repeating: -1.2337005))
  cosine = fused(cosine, z, SIMD16(repeating: 1))
  // In odd quarters the two swap places; bits instead of masks, whose making is not vectorised.
  let (c, s) = (
    unsafeBitCast(cosine, to: SIMD16<UInt32>.self), unsafeBitCast(sine, to: SIMD16<UInt32>.self)
  )
  let difference = (c ^ s) & (0 &- (quadrant & 1))
  let (a, b) = (c ^ difference, s ^ difference)
  return (
    unsafeBitCast(a ^ (((quadrant &+ 1) & 2) &<< 30), to: SIMD16<Float>.self),
    unsafeBitCast(b ^ ((quadrant & 2) &<< 30), to: SIMD16<Float>.self)
  )
}

/// The square root of sixteen numbers; NaN for negative ones, which the bit-shift guess ignores.
@inline(__always)
func checkedSquareRoot(_ x: SIMD16<Double>) -> SIMD16<Double> {
  // Adding zero turns −0 into 0.
  let sign = unsafeBitCast(x + 0, to: SIMD16<UInt64>.self) &>> 63
  let root = unsafeBitCast(vectorSquareRoot(x), to: SIMD16<UInt64>.self)
  return unsafeBitCast(root | (0 &- sign), to: SIMD16<Double>.self)
}

/// The square root of sixteen numbers; NaN for negative ones, which the bit-shift guess ignores.
@inline(__always)
func checkedSquareRoot(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let sign = unsafeBitCast(x + 0, to: SIMD16<UInt32>.self) &>> 31
  let root = unsafeBitCast(vectorSquareRoot(x), to: SIMD16<UInt32>.self)
  return unsafeBitCast(root | (0 &- sign), to: SIMD16<Float>.self)
}
