import Grids

extension Density {
  /// Removes the error that falls fourfold when the cells are halved, as a solution on cells of twice
  /// the size tells it; not where that would make a density negative.
  mutating func removeLeadingError(of wide: Density) {
    for cell in values.indices {
      let correction = (values[cell] - wide.values[cell]) / 3
      values[cell] += max(correction, -abs(values[cell]) / 2)
    }
  }
}
