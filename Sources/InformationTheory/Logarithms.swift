internal import RealModule

/// x log₂ x, continued by 0 at x = 0.
func binaryLogarithmTimes(_ x: Double) -> Double { x > 0 ? x * Double.log2(x) : 0 }

/// a·b + c in one rounding where the processor has the instruction.
@inline(__always)
func fused(_ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>) -> SIMD8<Double> {
  #if FOKKER_NATIVE
  c.addingProduct(a, b)
  #else
  a * b + c
  #endif
}

/// x log₂ x of eight numbers that are 0 or normal and positive, to 2 units in the last place.
///
/// ln m = 2 artanh((m − 1)/(m + 1)) for m between √½ and √2 by its series up to t¹⁹.
@inline(__always)
func binaryLogarithmTimes(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
  let biased = (bits &- 0x3FE6_A09E_667F_3BCD) &+ (1023 << 52)
  let exponentBits = biased &>> 52
  let exponent =
    unsafeBitCast(exponentBits | 0x4330_0000_0000_0000, to: SIMD8<Double>.self)
    - (0x1p52 + 1023)
  let mantissa = unsafeBitCast(
    bits &- ((exponentBits &- 1023) &<< 52), to: SIMD8<Double>.self)
  let t = (mantissa - 1) / (mantissa + 1)
  let z = t * t
  var series = SIMD8<Double>(repeating: 1 / 19)
  for odd in [17.0, 15, 13, 11, 9, 7, 5, 3] {
    series = fused(series, z, SIMD8(repeating: 1 / odd))
  }
  let natural = 2 * fused(t * z, series, t)
  let logarithm = fused(natural, SIMD8(repeating: 1.4426950408889634), exponent)
  return (x * logarithm).replacing(with: 0, where: x .== 0)
}
