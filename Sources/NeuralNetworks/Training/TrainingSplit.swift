internal import RandomStreams

/// Which patterns a network is trained on, and the label it sees on every pattern.
public struct TrainingSplit: Hashable, Sendable {
  /// The training patterns, in increasing order.
  public let trainingPatterns: [Int]
  /// The other patterns, in increasing order.
  public let testPatterns: [Int]
  /// The label of every pattern: drawn once for the network when the rule is soft, and with noise
  /// or shuffled on the training patterns when the configuration says so.
  public let labels: [Int]

  /// Draws the split and the labels of one network.
  ///
  /// The training set is a uniformly random subset of the configured size. A label is drawn from
  /// p(y | x), so it is the rule's own label wherever that probability is 0 or 1; noise and
  /// shuffling come after that, in this order.
  ///
  /// - Parameters:
  ///   - patterns: The data.
  ///   - configuration: The size of the training set and what happens to its labels.
  ///   - seed: The seed of the ensemble.
  ///   - index: Which of the ensemble's training sets it is.
  public init(
    patterns: LabelledPatterns, configuration: DataConfiguration, seed: UInt64, index: Int
  ) {
    let size = configuration.trainingSetSize(of: patterns.patternCount)
    precondition((1...patterns.patternCount).contains(size), "a training set has 1 to all patterns")
    var stream = RandomStream(seed: seed, purpose: .trainingSplit, index: UInt64(index))
    let order = stream.permutation(of: patterns.patternCount)
    trainingPatterns = order[..<size].sorted()
    testPatterns = order[size...].sorted()
    var labelStream = RandomStream(seed: seed, purpose: .labels, index: UInt64(index))
    var labels = (0..<patterns.patternCount).map { pattern in
      patterns.drawLabel(of: pattern, uniform: labelStream.uniform())
    }
    if configuration.labelNoise > 0 {
      for pattern in trainingPatterns where labelStream.uniform() < configuration.labelNoise {
        labels[pattern] = Int.random(in: 0..<patterns.classCount, using: &labelStream)
      }
    }
    if configuration.labels == .shuffled {
      let shuffled = trainingPatterns.map { labels[$0] }.shuffled(using: &labelStream)
      for (pattern, label) in zip(trainingPatterns, shuffled) { labels[pattern] = label }
    }
    self.labels = labels
  }

  /// 1 for every training pattern and 0 for every other, shape [pattern].
  public var membership: [UInt8] {
    var result = [UInt8](repeating: 0, count: labels.count)
    for pattern in trainingPatterns { result[pattern] = 1 }
    return result
  }
}

extension LabelledPatterns {
  /// The label of a pattern that belongs to a uniform number between 0 and 1.
  fileprivate func drawLabel(of pattern: Int, uniform: Double) -> Int {
    var remaining = uniform
    for label in 0..<classCount - 1 {
      remaining -= classProbabilities[pattern * classCount + label]
      if remaining < 0 { return label }
    }
    return classCount - 1
  }
}
