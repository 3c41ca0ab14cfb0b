/// The number, the mean and the sums of powers of deviations of a set of positions.
@usableFromInline
struct MomentSums: Hashable, Sendable {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private(set) var square = 0.0
  private(set) var cube = 0.0
  private(set) var fourth = 0.0

  /// Creates the sums of nothing.
  init() {}

  /// Creates the sums of some positions in two passes.
  init(_ positions: [Double]) {
    guard !positions.isEmpty else { return }
    count = Double(positions.count)
    for x in positions { mean += x }
    mean /= count
    for x in positions {
      let d = x - mean
      let q = d * d
      square += q
      cube += q * d
      fourth += q * q
    }
  }

  /// Joins two sets, by Pébay's formulas.
  mutating func join(_ other: MomentSums) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (n, m) = (count, other.count)
    let total = n + m
    let d = other.mean - mean
    let pair = d * d * n * m / total
    let newFourth =
      fourth + other.fourth + pair * d * d * (n * n - n * m + m * m) / (total * total)
      + 6 * d * d * (n * n * other.square + m * m * square) / (total * total)
      + 4 * d * (n * other.cube - m * cube) / total
    let newCube =
      cube + other.cube + pair * d * (n - m) / total
      + 3 * d * (n * other.square - m * square) / total
    square += other.square + pair
    cube = newCube
    fourth = newFourth
    mean += d * m / total
    count = total
  }

  /// The variance, unbiased.
  var variance: Double { count > 1 ? square / (count - 1) : 0 }

  /// The standard error of the mean.
  var meanStandardError: Double { count > 1 ? (variance / count).squareRoot() : .infinity }

  /// The standard error of the variance, √((m₄ − (n−3)/(n−1) s⁴)/n), for any law.
  var varianceStandardError: Double {
    guard count > 3 else { return .infinity }
    let excess = fourth / count - (count - 3) / (count - 1) * variance * variance
    return (max(0, excess) / count).squareRoot()
  }
}
