internal import RandomStreams

/// The words of a random stream in bulk, eight Philox blocks at a time.
///
/// Word i is the i-th 32-bit word of the random stream with the same seed, purpose and index.
struct RandomWords {
  private let key: SIMD2<UInt32>
  private let address: UInt64

  init(seed: UInt64, purpose: StreamPurpose, index: UInt64) {
    precondition(index < 1 << 48, "a stream's index must be below 2⁴⁸")
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    address = UInt64(purpose.rawValue) << 48 | index
  }

  /// The number of words that are made at once.
  static var blockSize: Int { 32 }

  /// Fills memory with the first words of the stream.
  ///
  /// - Parameters:
  ///   - words: The memory, aligned to 64 bytes.
  ///   - count: The number of words; a multiple of ``blockSize``.
  func fill(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
    let memory = UnsafeMutableRawPointer(words)
    var counter = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    for block in 0..<count / Self.blockSize {
      memory.storeBytes(
        of: encrypt(counter), toByteOffset: block &* Self.blockSize &* 4, as: SIMD16<UInt64>.self)
      counter &+= SIMD8(repeating: 8)
    }
  }

  /// Ten rounds on eight counters; the high halves hold rubbish that the products ignore.
  @inline(__always)
  private func encrypt(_ counter: SIMD8<UInt64>) -> SIMD16<UInt64> {
    let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    var (x, y) = (counter, counter &>> SIMD8(repeating: 32))
    var z = SIMD8<UInt64>(repeating: address)
    var w = SIMD8<UInt64>(repeating: address >> 32)
    var (key0, key1) = (key.x, key.y)
    for _ in 0..<10 {
      let product0 = (x & low) &* SIMD8(repeating: 0xD251_1F53)
      let product1 = (z & low) &* SIMD8(repeating: 0xCD9E_8D57)
      x = (product1 &>> SIMD8(repeating: 32)) ^ y ^ SIMD8(repeating: UInt64(key0))
      y = product1
      z = (product0 &>> SIMD8(repeating: 32)) ^ w ^ SIMD8(repeating: UInt64(key1))
      w = product0
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    let a = (y &<< SIMD8(repeating: 32)) | (x & low)
    let b = (w &<< SIMD8(repeating: 32)) | (z & low)
    return SIMD16(
      a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3], a[4], b[4], a[5], b[5], a[6], b[6], a[7],
      b[7])
  }
}
