public import RealModule

extension Double: NormalScalar {
  /// A block of 128 bits holds two variates.
  public static var normalsPerBlock: Int { 2 }

  /// Draws two variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Double>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    var index = 0
    while index + 8 <= count {
      let (first, second) = pair(
        source.lanes(firstIndex: firstIndex &+ UInt64(index), block: block))
      UnsafeMutableRawPointer(normals + index).storeBytes(of: first, as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(normals + count + index)
        .storeBytes(of: second, as: SIMD8<Double>.self)
      index += 8
    }
    guard index < count else { return }
    let (first, second) = pair(source.lanes(firstIndex: firstIndex &+ UInt64(index), block: block))
    for lane in 0..<count - index {
      normals[index + lane] = first[lane]
      normals[count + index + lane] = second[lane]
    }
  }

  /// The transform of Box and Muller: √(−2 ln u) · (cos 2πv, sin 2πv).
  @inline(__always)
  private static func pair(_ lanes: PhiloxLanes) -> (SIMD8<Double>, SIMD8<Double>) {
    let one = SIMD8<UInt64>(repeating: 0x3FF0_0000_0000_0000)
    let (u, v) = (
      unsafeBitCast(lanes.firstPair &>> 12 | one, to: SIMD8<Double>.self) - (1 - 0x1p-53),
      unsafeBitCast(lanes.secondPair &>> 12 | one, to: SIMD8<Double>.self) - (1 - 0x1p-53)
    )
    let radius = (-2 * naturalLogarithm(u)).squareRoot()
    let (cosine, sine) = cosineAndSine(turns: v)
    return (radius * cosine, radius * sine)
  }
}

/// ln u of eight normal positive numbers: 2 artanh((m − 1)/(m + 1)) + e ln 2, √½ ≤ m < √2.
@inline(__always)
private func naturalLogarithm(_ u: SIMD8<Double>) -> SIMD8<Double> {
  let bits = unsafeBitCast(u, to: SIMD8<UInt64>.self)
  let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
  let exponent =
    unsafeBitCast((shifted &>> 52) | 0x4330_0000_0000_0000, to: SIMD8<Double>.self)
    - (0x1p52 + 1023)
  let mantissa = unsafeBitCast(
    (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD, to: SIMD8<Double>.self)
  let t = (mantissa - 1) / (mantissa + 1)
  let z = t * t
  var series = SIMD8<Double>(repeating: 2 / 19)
  for odd in [17.0, 15, 13, 11, 9, 7, 5, 3] {
    series = fused(series, z, SIMD8(repeating: 2 / odd))
  }
  let logarithm = fused(t * z, series, 2 * t)
  return fused(exponent, SIMD8(repeating: 0.6931471805599453), logarithm)
}

/// cos 2πv and sin 2πv of eight numbers between 0 and 1, by Cody and Waite's polynomials on an
/// eighth of a turn to either side of the nearest quarter.
@inline(__always)
private func cosineAndSine(turns v: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
  let quarters = 4 * v
  // Adding 1.5 · 2⁵² rounds to a whole number, which then stands in the low bits.
  let rounded = quarters + 0x1.8p52
  let quadrant = unsafeBitCast(rounded, to: SIMD8<UInt64>.self)
  let r = (quarters - (rounded - 0x1.8p52)) * (0.5 * Double.pi)
  let z = r * r
  var sine = SIMD8<Double>(repeating: 1.589_690_995_211_550_1e-10)
  for coefficient in [
    -2.505_076_025_340_686_3e-8, 2.755_731_370_707_006_8e-6, -1.984_126_982_985_795e-4,
    8.333_333_333_322_49e-3, -1.666_666_666_666_663_2e-1,
  ] { sine = fused(sine, z, SIMD8(repeating: coefficient)) }
  sine = fused(r * z, sine, r)
  var cosine = SIMD8<Double>(repeating: -1.135_964_755_778_819_5e-11)
  for coefficient in [
    2.087_572_321_298_175e-9, -2.755_731_435_139_066_4e-7, 2.480_158_728_947_673e-5,
    -1.388_888_888_887_411e-3, 4.166_666_666_666_660_2e-2, -0.5, 1,
  ] { cosine = fused(cosine, z, SIMD8(repeating: coefficient)) }
  let isOdd = unsafeBitCast(quadrant & 1, to: SIMD8<Int64>.self) .== 1
  let sineSign = (quadrant & 2) &<< 62
  let cosineSign = ((quadrant &+ 1) & 2) &<< 62
  let (a, b) = (
    cosine.replacing(with: sine, where: isOdd),
    sine.replacing(with: cosine, where: isOdd)
  )
  return (
    unsafeBitCast(unsafeBitCast(a, to: SIMD8<UInt64>.self) ^ cosineSign, to: SIMD8<Double>.self),
    unsafeBitCast(unsafeBitCast(b, to: SIMD8<UInt64>.self) ^ sineSign, to: SIMD8<Double>.self)
  )
}
