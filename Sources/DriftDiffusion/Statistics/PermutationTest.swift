internal import RandomStreams
internal import RealModule

/// A statistic with the probability, under exchangeability, of one at least as large in size.
public struct PermutationTest: Hashable, Codable, Sendable {
  /// The statistic.
  public var statistic: Double
  /// The two-sided probability; never 0, since the data themselves are one arrangement.
  public var pValue: Double
  /// Whether all arrangements were gone through, not a random part of them.
  public var isExact: Bool
  /// The number of arrangements that the probability was counted from.
  public var arrangements: Int

  /// Creates a test from its parts.
  public init(statistic: Double, pValue: Double, isExact: Bool, arrangements: Int) {
    self.statistic = statistic
    self.pValue = pValue
    self.isExact = isExact
    self.arrangements = arrangements
  }

  /// The standard error of the probability, √(p (1 − p)/arrangements); 0 when all were gone through.
  public var pValueError: Double {
    isExact ? 0 : (pValue * (1 - pValue) / Double(arrangements)).squareRoot()
  }

  /// Spearman's rank correlation of paired values, with all orders of one of them as the null.
  ///
  /// Ties get their mean rank. Up to eight pairs all orders are gone through; beyond that `draws`
  /// random ones, which with the data count as draws + 1.
  ///
  /// - Parameters:
  ///   - x: One value per item, such as the predicted entropy of every layer; two or more.
  ///   - y: As many values, such as its compression.
  ///   - draws: The number of random orders when there are too many.
  ///   - seed: The seed of these.
  /// - Returns: The correlation, from −1 to 1, and its probability.
  public static func rankCorrelation(
    _ x: [Double], _ y: [Double], draws: Int = 9999, seed: UInt64 = 1
  ) -> PermutationTest {
    precondition(x.count == y.count && x.count >= 2, "values come in pairs")
    let (a, b) = (centredRanks(x), centredRanks(y))
    let scale = (dot(a, a) * dot(b, b)).squareRoot()
    guard scale > 0 else {
      return PermutationTest(statistic: .nan, pValue: 1, isExact: true, arrangements: 1)
    }
    return orders(of: x.count, draws: draws, seed: seed) { order in
      order.indices.reduce(0) { $0 + a[$1] * b[order[$1]] } / scale
    }
  }

  /// The mean product of what belongs together, with the swapped pairings of one part with the other
  /// as the null.
  ///
  /// Up to eight items all orders are gone through; beyond that `draws` random ones, which with the
  /// data count as draws + 1.
  ///
  /// - Parameters:
  ///   - products: The product of part i of one kind with part j of the other, shape [i][j]; two items
  ///     or more.
  ///   - draws: The number of random orders when there are too many.
  ///   - seed: The seed of these.
  /// - Returns: The sum over the pairs that belong together, i = j, and its probability; 1 when the
  ///   products are not numbers.
  public static func pairing(
    _ products: [[Double]], draws: Int = 9999, seed: UInt64 = 1
  ) -> PermutationTest {
    precondition(
      products.count >= 2 && products.allSatisfy { $0.count == products.count },
      "every part meets every other")
    return orders(of: products.count, draws: draws, seed: seed) { order in
      order.indices.reduce(0) { $0 + products[$1][order[$1]] }
    }
  }

  /// A statistic of the order of some items, with all orders as the null or random ones.
  private static func orders(
    of count: Int, draws: Int, seed: UInt64, _ statistic: ([Int]) -> Double
  ) -> PermutationTest {
    let found = statistic(Array(0..<count))
    guard found.isFinite else {
      return PermutationTest(statistic: .nan, pValue: 1, isExact: true, arrangements: 1)
    }
    let least = abs(found) - 1e-12 * max(1, abs(found))
    let isExact = count <= 8
    var (larger, total) = (isExact ? 0 : 1, isExact ? 0 : 1)
    func judge(_ order: [Int]) {
      larger += abs(statistic(order)) >= least ? 1 : 0
      total += 1
    }
    if isExact {
      forEachOrder(of: count, judge)
    } else {
      for draw in 0..<draws {
        var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(draw))
        judge(stream.permutation(of: count))
      }
    }
    return PermutationTest(
      statistic: found, pValue: Double(larger) / Double(total), isExact: isExact,
      arrangements: total)
  }

  /// The mean of paired differences, with all choices of their signs as the null.
  ///
  /// Up to 14 differences all choices are gone through; beyond that `draws` random ones, which with
  /// the data count as draws + 1.
  ///
  /// - Parameters:
  ///   - differences: One difference per pair; at least one.
  ///   - draws: The number of random choices when there are too many.
  ///   - seed: The seed of these.
  /// - Returns: The mean and its probability.
  public static func signFlip(
    _ differences: [Double], draws: Int = 9999, seed: UInt64 = 1
  ) -> PermutationTest {
    precondition(!differences.isEmpty, "there must be a difference")
    let size = Double(differences.count)
    let found = differences.reduce(0, +)
    let tolerance = 1e-12 * differences.reduce(0) { $0 + abs($1) }
    let isExact = differences.count <= 14
    var count = isExact ? 0 : 1
    let total = isExact ? 1 << differences.count : draws + 1
    for choice in 0..<(isExact ? total : draws) {
      var sum = 0.0
      if isExact {
        for (index, value) in differences.enumerated() {
          sum += choice >> index & 1 == 1 ? -value : value
        }
      } else {
        var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(choice))
        for value in differences { sum += stream.next() & 1 == 1 ? -value : value }
      }
      count += abs(sum) >= abs(found) - tolerance ? 1 : 0
    }
    return PermutationTest(
      statistic: found / size, pValue: Double(count) / Double(total), isExact: isExact,
      arrangements: total)
  }

  /// The ranks from the smallest to the largest, equal values sharing their mean, less their mean.
  static func centredRanks(_ values: [Double]) -> [Double] {
    let middle = Double(values.count - 1) / 2
    return values.map { value in
      let below = values.count { $0 < value }
      let equal = values.count { $0 == value }
      return Double(below) + Double(equal - 1) / 2 - middle
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Calls a function with every order of the numbers from 0, by Heap's algorithm.
  private static func forEachOrder(of count: Int, _ body: ([Int]) -> Void) {
    var order = Array(0..<count)
    var counters = [Int](repeating: 0, count: count)
    body(order)
    var index = 0
    while index < count {
      if counters[index] < index {
        order.swapAt(index.isMultiple(of: 2) ? 0 : counters[index], index)
        body(order)
        counters[index] += 1
        index = 0
      } else {
        counters[index] = 0
        index += 1
      }
    }
  }
}
