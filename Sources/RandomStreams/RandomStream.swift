internal import RealModule

/// A sequence of random numbers that is a function of its seed and its address alone.
///
/// Two streams with different addresses never share a counter, so an ensemble gives every member a
/// stream of its own and its result does not depend on who computes which member when.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private let address: UInt64
  private var blockIndex: UInt64 = 0
  private var block = SIMD4<UInt32>()
  private var wordsLeft = 0
  private var spareNormal: Double?

  /// Creates the stream of `seed` that has the given purpose and index.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole computation.
  ///   - purpose: What the numbers are for, so that two uses of one index stay independent.
  ///   - index: Which member of the ensemble it is, below 2⁴⁸.
  public init(seed: UInt64, purpose: StreamPurpose, index: UInt64 = 0) {
    precondition(index < 1 << 48, "a stream's index must be below 2⁴⁸")
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    address = UInt64(purpose.rawValue) << 48 | index
  }

  private mutating func nextWord() -> UInt32 {
    if wordsLeft == 0 {
      block = Philox.block(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: blockIndex), UInt32(truncatingIfNeeded: blockIndex >> 32),
          UInt32(truncatingIfNeeded: address), UInt32(truncatingIfNeeded: address >> 32)),
        key: key)
      blockIndex += 1
      wordsLeft = 4
    }
    wordsLeft -= 1
    return block[3 - wordsLeft]
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return UInt64(nextWord()) << 32 | low
  }

  /// A uniform number in the open interval from 0 to 1: the middle of one of 2⁵² equal cells.
  ///
  /// With 52 bits the half that keeps 0 and 1 out is exact; with 53 the last cell would round to 1.
  public mutating func uniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A normal variate with mean 0 and variance 1, by the transform of Box and Muller.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * Double.log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * Double.sin(angle)
    return radius * Double.cos(angle)
  }

  /// A normal variate with mean 0 and variance 1 before it is cut at ±`bound`, by rejection.
  public mutating func truncatedNormal(bound: Double) -> Double {
    precondition(bound > 0, "a truncated normal needs a positive bound")
    while true {
      let z = normal()
      if abs(z) <= bound { return z }
    }
  }

  /// The numbers from 0 to `count − 1` in random order.
  public mutating func permutation(of count: Int) -> [Int] {
    Array(0..<count).shuffled(using: &self)
  }
}
