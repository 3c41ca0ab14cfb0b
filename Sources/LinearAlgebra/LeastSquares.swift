internal import COpenBLAS

/// The minimiser of |A x − b|² and what belongs to it.
public struct LeastSquaresSolution: Hashable, Sendable {
  /// The coefficients x; the shortest of them when the columns of A are dependent.
  public let coefficients: [Double]
  /// The sum of the squared residuals |A x − b|².
  public let residualSumOfSquares: Double
  /// The number of singular values of A that are not negligible.
  public let rank: Int
  /// The singular values of A, from the largest to the smallest.
  public let singularValues: [Double]
}

extension Matrix {
  /// Solves min |A x − b|² through the singular value decomposition of A.
  ///
  /// Singular values below `relativeCutoff` times the largest count as zero.
  ///
  /// - Parameters:
  ///   - rightHandSide: b, one number per row.
  ///   - relativeCutoff: The relative size below which a singular value is negligible.
  /// - Returns: The coefficients, one per column, the residual and the rank.
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)``, and
  ///   ``LinearAlgebraError/notConverged(routine:code:)``.
  public func leastSquares(
    _ rightHandSide: [Double], relativeCutoff: Double = 1e-13
  ) throws(LinearAlgebraError) -> LeastSquaresSolution {
    guard rightHandSide.count == rowCount, rowCount > 0, columnCount > 0 else {
      throw .sizeMismatch(expected: max(rowCount, 1), found: rightHandSide.count)
    }
    try requireFinite(rightHandSide)
    var (factors, solution) = (elements, rightHandSide)
    let padding = max(0, columnCount - rowCount)
    solution.append(contentsOf: [Double](repeating: 0, count: padding))
    var singularValues = [Double](repeating: 0, count: min(rowCount, columnCount))
    var rank: LAPACKInteger = 0
    useOneThread()
    let info = LAPACKE_dgelsd(
      LAPACK_ROW_MAJOR, LAPACKInteger(rowCount), LAPACKInteger(columnCount), 1, &factors,
      LAPACKInteger(columnCount), &solution, 1, &singularValues, relativeCutoff, &rank)
    guard info == 0 else { throw .notConverged(routine: "dgelsd", code: Int(info)) }
    let coefficients = Array(solution.prefix(columnCount))
    let residuals = zip(self * coefficients, rightHandSide).map { $0 - $1 }
    return LeastSquaresSolution(
      coefficients: coefficients, residualSumOfSquares: residuals.reduce(0) { $0 + $1 * $1 },
      rank: Int(rank), singularValues: singularValues)
  }

  private func requireFinite(_ rightHandSide: [Double]) throws(LinearAlgebraError) {
    if let index = elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / columnCount, column: index % columnCount)
    }
    if let row = rightHandSide.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: columnCount)
    }
  }
}
