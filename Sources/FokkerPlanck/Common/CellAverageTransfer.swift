internal import Grids

/// Passes cell averages between an axis and the same axis with half or twice the spacing.
enum CellAverageTransfer {
  private static let stencil = 10

  /// Averages pairs of cells; exact.
  static func coarsened(_ values: [Double]) -> [Double] {
    stride(from: 0, to: values.count - 1, by: 2).map { 0.5 * (values[$0] + values[$0 + 1]) }
  }

  /// Divides every cell in two and keeps its average.
  ///
  /// The cumulative distribution at the new face is interpolated through the ten nearest faces: the
  /// error is of ninth order in the spacing for smooth densities. `isRing` joins the ends.
  static func refined(_ values: [Double], isRing: Bool) -> [Double] {
    let count = values.count
    let width = min(stencil, count + 1)
    let weights = width == stencil ? fullWeights : allWeights(width: width)
    let before = width / 2 - 1
    let inner = before..<max(before, count + 2 + before - width)
    let row = weights[before]
    return [Double](unsafeUninitializedCapacity: 2 * count) { result, initializedCount in
      values.withUnsafeBufferPointer { values in
        row.withUnsafeBufferPointer { row in
          for cell in inner {
            var half = 0.0
            for offset in 0..<width - 1 { half += row[offset] * values[cell - before + offset] }
            result[2 * cell] = 2 * half
            result[2 * cell + 1] = 2 * (values[cell] - half)
          }
        }
      }
      for cell in 0..<count where !inner.contains(cell) {
        let first = isRing ? cell - before : min(max(cell - before, 0), count + 1 - width)
        var half = 0.0
        for (offset, weight) in weights[cell - first].enumerated() {
          let index = first + offset
          half += weight * values[isRing ? (index + count) % count : index]
        }
        result[2 * cell] = 2 * half
        result[2 * cell + 1] = 2 * (values[cell] - half)
      }
      initializedCount = 2 * count
    }
  }

  private static let fullWeights = allWeights(width: stencil)

  /// The weights for every place of the cell in the stencil.
  private static func allWeights(width: Int) -> [[Double]] {
    (0..<width - 1).map { halfCellWeights(cell: $0, width: width) }
  }

  /// The weights of the cell averages of a stencil in the mass of the left half of one of its cells.
  private static func halfCellWeights(cell: Int, width: Int) -> [Double] {
    let s = Double(cell) + 0.5
    var cardinal = [Double](repeating: 1, count: width)
    for node in 0..<width {
      for other in 0..<width where other != node {
        cardinal[node] *= (s - Double(other)) / Double(node - other)
      }
    }
    // C(s) − C(cell), with C(node) the sum of the averages before a node.
    return (0..<width - 1).map { index in
      cardinal[(index + 1)...].reduce(0, +) - (index < cell ? 1 : 0)
    }
  }
}
