/// The class probabilities p(y|x) of equally likely patterns.
public struct LabelDistribution: Hashable, Sendable {
  /// The number of patterns.
  public let patternCount: Int
  /// The number of classes.
  public let classCount: Int
  /// p(y|x) in the order [class][pattern].
  public let probabilities: [Double]
  /// Whether every probability is 0 or 1.
  public let isDeterministic: Bool

  /// Creates the law from rows of class probabilities, one row per pattern.
  ///
  /// - Throws: ``InformationError/empty(_:)``, and
  ///   ``InformationError/notAProbability(pattern:sum:)`` when a row has another length than the
  ///   first, a negative value or a sum that differs from 1 by more than 10⁻⁶.
  public init(classProbabilities rows: [[Double]]) throws(InformationError) {
    guard let classCount = rows.first?.count, classCount > 0 else { throw .empty("patterns") }
    var probabilities = [Double](repeating: 0, count: rows.count * classCount)
    var isDeterministic = true
    for (pattern, row) in rows.enumerated() {
      let sum = row.reduce(0, +)
      guard row.count == classCount, row.allSatisfy({ $0 >= 0 }), abs(sum - 1) < 1e-6 else {
        throw .notAProbability(pattern: pattern, sum: sum)
      }
      for (label, probability) in row.enumerated() {
        probabilities[label * rows.count + pattern] = probability / sum
        isDeterministic = isDeterministic && (probability == 0 || probability == 1)
      }
    }
    patternCount = rows.count
    self.classCount = classCount
    self.probabilities = probabilities
    self.isDeterministic = isDeterministic
  }

  /// Creates the law of two classes from the probabilities of class 1.
  ///
  /// - Parameter probabilitiesOfOne: p(y = 1|x), one per pattern.
  /// - Throws: ``InformationError/empty(_:)`` and
  ///   ``InformationError/notAProbability(pattern:sum:)``.
  public init(probabilitiesOfOne: [Double]) throws(InformationError) {
    try self.init(classProbabilities: probabilitiesOfOne.map { [1 - $0, $0] })
  }

  /// Creates the deterministic law of known labels, numbered from 0.
  ///
  /// - Throws: ``InformationError/empty(_:)`` and
  ///   ``InformationError/labelOutOfRange(pattern:label:classes:)``.
  public init(labels: [Int], classCount: Int) throws(InformationError) {
    for (pattern, label) in labels.enumerated() where !(0..<classCount).contains(label) {
      throw .labelOutOfRange(pattern: pattern, label: label, classes: classCount)
    }
    try self.init(
      classProbabilities: labels.map { label in (0..<classCount).map { $0 == label ? 1 : 0 } })
  }

  /// The probability p(y) of each class.
  public var marginal: [Double] {
    (0..<classCount).map { label in
      probabilities[label * patternCount..<(label + 1) * patternCount].reduce(0, +)
        / Double(patternCount)
    }
  }

  /// The entropy H(Y) in bits.
  public var entropy: Double { -marginal.reduce(0) { $0 + binaryLogarithmTimes($1) } }

  /// The entropy H(Y|X) in bits that remains when the pattern is known; 0 for certain labels.
  public var conditionalEntropy: Double {
    -probabilities.reduce(0) { $0 + binaryLogarithmTimes($1) } / Double(patternCount)
  }

  /// The information I(X;Y) in bits that the patterns carry about the label: no layer has more.
  public var informationAboutLabel: Double { max(0, entropy - conditionalEntropy) }
}
