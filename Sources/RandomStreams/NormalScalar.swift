public import RealModule

/// A number type whose normal variates can be drawn in bulk.
public protocol NormalScalar: Real, BinaryFloatingPoint {
  /// How many normal variates one Philox block holds: 2 of 64 bits or 4 of 32 bits.
  static var normalsPerBlock: Int { get }

  /// Draws the normal variates of one Philox block for consecutive streams.
  ///
  /// - Parameters:
  ///   - normals: Room for `count` variates for each of the block's ``normalsPerBlock``, in the order
  ///     [variate in the block][stream].
  ///   - count: The number of streams.
  ///   - firstIndex: The index of the first stream.
  ///   - block: Which block of the streams.
  ///   - source: The seed and the purpose of the streams.
  static func fill(
    _ normals: UnsafeMutablePointer<Self>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource)

  /// Scales standard normal numbers to given variances: result = √(factor · variance) · normal.
  ///
  /// The square root is good to 3 units in the last place; a negative variance gives NaN.
  ///
  /// - Parameters:
  ///   - normals: Standard normal numbers.
  ///   - variances: A variance for each, up to the common factor.
  ///   - factor: The common factor.
  ///   - result: Room for the products.
  ///   - count: How many there are.
  static func scale(
    _ normals: UnsafePointer<Self>, variances: UnsafePointer<Self>, factor: Self,
    into result: UnsafeMutablePointer<Self>, count: Int)

  /// Whether all numbers are finite.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - count: How many there are.
  /// - Returns: False when one is infinite or not a number.
  static func areFinite(_ values: UnsafePointer<Self>, count: Int) -> Bool
}

/// Normal variates of many streams at once.
///
/// In double precision the variates of stream `index` are those of
/// `RandomStream(seed:purpose:index:).normal()`, number by number, up to a few units in the last
/// place; in single precision they are other numbers with the same address. They reach 8.5 standard
/// deviations in double and 6.7 in single precision.
public struct NormalSource: Hashable, Sendable {
  let key: SIMD2<UInt32>
  private let addressBase: UInt64

  /// Creates the source of a seed and a purpose.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole computation.
  ///   - purpose: What the numbers are for.
  public init(seed: UInt64, purpose: StreamPurpose) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    addressBase = UInt64(purpose.rawValue) << 48
  }

  /// Draws the normal variates of one block of consecutive streams.
  ///
  /// - Parameters:
  ///   - normals: Room for a whole number of streams times ``NormalScalar/normalsPerBlock``
  ///     variates, in the order [variate in the block][stream].
  ///   - firstIndex: The index of the first stream; the last one is below 2⁴⁸.
  ///   - block: Which block of the streams: block b holds the variates b · k … b · k + k − 1 of a
  ///     stream, k = ``NormalScalar/normalsPerBlock``.
  @inlinable
  public func fill<Scalar: NormalScalar>(
    _ normals: UnsafeMutableBufferPointer<Scalar>, firstIndex: UInt64, block: UInt64
  ) {
    let count = normals.count / Scalar.normalsPerBlock
    precondition(count * Scalar.normalsPerBlock == normals.count, "the buffer holds whole blocks")
    precondition(firstIndex + UInt64(count) <= 1 << 48, "a stream's index must be below 2⁴⁸")
    guard let base = normals.baseAddress else { return }
    Scalar.fill(base, count: count, firstIndex: firstIndex, block: block, from: self)
  }
}

extension NormalSource {
  /// The counters of sixteen consecutive streams, words 2 and 3 in one.
  @inline(__always)
  func addresses(firstIndex: UInt64) -> SIMD16<UInt64> {
    SIMD16(repeating: addressBase | firstIndex)
      &+ SIMD16<UInt64>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  }
}
