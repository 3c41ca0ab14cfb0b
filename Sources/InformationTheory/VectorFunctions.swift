internal import RealModule

/// x log₂ x, continued by 0 at x = 0.
func binaryLogarithmTimes(_ x: Double) -> Double { x > 0 ? x * Double.log2(x) : 0 }

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

/// a·b + c in one rounding where the processor has the instruction.
@inline(__always)
func fused(_ a: Float, _ b: Float, _ c: Float) -> Float {
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

/// 2ˣ of sixteen numbers below 127, to 3·10⁻⁷; below −100 the value at −100.
@inline(__always)
func exponential2(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let cut = x.replacing(with: -100, where: x .< -100)
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
  let rounded = cut + 0x1.8p23
  let f = cut - (rounded - 0x1.8p23)
  var series = SIMD16<Float>(repeating: 0.001339086336)
  series = fused(series, f, SIMD16(repeating: 0.009676031918))
  series = fused(series, f, SIMD16(repeating: 0.05550357114))
  series = fused(series, f, SIMD16(repeating: 0.2402210749))
  series = fused(series, f, SIMD16(repeating: 0.693147188))
  series = fused(series, f, SIMD16(repeating: 1))
  let exponent = unsafeBitCast(rounded, to: SIMD16<UInt32>.self) &<< 23
  return unsafeBitCast(
    unsafeBitCast(series, to: SIMD16<UInt32>.self) &+ exponent, to: SIMD16<Float>.self)
}
