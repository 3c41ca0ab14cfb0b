internal import RealModule

/// The changes of the columns of Richardson's table from row to row, and the errors they tell.
///
/// The last change δ = ‖T[k][j] − T[k−1][j]‖ of a column tells its error as δ/(q − 1), where q is the
/// factor by which changes fall: the smaller of 4ʲ⁺¹ and what was observed from row to row.
struct ChangeHistory {
  /// The factor between the asymptotic error and the estimate.
  private static let safety = 2.0
  /// The smallest factor by which changes are taken to fall.
  private static let slowest = 1.25
  /// How many rows an irregular estimate looks back.
  private static let memory = 3

  private var rows: [[Double]] = []

  /// Adds the changes of a row, one per column.
  mutating func append(_ changes: [Double]) { rows.append(changes) }

  /// The estimated error of every column, for smooth coefficients.
  var regularEstimates: [Double] {
    guard let changes = rows.last else { return [] }
    let previous = rows.dropLast().last ?? []
    var nominal = 1.0
    var observed = 4.0
    return changes.enumerated().map { column, change in
      nominal *= 4
      var size = change
      if column < previous.count {
        observed = change > 0 ? previous[column] / change : nominal
        // A change that is small by chance is not believed.
        size = max(change, previous[column] / (4 * nominal))
      } else if column > 0 {
        // A new column is trusted little further than the one before it behaved, and not at all
        // when it changed no less.
        guard change < 0.5 * changes[column - 1] else { return .infinity }
        if observed > 0.85 * nominal / 4 { observed *= 1.5 }
      }
      let factor = min(max(observed, Self.slowest), nominal)
      return Self.safety * size / (factor - 1)
    }
  }

  /// The estimated error of the first column where coefficients jump within cells.
  ///
  /// Errors then depend on where in a cell the jump is, and two may agree by chance; the mean fall
  /// of the last rows is taken for the rule, and the largest change that it allows.
  var irregularEstimate: Double {
    let changes = rows.suffix(Self.memory + 1).compactMap(\.first)
    guard var largest = changes.first, let last = changes.last, changes.count > 1, last > 0 else {
      return .infinity
    }
    let fall = Double.pow(largest / last, 1 / Double(changes.count - 1))
    let factor = min(max(fall, Self.slowest), 4)
    for change in changes.dropFirst() { largest = max(largest / factor, change) }
    return Self.safety * largest / (factor - 1)
  }
}
