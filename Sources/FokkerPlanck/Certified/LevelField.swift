/// Cell averages on one level of refinement, with two numbers that converge along with them.
struct LevelField {
  /// One average per cell.
  var values: [Double]
  /// What has left through the two walls, or another pair.
  var pair: SIMD2<Double>

  /// The averages over pairs of cells; exact.
  var coarsened: LevelField {
    LevelField(values: CellAverageTransfer.coarsened(values), pair: pair)
  }

  /// The same averages on cells of half the size, interpolated with an error of ninth order.
  func refined(isRing: Bool) -> LevelField {
    LevelField(values: CellAverageTransfer.refined(values, isRing: isRing), pair: pair)
  }

  /// The L1 norm, the pair counted as two more cells.
  func norm(spacing: Double) -> Double {
    var sum = 0.0
    for value in values { sum += abs(value) }
    return sum * spacing + abs(pair.x) + abs(pair.y)
  }

  /// self += factor · other.
  mutating func add(_ other: LevelField, times factor: Double) {
    for cell in values.indices { values[cell] += factor * other.values[cell] }
    pair += factor * other.pair
  }
}
