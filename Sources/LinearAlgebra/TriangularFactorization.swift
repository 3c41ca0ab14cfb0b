internal import COpenBLAS

/// The factorisation P A = L U of a square matrix, for many right-hand sides.
package struct TriangularFactorization: Sendable {
  /// The order of the matrix.
  package let order: Int
  private var factors: [Double]
  private var exchanges: [LAPACKInteger]

  /// Factorises a matrix given row by row.
  ///
  /// - Throws: ``LinearAlgebraError/singular(row:)``.
  package init(order: Int, elements: [Double]) throws(LinearAlgebraError) {
    precondition(elements.count == order * order, "the matrix must be square")
    self.order = order
    factors = elements
    exchanges = [LAPACKInteger](repeating: 0, count: order)
    useOneThread()
    // LAPACK sees the transpose.
    let info = LAPACKE_dgetrf(
      LAPACK_COL_MAJOR, LAPACKInteger(order), LAPACKInteger(order), &factors, LAPACKInteger(order),
      &exchanges)
    guard info == 0 else { throw .singular(row: max(0, Int(info) - 1)) }
  }

  /// Replaces b by the solution of A x = b.
  package func solve(_ b: UnsafeMutablePointer<Double>) {
    LAPACKE_dgetrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "T")), LAPACKInteger(order), 1, factors,
      LAPACKInteger(order), exchanges, b, LAPACKInteger(order))
  }

  /// The inverse matrix, row by row.
  ///
  /// - Throws: ``LinearAlgebraError/singular(row:)``.
  package func inverse() throws(LinearAlgebraError) -> [Double] {
    var inverse = factors
    let info = LAPACKE_dgetri(
      LAPACK_COL_MAJOR, LAPACKInteger(order), &inverse, LAPACKInteger(order), exchanges)
    guard info == 0 else { throw .singular(row: max(0, Int(info) - 1)) }
    return inverse
  }
}
