internal import COpenBLAS
internal import RealModule

/// The factorisation A = L Lᵀ of a symmetric positive definite matrix.
public struct CholeskyFactorization: Hashable, Sendable {
  /// The lower triangle L; its upper part is zero.
  public let lower: Matrix

  /// Factorises a symmetric positive definite matrix; only its lower triangle is read.
  ///
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``, and
  ///   ``LinearAlgebraError/sizeMismatch(expected:found:)`` when the matrix is not square.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    let order = matrix.rowCount
    guard matrix.columnCount == order else {
      throw .sizeMismatch(expected: order * order, found: matrix.elements.count)
    }
    var factor = matrix
    if order > 0 {
      useOneThread()
      let info = LAPACKE_dpotrf(
        LAPACK_ROW_MAJOR, 76, LAPACKInteger(order), &factor.elements, LAPACKInteger(order))
      guard info == 0 else { throw .notPositiveDefinite(order: abs(Int(info))) }
    }
    for row in 0..<order {
      for column in row + 1..<max(order, row + 1) { factor[row, column] = 0 }
    }
    lower = factor
  }

  /// The solution x of A x = b.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)``.
  public func solve(_ rightHandSide: [Double]) throws(LinearAlgebraError) -> [Double] {
    let order = lower.rowCount
    guard rightHandSide.count == order else {
      throw .sizeMismatch(expected: order, found: rightHandSide.count)
    }
    guard order > 0 else { return [] }
    var solution = rightHandSide
    useOneThread()
    LAPACKE_dpotrs(
      LAPACK_ROW_MAJOR, 76, LAPACKInteger(order), 1, lower.elements, LAPACKInteger(order),
      &solution, 1)
    return solution
  }

  /// The natural logarithm of the determinant of A.
  public var logarithmOfDeterminant: Double {
    (0..<lower.rowCount).reduce(0) { $0 + 2 * Double.log(lower[$1, $1]) }
  }
}
