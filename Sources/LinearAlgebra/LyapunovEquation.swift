internal import COpenBLAS

/// The equation A X + X Aᵀ = C of Lyapunov.
///
/// Solved through the Schur form of A in O(n³) operations; the solution is unique when no two
/// eigenvalues of A add up to zero.
///
/// ## Reference
///
/// R. H. Bartels and G. W. Stewart, "Solution of the matrix equation AX + XB = C", *Communications
/// of the ACM* 15 (1972) 820-826,
/// [doi:10.1145/361573.361582](https://doi.org/10.1145/361573.361582).
public struct LyapunovEquation: Sendable {
  /// The real parts of the eigenvalues of A.
  public let eigenvalueRealParts: [Double]
  private let triangle: Matrix
  private let vectors: Matrix

  /// Prepares the equation of a square matrix A.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` when A is not square, and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    guard matrix.columnCount == order, order > 0 else {
      throw .sizeMismatch(expected: max(1, order * order), found: matrix.elements.count)
    }
    var (form, basis) = (matrix, matrix)
    var (realParts, imaginaryParts) = (
      [Double](repeating: 0, count: order), [Double](repeating: 0, count: order)
    )
    var selected: LAPACKInteger = 0
    let (wanted, unsorted) = (CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "N")))
    useOneThread()
    let info = LAPACKE_dgees(
      LAPACK_ROW_MAJOR, wanted, unsorted, nil, LAPACKInteger(order), &form.elements,
      LAPACKInteger(order), &selected, &realParts, &imaginaryParts, &basis.elements,
      LAPACKInteger(order))
    guard info == 0 else { throw .notConverged(routine: "dgees", code: Int(info)) }
    (eigenvalueRealParts, triangle, vectors) = (realParts, form, basis)
  }

  /// The solution X for a right-hand side C of the order of A; symmetric when C is.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)``, and
  ///   ``LinearAlgebraError/singular(row:)`` when two eigenvalues of A add up to nearly zero.
  public func solve(_ rightHandSide: Matrix) throws(LinearAlgebraError) -> Matrix {
    let order = triangle.rowCount
    guard rightHandSide.rowCount == order, rightHandSide.columnCount == order else {
      throw .sizeMismatch(expected: order * order, found: rightHandSide.elements.count)
    }
    var solution = vectors.transposed * rightHandSide * vectors
    var scale = 1.0
    let (plain, turned) = (CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "T")))
    useOneThread()
    let info = LAPACKE_dtrsyl(
      LAPACK_ROW_MAJOR, plain, turned, 1, LAPACKInteger(order), LAPACKInteger(order),
      triangle.elements, LAPACKInteger(order), triangle.elements, LAPACKInteger(order),
      &solution.elements, LAPACKInteger(order), &scale)
    guard info == 0, scale > 0 else { throw .singular(row: order - 1) }
    return (1 / scale) * (vectors * solution * vectors.transposed)
  }
}
