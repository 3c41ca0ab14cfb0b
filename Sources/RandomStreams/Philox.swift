/// The counter-based generator Philox 4×32 with ten rounds.
///
/// A block of four random words is a function of a 128-bit counter and a 64-bit key, so any part of
/// any stream can be computed at once, in any order and by any thread.
///
/// ## Reference
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", *SC '11* (2011), [doi:10.1145/2063384.2063405](https://doi.org/10.1145/2063384.2063405).
@frozen
public enum Philox {
  @inlinable static var multiplier0: UInt64 { 0xD251_1F53 }
  @inlinable static var multiplier1: UInt64 { 0xCD9E_8D57 }
  @inlinable static var keyIncrement: SIMD2<UInt32> { SIMD2(0x9E37_79B9, 0xBB67_AE85) }

  /// The four random words of `counter` under `key`.
  ///
  /// - Parameters:
  ///   - counter: The position, least significant word first.
  ///   - key: What tells one family of streams from another.
  /// - Returns: Four words, each uniform over all 32-bit integers.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (word, key) = (counter, key)
    for _ in 0..<10 {
      let product0 = UInt64(word.x) * multiplier0
      let product1 = UInt64(word.z) * multiplier1
      word = SIMD4(
        UInt32(truncatingIfNeeded: product1 >> 32) ^ word.y ^ key.x,
        UInt32(truncatingIfNeeded: product1),
        UInt32(truncatingIfNeeded: product0 >> 32) ^ word.w ^ key.y,
        UInt32(truncatingIfNeeded: product0))
      key &+= keyIncrement
    }
    return word
  }
}
