internal import StochasticProcesses

/// The number, the means and the sums of products of deviations of a set of points.
struct JointMomentSums: Hashable, Sendable {
  let dimension: Int
  private(set) var count = 0.0
  private(set) var means: [Double]
  /// Σ dₐ d_b, Σ dₐ² d_b, Σ dₐ d_b² and Σ dₐ² d_b² of each pair a ≤ b.
  private var products: [PairSums]

  struct PairSums: Hashable, Sendable {
    var both = 0.0
    var firstTwice = 0.0
    var secondTwice = 0.0
    var all = 0.0
  }

  /// Creates the sums of nothing.
  init(dimension: Int) {
    self.dimension = dimension
    means = Array(repeating: 0, count: dimension)
    products = Array(repeating: PairSums(), count: MatrixTriangle.count(dimension: dimension))
  }

  /// Creates the sums of some points in two passes, from their coordinates, variable by variable, and
  /// which of them count; empty means all.
  init(_ coordinates: [Double], dimension: Int, isIncluded: [Bool]) {
    self.init(dimension: dimension)
    let total = coordinates.count / dimension
    let points = isIncluded.isEmpty ? Array(0..<total) : (0..<total).filter { isIncluded[$0] }
    guard !points.isEmpty else { return }
    count = Double(points.count)
    var deviations = (0..<dimension).map { variable in
      points.map { coordinates[variable * total + $0] }
    }
    for variable in 0..<dimension {
      means[variable] = deviations[variable].reduce(0, +) / count
      for place in points.indices { deviations[variable][place] -= means[variable] }
    }
    forEachPair { a, b, pair in
      var sums = PairSums()
      for (x, y) in zip(deviations[a], deviations[b]) {
        let product = x * y
        sums.both += product
        sums.firstTwice += product * x
        sums.secondTwice += product * y
        sums.all += product * product
      }
      products[pair] = sums
    }
  }

  /// Joins two sets.
  mutating func join(_ other: JointMomentSums) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = count + other.count
    let joint = zip(means, other.means).map { ($0 * count + $1 * other.count) / total }
    var moved = other
    moved.move(to: joint)
    move(to: joint)
    for pair in products.indices {
      products[pair].both += moved.products[pair].both
      products[pair].firstTwice += moved.products[pair].firstTwice
      products[pair].secondTwice += moved.products[pair].secondTwice
      products[pair].all += moved.products[pair].all
    }
    count = total
  }

  /// Takes the deviations from other means.
  private mutating func move(to others: [Double]) {
    let shifts = zip(means, others).map { $0 - $1 }
    let dimension = dimension
    var squares = [Double](repeating: 0, count: dimension)
    for variable in 0..<dimension {
      squares[variable] =
        products[MatrixTriangle.index(variable, variable, dimension: dimension)].both
    }
    forEachPair { first, second, pair in
      let (a, b, old) = (shifts[first], shifts[second], products[pair])
      products[pair].all +=
        2 * b * old.firstTwice + b * b * squares[first] + 2 * a * old.secondTwice
        + 4 * a * b * old.both + a * a * squares[second] + count * a * a * b * b
      products[pair].firstTwice += b * squares[first] + 2 * a * old.both + count * a * a * b
      products[pair].secondTwice += a * squares[second] + 2 * b * old.both + count * a * b * b
      products[pair].both += count * a * b
    }
    means = others
  }

  private func forEachPair(_ body: (Int, Int, Int) -> Void) {
    for row in 0..<dimension {
      for column in row..<dimension {
        body(row, column, MatrixTriangle.index(row, column, dimension: dimension))
      }
    }
  }

  /// The standard error of each mean.
  var meanStandardErrors: [Double] {
    (0..<dimension).map {
      count > 1 ? (covariance($0, $0) / count).squareRoot() : .infinity
    }
  }

  /// The covariance of two variables, unbiased.
  func covariance(_ one: Int, _ other: Int) -> Double {
    count > 1 ? pair(one, other).both / (count - 1) : 0
  }

  /// The standard error of a covariance, √((E dₐ² d_b² − cov²)/n), for any law.
  func covarianceStandardError(_ one: Int, _ other: Int) -> Double {
    guard count > 3 else { return .infinity }
    let covariance = covariance(one, other)
    let square = (count - 3) / (count - 1) * covariance * covariance
    return (max(0, pair(one, other).all / count - square) / count).squareRoot()
  }

  private func pair(_ one: Int, _ other: Int) -> PairSums {
    products[MatrixTriangle.index(one, other, dimension: dimension)]
  }
}
