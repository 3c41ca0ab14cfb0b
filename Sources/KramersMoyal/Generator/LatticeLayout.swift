/// Where the nodes of a lattice lie for given data and lags.
struct LatticeLayout {
  let lowerBound: Double
  let spacing: Double
  let count: Int
  private let longestLag: Double

  /// Chooses a spacing of a fifth of the mean spread of the shortest increments, and ends that a
  /// path from the data reaches with a probability below 10⁻⁹ within the longest lag.
  init(
    range: ClosedRange<Double>, lags: [Double], drift: (Double) -> Double,
    diffusion: (Double) -> Double
  ) {
    let (shortest, longest) = (lags[0], lags[lags.count - 1])
    longestLag = longest
    let width = range.upperBound - range.lowerBound
    var (mean, largest) = (0.0, 0.0)
    for index in 0...64 {
      let value = diffusion(range.lowerBound + width * Double(index) / 64)
      mean += value / 65
      largest = max(largest, value)
    }
    let reach = 6 * (2 * largest * longest).squareRoot()
    let below = reach + max(0, -drift(range.lowerBound)) * longest
    let above = reach + max(0, drift(range.upperBound)) * longest
    let length = max(width + below + above, 1e-300)
    let wanted = (length / ((2 * mean * shortest).squareRoot() / 5)).rounded(.up)
    count = Int(min(max(wanted.isFinite ? wanted : 2000, 160), 2000)) + 1
    lowerBound = range.lowerBound - below
    spacing = length / Double(count - 1)
  }

  func lattice(
    drift: (Double) -> Double, diffusion: (Double) -> Double
  ) -> BackwardLattice {
    BackwardLattice(
      lowerBound: lowerBound, spacing: spacing, count: count, longestTime: longestLag,
      drift: drift, diffusion: diffusion)
  }
}
