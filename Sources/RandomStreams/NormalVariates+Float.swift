public import RealModule

extension Float: NormalScalar {
  /// A block of 128 bits holds four variates.
  public static var normalsPerBlock: Int { 4 }

  /// Draws four variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Float>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    var index = 0
    while index < count {
      let first = source.lanes(firstIndex: firstIndex &+ UInt64(index), block: block)
      let second = source.lanes(firstIndex: firstIndex &+ UInt64(index) &+ 8, block: block)
      let (a, b) = pair(narrow(first.word0, second.word0), narrow(first.word1, second.word1))
      let (c, d) = pair(narrow(first.word2, second.word2), narrow(first.word3, second.word3))
      for (row, vector) in [a, b, c, d].enumerated() {
        store(vector, at: normals + row * count + index, count: min(16, count - index))
      }
      index += 16
    }
  }

  @inline(__always)
  private static func store(
    _ vector: SIMD16<Float>, at pointer: UnsafeMutablePointer<Float>, count: Int
  ) {
    if count == 16 {
      UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<Float>.self)
    } else {
      for lane in 0..<count { pointer[lane] = vector[lane] }
    }
  }

  @inline(__always)
  private static func narrow(_ low: SIMD8<UInt64>, _ high: SIMD8<UInt64>) -> SIMD16<UInt32> {
    SIMD16(
      lowHalf: SIMD8<UInt32>(truncatingIfNeeded: low),
      highHalf: SIMD8<UInt32>(truncatingIfNeeded: high))
  }

  /// The transform of Box and Muller: √(−2 ln u) · (cos 2πv, sin 2πv).
  @inline(__always)
  private static func pair(
    _ u: SIMD16<UInt32>, _ v: SIMD16<UInt32>
  ) -> (SIMD16<Float>, SIMD16<Float>) {
    let radius = (-2 * naturalLogarithm(unitInterval(u))).squareRoot()
    let (cosine, sine) = cosineAndSine(turnBits: v)
    return (radius * cosine, radius * sine)
  }
}

/// (w + ½) 2⁻³² rounded to single precision, without the rounding of a sum of large parts: small
/// values keep their relative accuracy, so that the tails reach 6.7 standard deviations.
@inline(__always)
private func unitInterval(_ word: SIMD16<UInt32>) -> SIMD16<Float> {
  let high = unsafeBitCast((word &>> 16) | 0x4B00_0000, to: SIMD16<Float>.self) - 0x1p23
  let low = unsafeBitCast((word & 0xFFFF) | 0x4B00_0000, to: SIMD16<Float>.self) - (0x1p23 - 0.5)
  return fused(high, SIMD16(repeating: 0x1p-16), low * 0x1p-32)
}

/// ln u of sixteen normal positive numbers (polynomial of the Cephes library).
@inline(__always)
private func naturalLogarithm(_ u: SIMD16<Float>) -> SIMD16<Float> {
  let bits = unsafeBitCast(u, to: SIMD16<UInt32>.self)
  let shifted = bits &+ (0x3F80_0000 &- 0x3F35_04F3)
  let exponent =
    unsafeBitCast((shifted &>> 23) | 0x4B00_0000, to: SIMD16<Float>.self) - (0x1p23 + 127)
  let m =
    unsafeBitCast((shifted & 0x007F_FFFF) &+ 0x3F35_04F3, to: SIMD16<Float>.self) - 1
  let z = m * m
  var series = SIMD16<Float>(repeating: 7.037_683_629_2e-2)
  for coefficient: Float in [
    -1.151_461_031_0e-1, 1.167_699_874_0e-1, -1.242_014_084_6e-1, 1.424_932_278_7e-1,
    -1.666_805_766_5e-1, 2.000_071_476_5e-1, -2.499_999_399_3e-1, 3.333_333_117_4e-1,
  ] { series = fused(series, m, SIMD16(repeating: coefficient)) }
  let logarithm = fused(m * z, series, fused(z, SIMD16(repeating: -0.5), m))
  return fused(exponent, SIMD16(repeating: 0.693_147_18), logarithm)
}

/// cos 2πv and sin 2πv for v = w 2⁻³²; the quarter of the turn comes from the integer, exactly.
@inline(__always)
private func cosineAndSine(turnBits w: SIMD16<UInt32>) -> (SIMD16<Float>, SIMD16<Float>) {
  let quadrant = (w &+ 0x2000_0000) &>> 30
  // The rest between −⅛ and ⅛ turn as an offset binary number, of which 23 bits are kept.
  let offset = ((w &<< 2) ^ 0x8000_0000) &>> 9 | 0x3F80_0000
  let r = (unsafeBitCast(offset, to: SIMD16<Float>.self) - 1.5 + 0x1p-24) * (0.5 * Float.pi)
  let z = r * r
  var sine = SIMD16<Float>(repeating: -1.951_529_589_1e-4)
  sine = fused(sine, z, SIMD16(repeating: 8.332_160_873_6e-3))
  sine = fused(sine, z, SIMD16(repeating: -1.666_665_461_1e-1))
  sine = fused(r * z, sine, r)
  var cosine = SIMD16<Float>(repeating: 2.443_315_711_809_948e-5)
  for coefficient: Float in [
    -1.388_731_625_493_765e-3, 4.166_664_568_298_827e-2, -0.5, 1,
  ] { cosine = fused(cosine, z, SIMD16(repeating: coefficient)) }
  let isOdd = unsafeBitCast(quadrant & 1, to: SIMD16<Int32>.self) .== 1
  let (a, b) = (
    cosine.replacing(with: sine, where: isOdd),
    sine.replacing(with: cosine, where: isOdd)
  )
  return (
    unsafeBitCast(
      unsafeBitCast(a, to: SIMD16<UInt32>.self) ^ (((quadrant &+ 1) & 2) &<< 30),
      to: SIMD16<Float>.self),
    unsafeBitCast(
      unsafeBitCast(b, to: SIMD16<UInt32>.self) ^ ((quadrant & 2) &<< 30), to: SIMD16<Float>.self)
  )
}
