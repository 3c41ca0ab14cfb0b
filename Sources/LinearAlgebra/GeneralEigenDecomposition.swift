internal import COpenBLAS

/// The eigenvalues and eigenvectors of a real matrix that need not be symmetric, A v = λ v.
public struct GeneralEigenDecomposition: Hashable, Sendable {
  /// The real parts of the eigenvalues.
  public let realParts: [Double]
  /// Their imaginary parts; conjugates follow one another, the positive part first.
  public let imaginaryParts: [Double]
  /// The eigenvectors as LAPACK keeps them: a column each, and for a pair of conjugates the real part
  /// and the imaginary part of the first one.
  private let vectors: Matrix

  /// Decomposes a square matrix.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)`` and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    guard matrix.columnCount == order else {
      throw .sizeMismatch(expected: order * order, found: matrix.elements.count)
    }
    if let index = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / order, column: index % order)
    }
    var (work, vectors) = (matrix, matrix)
    var (real, imaginary) = (
      [Double](repeating: 0, count: order), [Double](repeating: 0, count: order)
    )
    if order > 0 {
      var unused = 0.0
      useOneThread()
      let info = LAPACKE_dgeev(
        LAPACK_ROW_MAJOR, 78, 86, LAPACKInteger(order), &work.elements, LAPACKInteger(order),
        &real, &imaginary, &unused, LAPACKInteger(order), &vectors.elements,
        LAPACKInteger(order))
      guard info == 0 else { throw .notConverged(routine: "dgeev", code: Int(info)) }
    }
    (realParts, imaginaryParts) = (real, imaginary)
    self.vectors = vectors
  }

  /// The real and the imaginary part of an eigenvector, of Euclidean norm 1 together.
  public func eigenvector(_ index: Int) -> (real: [Double], imaginary: [Double]) {
    precondition(realParts.indices.contains(index), "no such eigenvalue")
    let rows = 0..<vectors.rowCount
    if imaginaryParts[index] == 0 {
      return (rows.map { vectors[$0, index] }, [Double](repeating: 0, count: vectors.rowCount))
    }
    let first = imaginaryParts[index] > 0 ? index : index - 1
    let sign = first == index ? 1.0 : -1
    return (rows.map { vectors[$0, first] }, rows.map { sign * vectors[$0, first + 1] })
  }
}
