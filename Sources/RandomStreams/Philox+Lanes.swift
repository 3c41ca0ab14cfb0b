/// Sixteen Philox blocks, one per lane; each lane holds a 32-bit word in the low half of 64 bits.
///
/// The high halves hold rubbish that the next multiplication ignores, which saves masking: a 64-bit
/// product of the low halves is one instruction.
struct PhiloxLanes {
  var word0: SIMD16<UInt64>
  var word1: SIMD16<UInt64>
  var word2: SIMD16<UInt64>
  var word3: SIMD16<UInt64>

  /// The random words of one block of sixteen streams.
  ///
  /// Sixteen lanes are two registers of eight: two independent chains of instructions hide each
  /// other's latency.
  @inline(__always)
  init(block: UInt64, addresses: SIMD16<UInt64>, keys: UnsafePointer<UInt64>) {
    word0 = SIMD16(repeating: block)
    word1 = SIMD16(repeating: block &>> 32)
    word2 = addresses
    word3 = addresses &>> 32
    encrypt(keys)
  }

  /// Replaces counters by the random words of ``Philox/block(counter:key:)``.
  ///
  /// - Parameter keys: The keys of the ten rounds in pairs.
  @inline(__always)
  private mutating func encrypt(_ keys: UnsafePointer<UInt64>) {
    // Written out, since the compiler keeps a loop of ten rounds.
    round(keys)
    round(keys + 2)
    round(keys + 4)
    round(keys + 6)
    round(keys + 8)
    round(keys + 10)
    round(keys + 12)
    round(keys + 14)
    round(keys + 16)
    round(keys + 18)
  }

  @inline(__always)
  private mutating func round(_ keys: UnsafePointer<UInt64>) {
    let low = SIMD16<UInt64>(repeating: 0xFFFF_FFFF)
    let product0 = (word0 & low) &* SIMD16(repeating: 0xD251_1F53)
    let product1 = (word2 & low) &* SIMD16(repeating: 0xCD9E_8D57)
    word0 = (product1 &>> 32) ^ word1 ^ SIMD16(repeating: keys[0])
    word1 = product1
    word2 = (product0 &>> 32) ^ word3 ^ SIMD16(repeating: keys[1])
    word3 = product0
  }
}

/// Calls `body` with the keys of Philox's ten rounds in pairs, each in the low half of 64 bits.
@inline(__always)
func withRoundKeys(
  _ key: SIMD2<UInt32>, _ body: (UnsafePointer<UInt64>) -> Void
) {
  withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 20) { keys in
    var key = key
    for round in 0..<10 {
      keys[2 * round] = UInt64(key.x)
      keys[2 * round + 1] = UInt64(key.y)
      key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    if let base = keys.baseAddress { body(base) }
  }
}
