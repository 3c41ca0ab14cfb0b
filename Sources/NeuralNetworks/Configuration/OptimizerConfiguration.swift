/// How the weights follow the gradient.
public enum OptimizerKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// Stochastic gradient descent: w ← w − η g over mini-batches.
  case sgd
  /// w ← w − η g with the gradient of the whole training set, one step per epoch.
  case gradientDescent
  /// Adam with bias correction, over mini-batches.
  case adam
  /// Stochastic gradient descent with momentum: v ← μ v + g, w ← w − η v.
  case momentum
}

/// How the patterns of a mini-batch are chosen.
public enum BatchSampling: String, Codable, CaseIterable, Hashable, Sendable {
  /// Every epoch goes once through the training set in a new random order; the last batch may be
  /// smaller.
  case reshuffled
  /// Every pattern of a batch is drawn independently; all batches are full.
  case withReplacement
}

/// The optimiser and the size of its steps.
public struct OptimizerConfiguration: Hashable, Codable, Sendable {
  /// How the weights follow the gradient.
  public var kind = OptimizerKind.sgd
  /// The learning rate η of one step, for the loss averaged over the batch.
  public var learningRate = 0.01
  /// The number of patterns in a mini-batch; full-batch gradient descent does not use it.
  public var batchSize = 256
  /// How the patterns of a mini-batch are chosen; full-batch gradient descent does not use it.
  public var sampling = BatchSampling.reshuffled
  /// The momentum μ of `momentum`, from 0 to below 1.
  public var momentum = 0.9
  /// Adam's decay β₁ of the mean gradient, from 0 to below 1.
  public var adamBeta1 = 0.9
  /// Adam's decay β₂ of the mean squared gradient, from 0 to below 1.
  public var adamBeta2 = 0.999
  /// Adam's ε, added to the root of the mean squared gradient.
  public var adamEpsilon = 1e-8

  /// Creates plain stochastic gradient descent with η = 0.01 and batches of 256.
  public init() {}

  /// The number of patterns that one step averages over.
  public func effectiveBatchSize(trainingSetSize: Int) -> Int {
    kind == .gradientDescent ? trainingSetSize : min(batchSize, trainingSetSize)
  }

  /// The number of steps in an epoch, the last of which may have a smaller batch.
  public func stepsPerEpoch(trainingSetSize: Int) -> Int {
    let size = effectiveBatchSize(trainingSetSize: trainingSetSize)
    return (trainingSetSize + size - 1) / size
  }

  /// How strongly the steps feel the noise of the gradient: 1 over mini-batches, 0 over the whole
  /// training set.
  public var noiseScale: Double { kind == .gradientDescent ? 0 : 1 }

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try require(
      learningRate.isFinite && learningRate > 0, "learningRate", learningRate,
      "choose a positive finite number")
    try require(batchSize >= 1, "batchSize", batchSize, "choose at least 1")
    for (name, value) in [
      ("momentum", momentum), ("adamBeta1", adamBeta1), ("adamBeta2", adamBeta2),
    ] {
      try require((0..<1).contains(value), name, value, "choose a number from 0 to below 1")
    }
    try require(
      adamEpsilon.isFinite && adamEpsilon > 0, "adamEpsilon", adamEpsilon,
      "choose a positive finite number")
  }
}
