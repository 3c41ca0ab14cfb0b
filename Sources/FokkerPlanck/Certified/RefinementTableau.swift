/// Richardson's table over successively halved spacings, with an error estimate per column.
///
/// ```
/// T[k][0] = p(h/2ᵏ),   T[k][j+1] = T[k][j] + (T[k][j] − T[k−1][j])/(4ʲ⁺¹ − 1)
/// ```
///
/// Column j is of order 2 (j + 1) where coefficients and density are smooth; ``ChangeHistory`` says
/// how far each can be trusted.
struct RefinementTableau {
  /// The largest number of columns.
  private static let width = 4
  /// How much smaller the error of interpolation at least becomes when the spacing is halved.
  private static let interpolationGain = 8.0

  private let isRing: Bool
  /// The newest solution.
  private var finest: LevelField
  /// What extrapolation adds to it, on cells of twice the size; nothing for the first column.
  private var corrections: [LevelField] = []
  private var history = ChangeHistory()
  /// The estimated error of every column that has one.
  private(set) var estimates: [Double] = []

  init(_ first: LevelField, isRing: Bool) {
    finest = first
    self.isRing = isRing
  }

  /// The column with the smallest estimated error, and that error.
  var best: (column: Int, error: Double) {
    var best = (column: 0, error: Double.infinity)
    for (column, error) in estimates.enumerated() where error < best.error {
      best = (column, error)
    }
    return best
  }

  /// A column's entry in the last row, on the newest level's cells.
  func entry(_ column: Int) -> LevelField {
    guard column > 0 else { return finest }
    var result = finest
    result.add(corrections[column - 1].refined(isRing: isRing), times: 1)
    return result
  }

  /// Adds the solution with half the spacing.
  ///
  /// - Parameters:
  ///   - field: The solution.
  ///   - spacing: The spacing of the solution before.
  ///   - isRegular: Whether the coefficients are smooth on these cells.
  mutating func add(_ field: LevelField, coarseSpacing spacing: Double, isRegular: Bool) {
    let previous = (0...corrections.count).map(entry)
    var current = field.coarsened
    var newCorrections: [LevelField] = []
    var newChanges: [Double] = []
    var sum = LevelField(
      values: [Double](repeating: 0, count: current.values.count), pair: .zero)
    var power = 1.0
    for column in previous {
      power *= 4
      var change = current
      change.add(column, times: -1)
      newChanges.append(change.norm(spacing: spacing))
      guard newCorrections.count < Self.width - 1 else { break }
      current.add(change, times: 1 / (power - 1))
      sum.add(change, times: 1 / (power - 1))
      newCorrections.append(sum)
    }
    history.append(newChanges)
    estimates = isRegular ? history.regularEstimates : [history.irregularEstimate]
    (finest, corrections) = (field, newCorrections)
    for column in estimates.indices.dropFirst() {
      estimates[column] += interpolationError(of: corrections[column - 1], spacing)
    }
  }

  /// How far a correction may be off between the middles of the cells that it was computed for: it is
  /// interpolated once more from cells of twice the size and compared.
  private func interpolationError(of correction: LevelField, _ spacing: Double) -> Double {
    guard correction.values.count % 2 == 0, !correction.values.isEmpty else { return 0 }
    var difference = correction.coarsened.refined(isRing: isRing)
    difference.add(correction, times: -1)
    return difference.norm(spacing: spacing) / Self.interpolationGain
  }
}
