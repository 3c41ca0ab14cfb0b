/// Eight Philox blocks, one per lane; each lane holds a 32-bit word in the low half of 64 bits.
///
/// The high halves hold rubbish that the next multiplication ignores, which saves masking: a 64-bit
/// product of the low halves is one instruction.
@frozen
@usableFromInline
struct PhiloxLanes {
  @usableFromInline var word0: SIMD8<UInt64>
  @usableFromInline var word1: SIMD8<UInt64>
  @usableFromInline var word2: SIMD8<UInt64>
  @usableFromInline var word3: SIMD8<UInt64>

  @inlinable
  @inline(__always)
  init(
    word0: SIMD8<UInt64>, word1: SIMD8<UInt64>, word2: SIMD8<UInt64>, word3: SIMD8<UInt64>
  ) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  /// Replaces counters by the random words of ``Philox/block(counter:key:)``.
  @inlinable
  @inline(__always)
  mutating func encrypt(key: SIMD2<UInt32>) {
    var (key0, key1) = (key.x, key.y)
    let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    for _ in 0..<10 {
      let product0 = (word0 & low) &* SIMD8(repeating: 0xD251_1F53)
      let product1 = (word2 & low) &* SIMD8(repeating: 0xCD9E_8D57)
      word0 = (product1 &>> 32) ^ word1 ^ SIMD8(repeating: UInt64(key0))
      word1 = product1
      word2 = (product0 &>> 32) ^ word3 ^ SIMD8(repeating: UInt64(key1))
      word3 = product0
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
  }

  /// The first 64 random bits of each lane, the first word in the low half.
  @inlinable
  @inline(__always)
  var firstPair: SIMD8<UInt64> { (word1 &<< 32) | (word0 & 0xFFFF_FFFF) }

  /// The second 64 random bits of each lane.
  @inlinable
  @inline(__always)
  var secondPair: SIMD8<UInt64> { (word3 &<< 32) | (word2 & 0xFFFF_FFFF) }
}
