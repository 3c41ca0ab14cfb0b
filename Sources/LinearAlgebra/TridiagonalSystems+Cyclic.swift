extension TridiagonalSystems {
  /// Solves one cyclic system, as periodic boundaries make; the solution replaces the right-hand
  /// side.
  ///
  /// `lower[0]` couples the first row to the last unknown and `upper[n−1]` the last row to the
  /// first unknown. The corners are removed by the formula of Sherman and Morrison, with two
  /// ordinary solves.
  ///
  /// - Parameters:
  ///   - lower: The elements below the diagonal, and the upper right corner at index 0.
  ///   - diagonal: The elements on the diagonal, at least three.
  ///   - upper: The elements above the diagonal, and the lower left corner at the last index.
  ///   - solution: The right-hand side on entry and the solution on return.
  ///   - workspace: Scratch space of the same count.
  ///   - modifiedDiagonal: More scratch space of the same count.
  ///   - correction: More scratch space of the same count.
  /// - Throws: ``LinearAlgebraError/singular(row:)`` when a pivot is zero or not finite.
  public static func solveCyclic(
    lower: Span<Double>, diagonal: Span<Double>, upper: Span<Double>,
    solution: inout MutableSpan<Double>, workspace: inout MutableSpan<Double>,
    modifiedDiagonal: inout MutableSpan<Double>, correction: inout MutableSpan<Double>
  ) throws(LinearAlgebraError) {
    let count = diagonal.count
    precondition(count >= 3, "a cyclic system has at least three unknowns")
    precondition(
      modifiedDiagonal.count == count && correction.count == count, "a buffer is too short")
    let (cornerUpper, cornerLower) = (lower[0], upper[count - 1])
    let gamma = diagonal[0] == 0 ? 1 : -diagonal[0]
    for k in 0..<count {
      modifiedDiagonal[k] = diagonal[k]
      correction[k] = 0
    }
    modifiedDiagonal[0] -= gamma
    modifiedDiagonal[count - 1] -= cornerUpper * cornerLower / gamma
    correction[0] = gamma
    correction[count - 1] = cornerLower
    try solve(
      lower: lower, diagonal: modifiedDiagonal.span, upper: upper, solution: &solution,
      workspace: &workspace)
    try solve(
      lower: lower, diagonal: modifiedDiagonal.span, upper: upper, solution: &correction,
      workspace: &workspace)
    let ratio = cornerUpper / gamma
    let denominator = 1 + correction[0] + ratio * correction[count - 1]
    guard denominator != 0, denominator.isFinite else { throw .singular(row: count - 1) }
    let factor = (solution[0] + ratio * solution[count - 1]) / denominator
    for k in 0..<count { solution[k] -= factor * correction[k] }
  }
}
