internal import LinearAlgebra

extension TensorTrain {
  /// The same train with slices that are multiples of one another merged, at every bond.
  ///
  /// Unlike rounding it mixes no slices, so that a train of few nonzero elements stays one. For sums
  /// of products of few factors the ranks are those that rounding finds.
  ///
  /// ## Reference
  ///
  /// C. Hubig, I. P. McCulloch and U. Schollwöck, "Generic construction of efficient matrix product
  /// operators", *Physical Review B* 95 (2017) 035129,
  /// [doi:10.1103/PhysRevB.95.035129](https://doi.org/10.1103/PhysRevB.95.035129).
  var merged: TensorTrain {
    var cores = cores
    for _ in 0..<2 {
      for mode in 0..<cores.count - 1 {
        let (kept, transfer) = cores[mode].leftUnfolding.mergedColumns
        cores[mode] = TensorCore(leftUnfolding: kept, size: cores[mode].size)
        cores[mode + 1] = cores[mode + 1].multipliedFromLeft(by: transfer)
      }
      cores = cores.reversed().map(\.mirrored)
    }
    return TensorTrain(unchecked: cores)
  }
}

extension Matrix {
  /// The columns of which none is a multiple of another, and the matrix that makes all of them from
  /// these.
  fileprivate var mergedColumns: (kept: Matrix, transfer: Matrix) {
    let columns = (0..<columnCount).map { column in (0..<rowCount).map { self[$0, column] } }
    var (kept, factors): ([Int], [(kept: Int, factor: Double)?]) = ([], [])
    for column in columns {
      let peak = column.indices.max { abs(column[$0]) < abs(column[$1]) } ?? 0
      guard column[peak] != 0 else {
        factors.append(nil)
        continue
      }
      let place = kept.firstIndex { Self.isParallel(columns[$0], column, peak: peak) }
      if let place {
        factors.append((place, column[peak] / columns[kept[place]][peak]))
      } else {
        kept.append(factors.count)
        factors.append((kept.count - 1, 1))
      }
    }
    if kept.isEmpty { kept = [0] }
    var (result, transfer) = (
      Matrix(rowCount: rowCount, columnCount: kept.count),
      Matrix(rowCount: kept.count, columnCount: columnCount)
    )
    for (target, source) in kept.enumerated() {
      for row in 0..<rowCount { result[row, target] = columns[source][row] }
    }
    for (column, entry) in factors.enumerated() {
      if let entry { transfer[entry.kept, column] = entry.factor }
    }
    return (result, transfer)
  }

  /// Whether two columns are multiples of each other, to rounding.
  private static func isParallel(_ first: [Double], _ second: [Double], peak: Int) -> Bool {
    guard first[peak] != 0 else { return false }
    let factor = second[peak] / first[peak]
    let bound = 1e-14 * abs(second[peak])
    return zip(first, second).allSatisfy { abs(factor * $0 - $1) <= bound }
  }
}
