public import RealModule

extension Float: NormalScalar {
  /// A block of 128 bits holds four variates.
  public static var normalsPerBlock: Int { 4 }

  /// Draws four variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Float>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    withRoundKeys(source.key) { keys in
      var addresses = source.addresses(firstIndex: firstIndex)
      var index = 0
      while index < count {
        let lanes = PhiloxLanes(block: block, addresses: addresses, keys: keys)
        let (a, b) = pair(narrow(lanes.word0), narrow(lanes.word1))
        let (c, d) = pair(narrow(lanes.word2), narrow(lanes.word3))
        let room = min(16, count &- index)
        store(a, at: normals + index, count: room)
        store(b, at: normals + (count &+ index), count: room)
        store(c, at: normals + (2 &* count &+ index), count: room)
        store(d, at: normals + (3 &* count &+ index), count: room)
        addresses &+= 16
        index &+= 16
      }
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
  private static func narrow(_ word: SIMD16<UInt64>) -> SIMD16<UInt32> {
    SIMD16<UInt32>(truncatingIfNeeded: word)
  }

  /// The transform of Box and Muller: √(−2 ln u) · (cos 2πv, sin 2πv).
  @inline(__always)
  private static func pair(
    _ u: SIMD16<UInt32>, _ v: SIMD16<UInt32>
  ) -> (SIMD16<Float>, SIMD16<Float>) {
    let radius = vectorSquareRoot(-2 * naturalLogarithm(unitInterval(u)))
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
