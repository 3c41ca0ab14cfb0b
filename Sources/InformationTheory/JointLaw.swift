/// A joint probability law of two variables with finitely many outcomes.
public struct JointLaw: Hashable, Sendable {
  /// The law of the pairs in the order [first][second].
  public let pairs: DiscreteLaw
  /// The law of the first variable.
  public let first: DiscreteLaw
  /// The law of the second variable.
  public let second: DiscreteLaw

  /// Creates the law in which each pair has its share of `table`.
  ///
  /// - Parameter table: Counts or unnormalised probabilities in rows of equal length, one row for
  ///   each outcome of the first variable.
  /// - Throws: As ``DiscreteLaw/init(weights:)``.
  public init(table: [[Double]]) throws(InformationError) {
    let width = table.first?.count ?? 0
    precondition(table.allSatisfy { $0.count == width }, "rows must have equal lengths")
    pairs = try DiscreteLaw(weights: table.flatMap { $0 })
    first = try DiscreteLaw(weights: table.map { $0.reduce(0, +) })
    second = try DiscreteLaw(
      weights: (0..<width).map { column in table.reduce(0) { $0 + $1[column] } })
  }

  /// The mutual information Σ p(a,b) log₂(p(a,b)/(p(a)p(b))) in bits; never negative.
  public var mutualInformation: Double {
    let product = first.probabilities.flatMap { p in second.probabilities.map { p * $0 } }
    guard let independent = try? DiscreteLaw(weights: product) else { return 0 }
    return pairs.divergence(from: independent)
  }

  /// The entropy H(A|B) in bits that the first variable keeps when the second is known.
  public var conditionalEntropy: Double { max(0, pairs.entropy - second.entropy) }
}
