/// Uniform numbers of many streams at once, in single precision.
///
/// A Philox block gives four numbers (w + ½) 2⁻³², rounded: between 2⁻³³ and 1, with full relative
/// accuracy near 0.
public struct UniformSource: Hashable, Sendable {
  private let key: SIMD2<UInt32>
  private let addressBase: UInt64

  /// How many numbers one Philox block holds.
  public static var numbersPerBlock: Int { 4 }

  /// Creates the source of a seed and a purpose.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole computation.
  ///   - purpose: What the numbers are for.
  public init(seed: UInt64, purpose: StreamPurpose) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    addressBase = UInt64(purpose.rawValue) << 48
  }

  /// Draws the numbers of one block of consecutive streams.
  ///
  /// - Parameters:
  ///   - numbers: Room for a whole number of streams times ``numbersPerBlock``, in the order
  ///     [number in the block][stream].
  ///   - firstIndex: The index of the first stream; the last one is below 2⁴⁸ and in the same 2³²
  ///     as the first.
  ///   - block: Which block of the streams.
  public func fill(
    _ numbers: UnsafeMutableBufferPointer<Float>, firstIndex: UInt64, block: UInt64
  ) {
    let count = numbers.count / Self.numbersPerBlock
    precondition(count * Self.numbersPerBlock == numbers.count, "the buffer holds whole blocks")
    guard let base = numbers.baseAddress, count > 0 else { return }
    checkStreams(firstIndex, count)
    let keys = PhiloxKeys(key)
    FloatLanes.forEachPiece(of: count) { index, room in
      let words = PhiloxLanes(
        block: block, address: addressBase | (firstIndex &+ UInt64(index)), keys: keys)
      let rows = (
        words.first.highHalves, words.first.lowHalves, words.second.highHalves,
        words.second.lowHalves
      )
      Self.unit(rows.0).store(to: base + index, count: room)
      Self.unit(rows.1).store(to: base + (count &+ index), count: room)
      Self.unit(rows.2).store(to: base + (2 &* count &+ index), count: room)
      Self.unit(rows.3).store(to: base + (3 &* count &+ index), count: room)
    }
  }

  @inline(__always)
  private static func unit(_ words: HalfWordLanes) -> FloatLanes {
    0x1p-32 * (FloatLanes(unsigned: words) + 0.5)
  }
}

/// Checks that consecutive streams have addresses that the vectors can count through.
@usableFromInline
func checkStreams(_ firstIndex: UInt64, _ count: Int) {
  let lastIndex = firstIndex + UInt64(count - 1)
  precondition(lastIndex < 1 << 48, "a stream's index must be below 2⁴⁸")
  precondition(lastIndex >> 32 == firstIndex >> 32, "streams must not straddle 2³²")
}
