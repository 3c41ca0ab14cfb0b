internal import RealModule

/// Classes of patterns with their probabilities p(x) and label laws p(y|x): all that the
/// information bottleneck knows of a joint law.
///
/// Patterns with equal p(y|x) are interchangeable for the bottleneck: an optimal encoder treats
/// them alike, and their class has the sum of their probabilities. ``merged()`` joins them without
/// changing the curve.
public struct PatternClasses: Hashable, Sendable {
  /// The probability p(x) of each class; they sum to 1.
  public let weights: [Double]
  /// p(y|x) in the order [class][label].
  public let labelProbabilities: [Double]
  /// The number of labels.
  public let labelCount: Int

  /// The number of classes.
  public var count: Int { weights.count }

  /// Creates the law from weights and rows of label probabilities.
  ///
  /// - Parameters:
  ///   - weights: Unnormalised probabilities of the classes, positive.
  ///   - rows: p(y|x), one row for each class; each sums to 1.
  /// - Throws: ``InformationError/empty(_:)``,
  ///   ``InformationError/invalidParameter(_:value:remedy:)`` for a weight that is not positive or
  ///   not one per row, and ``InformationError/notAProbability(pattern:sum:)`` as
  ///   ``LabelDistribution`` does.
  public init(weights: [Double], labelProbabilities rows: [[Double]]) throws(InformationError) {
    guard weights.count == rows.count else {
      throw .invalidParameter(
        "weights.count", value: Double(weights.count),
        remedy: "give one weight for each row of p(y|x)")
    }
    for weight in weights where !(weight > 0) {
      throw .invalidParameter("weight", value: weight, remedy: "leave out classes without weight")
    }
    let labels = try LabelDistribution(classProbabilities: rows)
    self.init(
      weights: try DiscreteLaw(weights: weights).probabilities,
      labelProbabilities: labels.rows, labelCount: labels.classCount)
  }

  /// Creates one class of equal weight for each pattern.
  public init(_ labels: LabelDistribution) {
    self.init(
      weights: Array(repeating: 1 / Double(labels.patternCount), count: labels.patternCount),
      labelProbabilities: labels.rows, labelCount: labels.classCount)
  }

  init(weights: [Double], labelProbabilities: [Double], labelCount: Int) {
    self.weights = weights
    self.labelProbabilities = labelProbabilities
    self.labelCount = labelCount
  }

  /// p(y|x) of a class.
  public func labelLaw(of index: Int) -> ArraySlice<Double> {
    labelProbabilities[index * labelCount..<(index + 1) * labelCount]
  }
}

// MARK: - Classes of equal label laws

extension PatternClasses {
  /// Joins the classes whose p(y|x) are equal to the last bit.
  ///
  /// - Returns: The joined classes, in the order in which they first occur, and for each of the
  ///   given classes the index of the one that it went to.
  public func merged() -> (classes: PatternClasses, membership: [Int]) {
    var indices: [ArraySlice<Double>: Int] = [:]
    var (weights, rows, membership) = ([Double](), [Double](), [Int]())
    for index in 0..<count {
      let row = labelLaw(of: index)
      let target = indices[row] ?? weights.count
      if target == weights.count {
        indices[row] = target
        weights.append(0)
        rows += row
      }
      weights[target] += self.weights[index]
      membership.append(target)
    }
    let classes = PatternClasses(
      weights: weights, labelProbabilities: rows, labelCount: labelCount)
    return (classes, membership)
  }
}

// MARK: - Information

extension PatternClasses {
  /// The probability p(y) of each label.
  public var labelMarginal: [Double] {
    (0..<labelCount).map { label in
      (0..<count).reduce(0) { $0 + weights[$1] * labelProbabilities[$1 * labelCount + label] }
    }
  }

  /// The entropy H(X) of the classes in bits; after ``merged()`` the least I(X;T) that keeps all
  /// information about the label.
  public var entropy: Double { -weights.reduce(0) { $0 + binaryLogarithmTimes($1) } }

  /// The entropy H(Y) in bits.
  public var labelEntropy: Double {
    -labelMarginal.reduce(0) { $0 + binaryLogarithmTimes($1) }
  }

  /// The information I(X;Y) in bits.
  public var informationAboutLabel: Double {
    let marginal = labelMarginal
    var sum = 0.0
    for index in 0..<count {
      for (label, p) in labelLaw(of: index).enumerated() where p > 0 {
        sum += weights[index] * p * Double.log2(p / marginal[label])
      }
    }
    return max(0, sum)
  }

  /// Σ_y p(y|x) ln p(y|x) of each class, in nats.
  var negativeLabelEntropies: [Double] {
    (0..<count).map { labelLaw(of: $0).reduce(0) { $1 > 0 ? $0 + $1 * Double.log($1) : $0 } }
  }

  /// Whether every class has one certain label, so that Y is a function of X.
  public var isDeterministic: Bool { labelProbabilities.allSatisfy { $0 == 0 || $0 == 1 } }

  /// The square ρ² of the maximal correlation of X and Y, from 0 to 1.
  ///
  /// It is the second largest eigenvalue of Σ_x p(x) p(y|x) p(y′|x)/√(p(y) p(y′)), whose largest is
  /// 1. Below β = 1/ρ² the best encoder keeps nothing.
  ///
  /// ## Reference
  ///
  /// H. O. Hirschfeld, "A connection between correlation and contingency", Proc. Camb. Phil. Soc.
  /// 31 (1935) 520-524, doi:10.1017/S0305004100013517.
  public var squaredMaximalCorrelation: Double {
    squaredCorrelation(weights: weights)
  }

  /// ρ² when the classes have the given unnormalised weights.
  func squaredCorrelation(weights: [Double]) -> Double {
    var moments = LabelMoments(labelCount: labelCount)
    for index in 0..<count where weights[index] > 0 {
      moments.add(labelLaw(of: index), weight: weights[index])
    }
    return moments.squaredCorrelation
  }
}

extension LabelDistribution {
  /// p(y|x) in the order [pattern][class].
  var rows: [Double] {
    var rows = [Double](repeating: 0, count: probabilities.count)
    for label in 0..<classCount {
      for pattern in 0..<patternCount {
        rows[pattern * classCount + label] = probabilities[label * patternCount + pattern]
      }
    }
    return rows
  }
}
