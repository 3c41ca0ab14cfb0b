public import RealModule

extension Double: NormalScalar {
  /// A block of 128 bits holds two variates.
  public static var normalsPerBlock: Int { 2 }

  /// Draws two variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Double>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    withRoundKeys(source.key) { keys in
      var addresses = source.addresses(firstIndex: firstIndex)
      var index = 0
      while index < count {
        let lanes = PhiloxLanes(block: block, addresses: addresses, keys: keys)
        let (first, second) = pair(lanes)
        let room = min(16, count &- index)
        store(first, at: normals + index, count: room)
        store(second, at: normals + (count &+ index), count: room)
        addresses &+= 16
        index &+= 16
      }
    }
  }

  @inline(__always)
  private static func store(
    _ vector: SIMD16<Double>, at pointer: UnsafeMutablePointer<Double>, count: Int
  ) {
    if count == 16 {
      UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<Double>.self)
    } else {
      for lane in 0..<count { pointer[lane] = vector[lane] }
    }
  }

  /// The transform of Box and Muller: √(−2 ln u) · (cos 2πv, sin 2πv).
  @inline(__always)
  private static func pair(_ lanes: PhiloxLanes) -> (SIMD16<Double>, SIMD16<Double>) {
    let u = unitInterval(high: lanes.word1, low: lanes.word0)
    let v = unitInterval(high: lanes.word3, low: lanes.word2)
    let radius = vectorSquareRoot(-2 * naturalLogarithm(u))
    let (cosine, sine) = cosineAndSine(turns: v)
    return (radius * cosine, radius * sine)
  }
}

/// (k + ½) 2⁻⁵², where k is the high word followed by the upper 20 bits of the low word; exact.
///
/// The words go straight into mantissas, 2²⁰ + high · 2⁻³² and ½ + (2 · 20 bits + 1) · 2⁻⁵³: a shift
/// to the left would be merged with Philox's last product into a slow 64-bit product.
@inline(__always)
private func unitInterval(high: SIMD16<UInt64>, low: SIMD16<UInt64>) -> SIMD16<Double> {
  let upper = unsafeBitCast(
    (high & 0xFFFF_FFFF) | 0x4130_0000_0000_0000, to: SIMD16<Double>.self)
  let lower = unsafeBitCast(
    ((low &>> 11) & 0x1F_FFFE) | 0x3FE0_0000_0000_0001, to: SIMD16<Double>.self)
  return (upper - (0x1p20 + 0.5)) + lower
}
