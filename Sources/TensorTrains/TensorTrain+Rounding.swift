internal import LinearAlgebra

/// A train with less rank and what that cost.
public struct RoundedTensorTrain: Hashable, Sendable {
  /// The train of smaller ranks; all cores but the last are left-orthogonal.
  public let train: TensorTrain
  /// The norm of what was left out divided by the norm of the whole, an upper bound.
  public let relativeError: Double
  /// The Frobenius norm of the whole.
  public let norm: Double
}

extension TensorTrain {
  /// The Frobenius norm, from an orthogonalised form, so that small differences keep their digits.
  ///
  /// - Throws: ``TensorTrainError/numericalFailure(reason:)``.
  public func norm() throws(TensorTrainError) -> Double {
    var train = self
    try train.orthogonalizeFromRight()
    return train.cores[0].elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The train of smallest ranks within a relative distance in the Frobenius norm (TT-SVD).
  ///
  /// Quasi-optimal: the distance is at most √(N−1) times the smallest possible at these ranks.
  ///
  /// - Parameters:
  ///   - tolerance: The distance allowed, relative to the norm.
  ///   - maximumRank: The largest rank allowed; binding, it makes the error larger than `tolerance`.
  /// - Returns: The train with the bound of its error.
  /// - Throws: ``TensorTrainError/notFinite(mode:)`` and
  ///   ``TensorTrainError/numericalFailure(reason:)``.
  public func rounded(
    tolerance: Double, maximumRank: Int = .max
  ) throws(TensorTrainError) -> RoundedTensorTrain {
    var train = self
    try train.orthogonalizeFromRight()
    let norm = train.cores[0].elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm.isFinite else { throw .notFinite(mode: 0) }
    let share = tolerance * norm / Double(max(1, dimension - 1)).squareRoot()
    var lost = 0.0
    for mode in 0..<dimension - 1 {
      let matrix = train.cores[mode].leftUnfolding
      let (left, right, remainder) = try decomposed { () throws(LinearAlgebraError) in
        try truncatedFactors(of: matrix, bound: share, maximumRank: maximumRank)
      }
      lost += remainder * remainder
      train.cores[mode] = TensorCore(leftUnfolding: left, size: train.cores[mode].size)
      train.cores[mode + 1] = train.cores[mode + 1].multipliedFromLeft(by: right)
    }
    return RoundedTensorTrain(
      train: train, relativeError: norm > 0 ? lost.squareRoot() / norm : 0, norm: norm)
  }

  /// Makes the rows of the right unfoldings of all cores but the first orthonormal.
  mutating func orthogonalizeFromRight() throws(TensorTrainError) {
    for mode in stride(from: dimension - 1, to: 0, by: -1) {
      let matrix = cores[mode].rightUnfolding.transposed
      let factors = try decomposed { () throws(LinearAlgebraError) in
        try matrix.orthogonalTriangular()
      }
      cores[mode] = TensorCore(
        rightUnfolding: factors.orthogonal.transposed, size: cores[mode].size)
      cores[mode - 1] = cores[mode - 1].multipliedFromRight(by: factors.triangular.transposed)
    }
  }
}

/// The factors U and S Vᵀ of the part of a matrix that is left when the smallest singular values,
/// of Frobenius norm at most `bound`, are left out.
func truncatedFactors(
  of matrix: Matrix, bound: Double, maximumRank: Int
) throws(LinearAlgebraError) -> (left: Matrix, right: Matrix, remainder: Double) {
  // A tall matrix is triangularised first, so that the decomposition is one of a small matrix.
  let isTall = matrix.rowCount > matrix.columnCount
  let factors = isTall ? try matrix.orthogonalTriangular() : nil
  let decomposition = try SingularValueDecomposition(factors?.triangular ?? matrix)
  let rank = min(decomposition.rank(leavingAtMost: bound), max(1, maximumRank))
  let vectors = decomposition.leftVectors.firstColumns(rank)
  let left = factors.map { $0.orthogonal * vectors } ?? vectors
  var right = decomposition.rightVectors.firstRows(rank)
  for row in 0..<rank {
    for column in 0..<right.columnCount { right[row, column] *= decomposition.values[row] }
  }
  return (left, right, decomposition.remainder(beyond: rank))
}

extension Matrix {
  /// The first columns.
  func firstColumns(_ count: Int) -> Matrix {
    var result = Matrix(rowCount: rowCount, columnCount: count)
    for row in 0..<rowCount {
      for column in 0..<count { result[row, column] = self[row, column] }
    }
    return result
  }

  /// The first rows.
  func firstRows(_ count: Int) -> Matrix {
    Matrix(
      uncheckedRowCount: count, columnCount: columnCount,
      elements: Array(elements.prefix(count * columnCount)))
  }
}
