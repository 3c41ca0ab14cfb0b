internal import RandomStreams

/// Which patterns a network is trained on, and the label it sees on every pattern.
public struct TrainingSplit: Hashable, Sendable {
  /// The training patterns, in increasing order.
  public let trainingPatterns: [Int]
  /// The other patterns, in increasing order.
  public let testPatterns: [Int]
  /// The label of every pattern; drawn once for the network when the rule is soft.
  public let labels: [Int]

  /// Draws the split and the labels of one network.
  ///
  /// The training set is a uniformly random subset of the given size. A label is drawn from
  /// p(y | x), so it is the rule's own label wherever that probability is 0 or 1.
  ///
  /// - Parameters:
  ///   - patterns: The data.
  ///   - trainingSetSize: The number of training patterns.
  ///   - seed: The seed of the ensemble.
  ///   - network: Which network it is.
  public init(patterns: LabelledPatterns, trainingSetSize: Int, seed: UInt64, network: Int) {
    precondition(
      (1...patterns.patternCount).contains(trainingSetSize), "a training set has 1 to all patterns")
    var stream = RandomStream(seed: seed, purpose: .trainingSplit, index: UInt64(network))
    let order = stream.permutation(of: patterns.patternCount)
    trainingPatterns = order[..<trainingSetSize].sorted()
    testPatterns = order[trainingSetSize...].sorted()
    var labelStream = RandomStream(seed: seed, purpose: .labels, index: UInt64(network))
    labels = (0..<patterns.patternCount).map { pattern in
      let start = pattern * patterns.classCount
      var remaining = labelStream.uniform()
      for label in 0..<patterns.classCount - 1 {
        remaining -= patterns.classProbabilities[start + label]
        if remaining < 0 { return label }
      }
      return patterns.classCount - 1
    }
  }

  /// 1 for every training pattern and 0 for every other, shape [pattern].
  public var membership: [UInt8] {
    var result = [UInt8](repeating: 0, count: labels.count)
    for pattern in trainingPatterns { result[pattern] = 1 }
    return result
  }
}
