internal import LinearAlgebra

/// The first and second moments of label laws, whose correlation tells whether a cluster splits.
struct LabelMoments {
  let labelCount: Int
  private var first: [Double]
  private var second: [Double]

  init(labelCount: Int) {
    self.labelCount = labelCount
    first = Array(repeating: 0, count: labelCount)
    second = Array(repeating: 0, count: labelCount * labelCount)
  }

  /// Adds a label law with a weight.
  mutating func add(_ law: ArraySlice<Double>, weight: Double) {
    for (row, p) in law.enumerated() where p > 0 {
      first[row] += weight * p
      for (column, q) in law.prefix(row + 1).enumerated() {
        second[row * labelCount + column] += weight * p * q
      }
    }
  }

  /// The second largest eigenvalue of Σ w p(y) p(y′)/√(Σ w p(y) Σ w p(y′)); the largest is 1.
  ///
  /// It is 1, which claims nothing, when the eigenvalues cannot be found.
  var squaredCorrelation: Double {
    let present = first.indices.filter { first[$0] > 0 }
    guard present.count > 1 else { return 0 }
    var matrix = Matrix(rowCount: present.count, columnCount: present.count)
    for (row, i) in present.enumerated() {
      for (column, j) in present.prefix(row + 1).enumerated() {
        let value = second[i * labelCount + j] / (first[i].squareRoot() * first[j].squareRoot())
        matrix[row, column] = value
        matrix[column, row] = value
      }
    }
    // With two labels the trace is the sum of 1 and the wanted eigenvalue.
    if present.count == 2 { return min(1, max(0, matrix[0, 0] + matrix[1, 1] - 1)) }
    guard let values = try? SymmetricEigenDecomposition(matrix).eigenvalues else { return 1 }
    return min(1, max(0, values[values.count - 2]))
  }
}
