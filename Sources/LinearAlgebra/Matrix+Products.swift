internal import COpenBLAS

extension Matrix {
  /// The matrix product.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columnCount == right.rowCount, "the inner sizes must agree")
    var result = Matrix(rowCount: left.rowCount, columnCount: right.columnCount)
    guard !result.elements.isEmpty, left.columnCount > 0 else { return result }
    useOneThread()
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(left.rowCount), Int32(right.columnCount),
      Int32(left.columnCount), 1, left.elements, Int32(left.columnCount), right.elements,
      Int32(right.columnCount), 0, &result.elements, Int32(right.columnCount))
    return result
  }

  /// The product of the matrix and a column vector.
  public static func * (left: Matrix, right: [Double]) -> [Double] {
    precondition(left.columnCount == right.count, "the inner sizes must agree")
    var result = [Double](repeating: 0, count: left.rowCount)
    guard !result.isEmpty, !right.isEmpty else { return result }
    useOneThread()
    cblas_dgemv(
      CblasRowMajor, CblasNoTrans, Int32(left.rowCount), Int32(left.columnCount), 1, left.elements,
      Int32(left.columnCount), right, 1, 0, &result, 1)
    return result
  }

  /// The sum, element by element.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, by: +)
  }

  /// The difference, element by element.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, by: -)
  }

  /// The matrix with every element multiplied by a number.
  public static func * (left: Double, right: Matrix) -> Matrix {
    var result = right
    for index in result.elements.indices { result.elements[index] *= left }
    return result
  }

  private func combined(with other: Matrix, by operation: (Double, Double) -> Double) -> Matrix {
    precondition(
      rowCount == other.rowCount && columnCount == other.columnCount, "the sizes must agree")
    var result = self
    for index in elements.indices {
      result.elements[index] = operation(elements[index], other.elements[index])
    }
    return result
  }
}
