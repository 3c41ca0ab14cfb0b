internal import RealModule

/// Input patterns with the probability of every class given the pattern.
///
/// All patterns weigh the same. A table of data with one label per row is the special case in which
/// every probability is 0 or 1.
public struct LabelledPatterns: Hashable, Sendable {
  /// The inputs, shape [pattern][feature].
  public let inputs: [Double]
  /// The number of features of a pattern.
  public let featureCount: Int
  /// The probabilities p(y | x), shape [pattern][class]; those of a pattern sum to 1.
  public let classProbabilities: [Double]
  /// The number of classes; from 2 to 256.
  public let classCount: Int

  /// The number of patterns.
  public var patternCount: Int { inputs.count / featureCount }

  /// Creates a table of patterns from inputs and class probabilities.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, shape [pattern][feature].
  ///   - featureCount: The number of features of a pattern.
  ///   - classProbabilities: The probabilities p(y | x), shape [pattern][class].
  ///   - classCount: The number of classes, from 2 to 256.
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` when a count is out of range,
  ///   ``TrainingError/wrongCount(of:expected:found:)`` when the arrays do not fit each other, and
  ///   ``TrainingError/invalidPattern(pattern:reason:)`` when an input is not finite or the
  ///   probabilities of a pattern are negative or do not sum to 1 within 10⁻⁶.
  public init(
    inputs: [Double], featureCount: Int, classProbabilities: [Double], classCount: Int
  ) throws(TrainingError) {
    try require(featureCount >= 1, "featureCount", featureCount, "give at least one feature")
    try require((2...256).contains(classCount), "classCount", classCount, "use 2 to 256 classes")
    let patterns = inputs.count / featureCount
    try require(
      (1..<1 << 24).contains(patterns), "patternCount", patterns, "give from 1 to 2²⁴ − 1 patterns")
    try requireCount(inputs.count, patterns * featureCount, "inputs")
    try requireCount(classProbabilities.count, patterns * classCount, "class probabilities")
    for pattern in 0..<patterns {
      let features = inputs[pattern * featureCount..<(pattern + 1) * featureCount]
      guard features.allSatisfy(\.isFinite) else {
        throw .invalidPattern(pattern: pattern, reason: "an input is not a finite number")
      }
      let probabilities = classProbabilities[pattern * classCount..<(pattern + 1) * classCount]
      guard probabilities.allSatisfy({ $0 >= 0 }), abs(probabilities.reduce(-1, +)) <= 1e-6 else {
        throw .invalidPattern(
          pattern: pattern, reason: "its class probabilities are negative or do not sum to 1")
      }
    }
    self.init(
      uncheckedInputs: inputs, featureCount: featureCount, classProbabilities: classProbabilities,
      classCount: classCount)
  }

  /// Creates a table of patterns with one known class each.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, shape [pattern][feature].
  ///   - featureCount: The number of features of a pattern.
  ///   - classes: The class of every pattern, from 0 to `classCount − 1`.
  ///   - classCount: The number of classes, from 2 to 256.
  /// - Throws: ``TrainingError`` as the other initialiser does, and
  ///   ``TrainingError/invalidPattern(pattern:reason:)`` when a class is out of range.
  public init(
    inputs: [Double], featureCount: Int, classes: [Int], classCount: Int
  ) throws(TrainingError) {
    var probabilities = [Double](repeating: 0, count: classes.count * max(classCount, 1))
    for (pattern, label) in classes.enumerated() {
      guard label >= 0, label < classCount else {
        throw .invalidPattern(
          pattern: pattern, reason: "its class \(label) is not from 0 to \(classCount - 1)")
      }
      probabilities[pattern * classCount + label] = 1
    }
    try self.init(
      inputs: inputs, featureCount: featureCount, classProbabilities: probabilities,
      classCount: classCount)
  }

  init(
    uncheckedInputs inputs: [Double], featureCount: Int, classProbabilities: [Double],
    classCount: Int
  ) {
    self.inputs = inputs
    self.featureCount = featureCount
    self.classProbabilities = classProbabilities
    self.classCount = classCount
  }
}

// MARK: - Information

extension LabelledPatterns {
  /// The probability of every class over all patterns.
  public var classFrequencies: [Double] {
    (0..<classCount).map { label in
      let column = stride(from: label, to: classProbabilities.count, by: classCount)
      return column.reduce(0) { $0 + classProbabilities[$1] } / Double(patternCount)
    }
  }

  /// The entropy H(Y) of the label, in bits.
  public var labelEntropy: Double { entropy(classFrequencies) }

  /// The mutual information I(X; Y) = H(Y) − H(Y | X) of input and label, in bits.
  ///
  /// Patterns with the same inputs are one value of X, so a table in which equal inputs have
  /// different labels has I(X; Y) < H(Y).
  public var mutualInformation: Double {
    let groups = patternsByInput
    var conditional = 0.0
    for group in groups {
      let rows = group.map { classProbabilities[$0 * classCount..<($0 + 1) * classCount] }
      let mean = (0..<classCount).map { label in
        rows.reduce(0) { $0 + $1[$1.startIndex + label] } / Double(group.count)
      }
      conditional += entropy(mean) * Double(group.count)
    }
    return labelEntropy - conditional / Double(patternCount)
  }

  /// The patterns grouped by equal inputs, in the order of each group's first pattern.
  public var patternsByInput: [[Int]] {
    var places: [ArraySlice<Double>: Int] = [:]
    var groups: [[Int]] = []
    for pattern in 0..<patternCount {
      let row = inputs[pattern * featureCount..<(pattern + 1) * featureCount]
      if let place = places[row] {
        groups[place].append(pattern)
      } else {
        places[row] = groups.count
        groups.append([pattern])
      }
    }
    return groups
  }

  private func entropy(_ probabilities: [Double]) -> Double {
    -probabilities.reduce(0) { $1 > 0 ? $0 + $1 * Double.log($1) : $0 } / Double.log(2)
  }
}
