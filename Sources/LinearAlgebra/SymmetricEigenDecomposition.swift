internal import COpenBLAS

/// The eigenvalues and orthonormal eigenvectors of a real symmetric matrix, A = V Λ Vᵀ.
public struct SymmetricEigenDecomposition: Hashable, Sendable {
  /// The eigenvalues, from the smallest to the largest.
  public let eigenvalues: [Double]
  /// The eigenvectors, one per column, in the order of the eigenvalues.
  public let eigenvectors: Matrix

  /// Decomposes a symmetric matrix; only its lower triangle is read.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` when the matrix is not square,
  ///   ``LinearAlgebraError/notFinite(row:column:)``, and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    guard matrix.columnCount == order else {
      throw .sizeMismatch(expected: order * order, found: matrix.elements.count)
    }
    if let index = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / order, column: index % order)
    }
    var vectors = matrix
    var values = [Double](repeating: 0, count: order)
    if order > 0 {
      useOneThread()
      let info = LAPACKE_dsyevd(
        LAPACK_ROW_MAJOR, 86, 76, LAPACKInteger(order), &vectors.elements, LAPACKInteger(order),
        &values)
      guard info == 0 else { throw .notConverged(routine: "dsyevd", code: Int(info)) }
    }
    eigenvalues = values
    eigenvectors = vectors
  }
}
