internal import COpenBLAS

extension Matrix {
  /// Solves A X = B for a square A by elimination with row exchanges.
  ///
  /// - Parameter rightHandSides: B, one column per system.
  /// - Returns: X, of the size of B.
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` when A is not square or B has
  ///   another number of rows, and ``LinearAlgebraError/singular(row:)``.
  public func solve(_ rightHandSides: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard columnCount == rowCount else {
      throw .sizeMismatch(expected: rowCount * rowCount, found: elements.count)
    }
    guard rightHandSides.rowCount == rowCount else {
      throw .sizeMismatch(expected: rowCount, found: rightHandSides.rowCount)
    }
    var (factors, solution) = (elements, rightHandSides)
    guard !solution.elements.isEmpty else { return solution }
    var exchanges = [LAPACKInteger](repeating: 0, count: rowCount)
    useOneThread()
    let info = LAPACKE_dgesv(
      LAPACK_ROW_MAJOR, LAPACKInteger(rowCount), LAPACKInteger(solution.columnCount), &factors,
      LAPACKInteger(rowCount), &exchanges, &solution.elements,
      LAPACKInteger(solution.columnCount))
    guard info == 0, solution.elements.allSatisfy(\.isFinite) else {
      throw .singular(row: max(0, Int(info) - 1))
    }
    return solution
  }
}
