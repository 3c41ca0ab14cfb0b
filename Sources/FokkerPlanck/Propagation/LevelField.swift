/// Cell averages on one level of refinement, with two numbers that converge along with them.
struct LevelField {
  /// One average per cell.
  var values: [Double]
  /// What has left through the two walls, or another pair.
  var pair: SIMD2<Double>

  init(values: [Double], pair: SIMD2<Double>) {
    self.values = values
    self.pair = pair
  }

  /// The density of a level and what has left through the walls.
  init(_ state: LevelState) {
    self.init(
      values: state.cells.array, pair: SIMD2(state.exits.lower, state.exits.upper))
  }

  /// A number that belongs to no cell.
  init(_ number: Double) { self.init(values: [], pair: SIMD2(number, 0)) }

  /// The averages over pairs of cells; exact.
  var coarsened: LevelField {
    LevelField(values: CellAverageTransfer.coarsened(values), pair: pair)
  }

  /// The same averages on cells of half the size, interpolated with an error of ninth order.
  func refined(isRing: Bool) -> LevelField {
    guard !values.isEmpty else { return self }
    return LevelField(values: CellAverageTransfer.refined(values, isRing: isRing), pair: pair)
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
