/// Direct solution of tridiagonal systems by Thomas's elimination, over the caller's buffers.
///
/// Row i of a system reads
///
/// ```
/// lower[i] x[i−1] + diagonal[i] x[i] + upper[i] x[i+1] = rightHandSide[i]
/// ```
///
/// A batch of systems is interleaved: element i of system b lies at `i * batch + b`, so that the
/// systems fill the vector lanes. Nothing is allocated. There is no pivoting; elimination is stable
/// for diagonally dominant, symmetric positive definite and M-matrices.
public enum TridiagonalSystems {
  /// Solves a batch of systems; their solutions replace the right-hand sides.
  ///
  /// The elements `lower[0]` and `upper[n−1]` of each system are not read.
  ///
  /// - Parameters:
  ///   - lower: The elements below the diagonal.
  ///   - diagonal: The elements on the diagonal.
  ///   - upper: The elements above the diagonal.
  ///   - solution: The right-hand sides on entry and the solutions on return.
  ///   - workspace: Scratch space of the same count.
  ///   - batch: The number of interleaved systems, at least 1.
  /// - Throws: ``LinearAlgebraError/singular(row:)`` when a pivot is zero or not finite.
  public static func solve(
    lower: Span<Double>, diagonal: Span<Double>, upper: Span<Double>,
    solution: inout MutableSpan<Double>, workspace: inout MutableSpan<Double>, batch: Int = 1
  ) throws(LinearAlgebraError) {
    let count = diagonal.count
    precondition(batch >= 1 && count % batch == 0, "the count is a multiple of the batch")
    precondition(lower.count == count && upper.count == count, "the diagonals have equal counts")
    precondition(solution.count == count && workspace.count >= count, "a buffer is too short")
    guard count > 0 else { return }
    var smallestPivot = Double.infinity
    for b in 0..<batch {
      let inverse = 1 / diagonal[unchecked: b]
      smallestPivot = min(smallestPivot, magnitude(diagonal[unchecked: b]))
      workspace[unchecked: b] = upper[unchecked: b] * inverse
      solution[unchecked: b] *= inverse
    }
    for k in batch..<max(count, batch) {
      let l = lower[unchecked: k]
      let pivot = diagonal[unchecked: k] - l * workspace[unchecked: k - batch]
      let inverse = 1 / pivot
      smallestPivot = min(smallestPivot, magnitude(pivot))
      workspace[unchecked: k] = upper[unchecked: k] * inverse
      solution[unchecked: k] =
        (solution[unchecked: k] - l * solution[unchecked: k - batch]) * inverse
    }
    guard smallestPivot > 0 else {
      throw .singular(row: failingRow(lower, diagonal, upper, batch))
    }
    for k in stride(from: count - batch - 1, through: 0, by: -1) {
      solution[unchecked: k] -= workspace[unchecked: k] * solution[unchecked: k + batch]
    }
  }

  /// The size of a pivot, zero when it is not finite.
  @inline(__always)
  private static func magnitude(_ pivot: Double) -> Double { pivot.isFinite ? abs(pivot) : 0 }

  /// Repeats the elimination to find the row whose pivot is zero or not finite.
  private static func failingRow(
    _ lower: Span<Double>, _ diagonal: Span<Double>, _ upper: Span<Double>, _ batch: Int
  ) -> Int {
    for b in 0..<batch {
      var ratio = 0.0
      for k in stride(from: b, to: diagonal.count, by: batch) {
        let pivot = diagonal[k] - (k >= batch ? lower[k] * ratio : 0)
        guard pivot != 0, pivot.isFinite else { return k / batch }
        ratio = upper[k] / pivot
      }
    }
    return 0
  }
}
