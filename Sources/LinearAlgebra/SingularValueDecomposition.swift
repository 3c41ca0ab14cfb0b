internal import COpenBLAS

/// The decomposition A = U S Vᵀ with orthonormal columns of U and of V.
///
/// For m × n the factors are m × k, k and k × n numbers with k = min(m, n).
public struct SingularValueDecomposition: Hashable, Sendable {
  /// U, one left singular vector per column.
  public let leftVectors: Matrix
  /// The singular values, from the largest to the smallest.
  public let values: [Double]
  /// Vᵀ, one right singular vector per row.
  public let rightVectors: Matrix

  /// Decomposes a matrix by LAPACK's method of divide and conquer.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite(row:column:)`` and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let inner = min(rows, columns)
    if let index = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / columns, column: index % columns)
    }
    var left = Matrix(rowCount: rows, columnCount: inner)
    var right = Matrix(rowCount: inner, columnCount: columns)
    var singular = [Double](repeating: 0, count: inner)
    if inner > 0 {
      // Stored row by row, A is the transpose of what LAPACK sees: U and V change places.
      var work = matrix.elements
      useOneThread()
      let info = LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), LAPACKInteger(columns), LAPACKInteger(rows),
        &work, LAPACKInteger(columns), &singular, &right.elements, LAPACKInteger(columns),
        &left.elements, LAPACKInteger(inner))
      guard info == 0 else { throw .notConverged(routine: "dgesdd", code: Int(info)) }
    }
    (leftVectors, values, rightVectors) = (left, singular, right)
  }

  /// The smallest number of singular values to keep so that the Frobenius norm of the rest stays
  /// within a bound; at least 1.
  public func rank(leavingAtMost bound: Double) -> Int {
    var (rest, rank) = (0.0, values.count)
    while rank > 1 {
      rest += values[rank - 1] * values[rank - 1]
      guard rest <= bound * bound else { break }
      rank -= 1
    }
    return max(1, rank)
  }

  /// The Frobenius norm of what is left out when the first `rank` singular values are kept.
  public func remainder(beyond rank: Int) -> Double {
    values.dropFirst(rank).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
