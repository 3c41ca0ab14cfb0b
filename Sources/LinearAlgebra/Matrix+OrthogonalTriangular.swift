internal import COpenBLAS

extension Matrix {
  /// The factors of A = Q R with orthonormal columns of Q, by Householder reflections.
  ///
  /// For m × n the factors are m × k and k × n with k = min(m, n); R is zero below its diagonal.
  ///
  /// - Throws: ``LinearAlgebraError/notConverged(routine:code:)`` when LAPACK refuses.
  public func orthogonalTriangular() throws(LinearAlgebraError) -> (
    orthogonal: Matrix, triangular: Matrix
  ) {
    let (rows, columns, inner) = (rowCount, columnCount, Swift.min(rowCount, columnCount))
    var triangular = Matrix(rowCount: inner, columnCount: columns)
    var orthogonal = Matrix(rowCount: rows, columnCount: inner)
    guard inner > 0 else { return (orthogonal, triangular) }
    // Stored row by row, A is the transpose of what LAPACK sees, whose LQ factors are Rᵀ and Qᵀ.
    var (factors, scales) = (elements, [Double](repeating: 0, count: inner))
    useOneThread()
    var info = LAPACKE_dgelqf(
      LAPACK_COL_MAJOR, LAPACKInteger(columns), LAPACKInteger(rows), &factors,
      LAPACKInteger(columns), &scales)
    guard info == 0 else { throw .notConverged(routine: "dgelqf", code: Int(info)) }
    for row in 0..<inner {
      for column in row..<columns {
        triangular.elements[row * columns + column] = factors[row * columns + column]
      }
    }
    for row in 0..<rows {
      for column in 0..<inner {
        orthogonal.elements[row * inner + column] = factors[row * columns + column]
      }
    }
    info = LAPACKE_dorglq(
      LAPACK_COL_MAJOR, LAPACKInteger(inner), LAPACKInteger(rows), LAPACKInteger(inner),
      &orthogonal.elements, LAPACKInteger(inner), scales)
    guard info == 0 else { throw .notConverged(routine: "dorglq", code: Int(info)) }
    return (orthogonal, triangular)
  }
}
