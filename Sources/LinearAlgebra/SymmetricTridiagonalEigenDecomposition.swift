internal import COpenBLAS

/// The largest eigenvalues of a real symmetric tridiagonal matrix, with their eigenvectors.
public struct SymmetricTridiagonalEigenDecomposition: Hashable, Sendable {
  /// The eigenvalues, from the largest downwards.
  public let eigenvalues: [Double]
  /// The orthonormal eigenvectors, one list per eigenvalue.
  public let eigenvectors: [[Double]]

  /// Finds the largest eigenvalues by LAPACK's relatively robust representations.
  ///
  /// - Parameters:
  ///   - diagonal: The n elements on the diagonal.
  ///   - offDiagonal: The n − 1 elements beside it.
  ///   - count: The number of eigenvalues wanted, from 1 to n.
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)``, and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public init(diagonal: [Double], offDiagonal: [Double], count: Int) throws(LinearAlgebraError) {
    let order = diagonal.count
    guard offDiagonal.count == order - 1 else {
      throw .sizeMismatch(expected: order - 1, found: offDiagonal.count)
    }
    guard (1...order).contains(count) else { throw .sizeMismatch(expected: order, found: count) }
    if let row = diagonal.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: row)
    }
    if let row = offDiagonal.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: row + 1, column: row)
    }
    var (main, side) = (diagonal, offDiagonal + [0])
    var values = [Double](repeating: 0, count: order)
    var vectors = [Double](repeating: 0, count: order * count)
    var support = [LAPACKInteger](repeating: 0, count: 2 * order)
    var found: LAPACKInteger = 0
    useOneThread()
    // 86 = "V", 73 = "I": vectors, by index. Columns are stored one after the other.
    let info = LAPACKE_dstevr(
      LAPACK_COL_MAJOR, 86, 73, LAPACKInteger(order), &main, &side, 0, 0,
      LAPACKInteger(order - count + 1), LAPACKInteger(order), 0, &found, &values, &vectors,
      LAPACKInteger(order), &support)
    guard info == 0, Int(found) == count else {
      throw .notConverged(routine: "dstevr", code: Int(info))
    }
    eigenvalues = values.prefix(count).reversed()
    eigenvectors = (0..<count).reversed().map {
      Array(vectors[$0 * order..<($0 + 1) * order])
    }
  }
}
