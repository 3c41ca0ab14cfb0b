/// Rows of distances of four points from all points of a sample, and what is looked up in them.
///
/// Distances are bit patterns of non-negative single-precision numbers, so that they compare as
/// whole numbers, which the compiler turns into vectors.
struct NeighborRows: Sendable {
  private var first: [UInt32]
  private var second: [UInt32]
  private var joint: [UInt32]
  /// ψ(n) for n from 1 to the number of points; the element 0 is not used.
  let digammas: [Double]
  private let padded: Int

  /// Allocates the memory for a number of points.
  init(count: Int) {
    padded = (count + 15) / 16 * 16
    first = Array(repeating: 0, count: 4 * padded)
    second = first
    joint = Array(repeating: 0, count: padded)
    digammas = [0] + (1...max(1, count)).map { digamma(Double($0)) }
  }

  /// Calls `body` for every point with its distances in one space and, when there is another, in
  /// it: the memory holds ``PointRows/padded`` values of each.
  ///
  /// - Parameters:
  ///   - points: The points.
  ///   - others: The same points in another space.
  ///   - body: Gets the point, its distances in the first and the second space and memory for as
  ///     many more; it may change the rows.
  mutating func forEachPoint(
    _ points: PointRows, _ others: PointRows?,
    _ body: (
      Int, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>?,
      UnsafeMutablePointer<UInt32>
    ) -> Void
  ) {
    let padded = padded
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        joint.withUnsafeMutableBufferPointer { joint in
          guard let first = first.baseAddress, let second = second.baseAddress,
            let joint = joint.baseAddress
          else { return }
          for start in stride(from: 0, to: points.count, by: 4) {
            points.distances(from: start, to: first)
            others?.distances(from: start, to: second)
            for point in start..<min(start + 4, points.count) {
              let row = (point - start) * padded
              body(point, first + row, others == nil ? nil : second + row, joint)
            }
          }
        }
      }
    }
  }
}

/// The k-th smallest of the distances in a range.
///
/// - Parameters:
///   - row: The distances.
///   - range: Where to look; at least `k` places.
///   - k: How many are to be at most as large.
/// - Returns: The k-th smallest distance.
func smallest(_ row: UnsafeMutablePointer<UInt32>, _ range: Range<Int>, k: Int) -> UInt32 {
  withUnsafeTemporaryAllocation(of: UInt32.self, capacity: k) { nearest in
    nearest.initialize(repeating: .max)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + 64, range.upperBound)
      var least = UInt32.max
      for index in start..<end { least = row[index] < least ? row[index] : least }
      if least < nearest[k - 1] {
        for index in start..<end where row[index] < nearest[k - 1] {
          var place = k - 1
          while place > 0, nearest[place - 1] > row[index] {
            nearest[place] = nearest[place - 1]
            place -= 1
          }
          nearest[place] = row[index]
        }
      }
      start = end
    }
    return nearest[k - 1]
  }
}

/// How many of the distances in a range are below a bound.
///
/// The difference of two such bit patterns has its highest bit set exactly when it is negative;
/// a comparison would become a branch per distance.
@inline(__always)
func countBelow(
  _ bound: UInt32, _ row: UnsafeMutablePointer<UInt32>, _ range: Range<Int>
) -> Int {
  var count: UInt32 = 0
  for index in range { count &+= (row[index] &- bound) &>> 31 }
  return Int(count)
}
