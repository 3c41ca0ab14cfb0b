/// A small dense matrix of double-precision numbers, stored row by row.
public struct Matrix: Hashable, Codable, Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements, row after row.
  public var elements: [Double]

  /// Creates a matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative size")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: 0, count: rowCount * columnCount)
  }

  /// Creates a matrix from its elements, row after row.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` and
  ///   ``LinearAlgebraError/notFinite(row:column:)``.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) throws(LinearAlgebraError) {
    self.init(rowCount: rowCount, columnCount: columnCount)
    guard elements.count == rowCount * columnCount else {
      throw .sizeMismatch(expected: rowCount * columnCount, found: elements.count)
    }
    if let index = elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / columnCount, column: index % columnCount)
    }
    self.elements = elements
  }

  /// Creates a matrix from as many elements as it has, row after row, without looking at them.
  package init(uncheckedRowCount rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(elements.count == rowCount * columnCount, "one number per element")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Creates a matrix from rows of equal length.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` and
  ///   ``LinearAlgebraError/notFinite(row:column:)``.
  public init(rows: [[Double]]) throws(LinearAlgebraError) {
    let columnCount = rows.first?.count ?? 0
    for row in rows where row.count != columnCount {
      throw .sizeMismatch(expected: columnCount, found: row.count)
    }
    try self.init(
      rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
  }

  /// The identity matrix of an order.
  public static func identity(_ order: Int) -> Matrix {
    diagonal([Double](repeating: 1, count: order))
  }

  /// The matrix with the given numbers on its diagonal and zeros elsewhere.
  public static func diagonal(_ numbers: [Double]) -> Matrix {
    var matrix = Matrix(rowCount: numbers.count, columnCount: numbers.count)
    for index in numbers.indices { matrix[index, index] = numbers[index] }
    return matrix
  }

  /// The element in a row and a column, both counted from zero.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Whether the matrix is square and equals its transpose within a relative tolerance.
  public func isSymmetric(tolerance: Double = 1e-12) -> Bool {
    guard rowCount == columnCount else { return false }
    let scale = elements.reduce(0) { max($0, abs($1)) }
    for row in 0..<rowCount {
      for column in 0..<row
      where !(abs(self[row, column] - self[column, row]) <= tolerance * scale) {
        return false
      }
    }
    return true
  }
}
