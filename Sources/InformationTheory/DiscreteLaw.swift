internal import RealModule

/// A probability law on finitely many outcomes.
public struct DiscreteLaw: Hashable, Sendable {
  /// The probabilities; they sum to 1.
  public let probabilities: [Double]

  /// Creates the law in which each outcome has its share of `weights`.
  ///
  /// - Parameter weights: Counts or unnormalised probabilities, not negative.
  /// - Throws: ``InformationError/empty(_:)`` when no weight is positive, and
  ///   ``InformationError/invalidParameter(_:value:remedy:)`` for a negative or infinite weight.
  public init(weights: [Double]) throws(InformationError) {
    if let bad = weights.first(where: { !($0 >= 0 && $0 < .infinity) }) {
      throw .invalidParameter("weights", value: bad, remedy: "use finite weights of at least 0")
    }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { throw .empty("positive weights") }
    probabilities = weights.map { $0 / sum }
  }

  /// Creates the law of relative frequencies.
  ///
  /// - Parameter counts: How often each outcome was seen.
  /// - Throws: As ``init(weights:)``.
  public init(counts: [Int]) throws(InformationError) {
    try self.init(weights: counts.map { Double($0) })
  }

  /// The entropy −Σ p log₂ p in bits.
  public var entropy: Double {
    max(0, -probabilities.reduce(0) { $0 + binaryLogarithmTimes($1) })
  }

  /// The divergence Σ p log₂(p/q) of Kullback and Leibler in bits; never negative, and infinite
  /// where q is zero and p is not.
  public func divergence(from other: DiscreteLaw) -> Double {
    precondition(
      probabilities.count == other.probabilities.count, "laws must share their outcomes")
    var sum = 0.0
    for (p, q) in zip(probabilities, other.probabilities) where p > 0 {
      guard q > 0 else { return .infinity }
      // p ln(p/q) − p + q is not negative term by term, so neither is the sum.
      sum += p * Double.log(p / q) - p + q
    }
    for (p, q) in zip(probabilities, other.probabilities) where p == 0 { sum += q }
    return max(0, sum) / Double.log(2)
  }
}
