/// What has left through each wall of a box, as a sum over cells.
struct WallLosses {
  private(set) var values: [Double]

  init(dimension: Int) { values = [Double](repeating: 0, count: 2 * dimension) }

  /// What has left through a wall: `2 axis` is the lower and `2 axis + 1` the upper one.
  subscript(wall: Int) -> Double {
    get { values[wall] }
    set { values[wall] = newValue }
  }

  /// Adds `factor` times what another record holds.
  mutating func add(_ other: WallLosses, times factor: Double) {
    for wall in values.indices { values[wall] += factor * other.values[wall] }
  }

  /// The probability that has left along each axis, for cells of a volume.
  func exits(cellVolume: Double) -> [ExitProbability] {
    stride(from: 0, to: values.count, by: 2).map { wall in
      var exit = ExitProbability()
      exit.lower = values[wall] * cellVolume
      exit.upper = values[wall + 1] * cellVolume
      return exit
    }
  }
}
