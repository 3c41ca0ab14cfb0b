/// Sums of kernels over the pairs of points, kept for every point and class.
///
/// A pair is computed once: its kernel goes into the sum along the row of the one and down the
/// column of the other.
struct ClassPairSums {
  private let padded: Int
  /// Sums along rows in the order [class of the others][place].
  private var wideRows: [Double]
  private var narrowRows: [Double]
  /// Sums down columns in the same order.
  private var wideColumns: [Float]
  private var narrowColumns: [Float]

  init(classes: Int, padded: Int) {
    self.padded = padded
    wideRows = Array(repeating: 0, count: classes * padded)
    narrowRows = wideRows
    wideColumns = Array(repeating: 0, count: classes * padded)
    narrowColumns = wideColumns
  }

  /// The sums of the wide and the narrow kernel of a place with the points of a class.
  func sums(_ label: Int, _ place: Int) -> (Double, Double) {
    let index = label * padded + place
    return (
      wideRows[index] + Double(wideColumns[index]),
      narrowRows[index] + Double(narrowColumns[index])
    )
  }

  /// Adds the pairs of four consecutive points with those after them and in their own sixteen.
  ///
  /// - Parameters:
  ///   - points: The points.
  ///   - first: The first of the four points.
  ///   - label: Their class.
  ///   - blocks: The places of every class.
  mutating func add(
    _ points: PairwisePoints, first: Int, label: Int, blocks: [Range<Int>]
  ) {
    let own = first / 16 * 16
    let start = label * padded
    wideColumns.withUnsafeMutableBufferPointer { wideColumns in
      narrowColumns.withUnsafeMutableBufferPointer { narrowColumns in
        guard let wideColumn = wideColumns.baseAddress,
          let narrowColumn = narrowColumns.baseAddress
        else { return }
        for other in label..<blocks.count {
          var (wide, narrow) = (FourKernels(), FourKernels())
          if other == label {
            // All pairs of the sixteen points are met from both sides.
            wide = points.kernels(of: first, with: own)
            narrow = wide.fourthPowers
          }
          let rest = other == label ? own + 16..<blocks[other].upperBound : blocks[other]
          addPairs(
            points, first: first, with: rest, wideColumn: wideColumn + start,
            narrowColumn: narrowColumn + start, wide: &wide, narrow: &narrow)
          let (wideTotals, narrowTotals) = (wide.totals, narrow.totals)
          for point in 0..<4 {
            wideRows[other * padded + first + point] = wideTotals[point]
            narrowRows[other * padded + first + point] = narrowTotals[point]
          }
        }
      }
    }
  }
}

@inline(__always)
private func addPairs(
  _ points: PairwisePoints, first: Int, with others: Range<Int>,
  wideColumn: UnsafeMutablePointer<Float>, narrowColumn: UnsafeMutablePointer<Float>,
  wide: inout FourKernels, narrow: inout FourKernels
) {
  for other in stride(from: others.lowerBound, to: others.upperBound, by: 16) {
    let kernels = points.kernels(of: first, with: other)
    let powers = kernels.fourthPowers
    wide += kernels
    narrow += powers
    add(kernels.sum, to: wideColumn + other)
    add(powers.sum, to: narrowColumn + other)
  }
}

@inline(__always)
private func add(_ values: SIMD16<Float>, to place: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(place).storeBytes(of: vector(place) + values, as: SIMD16<Float>.self)
}
