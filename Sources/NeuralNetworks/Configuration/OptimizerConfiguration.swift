internal import RealModule

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
  /// Stochastic gradient Langevin dynamics: w ← w − η g + √(2 η T) ξ with standard normal ξ for
  /// every parameter, over mini-batches.
  case langevin
}

/// How the patterns of a mini-batch are chosen.
public enum BatchSampling: String, Codable, CaseIterable, Hashable, Sendable {
  /// Every epoch goes once through the training set in a new random order; the last batch may be
  /// smaller.
  case reshuffled
  /// Every pattern of a batch is drawn independently; all batches are full.
  case withReplacement
  /// The training set is cut once into blocks that return in the same order in every epoch.
  case fixedBlocks
}

/// How the learning rate changes from the first to the last epoch.
public enum LearningRateSchedule: String, Codable, CaseIterable, Hashable, Sendable {
  /// It stays.
  case constant
  /// It falls along a straight line.
  case linear
  /// It falls by the same factor in every epoch.
  case exponential
  /// It falls along half a period of a cosine.
  case cosine
}

/// The optimiser and the size of its steps.
public struct OptimizerConfiguration: Hashable, Codable, Sendable {
  /// How the weights follow the gradient.
  public var kind = OptimizerKind.sgd
  /// The learning rate η of one step, for the loss averaged over the batch.
  public var learningRate = 0.01
  /// How the learning rate changes from the first to the last epoch.
  public var schedule = LearningRateSchedule.constant
  /// The learning rate of the last epoch as a fraction of the first's, above 0 and at most 1; not
  /// used by the constant schedule.
  public var finalFraction = 0.01
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
  /// The temperature T of `langevin`, in units of the loss; it adds T to the diffusion coefficient
  /// per unit of learning time.
  public var temperature = 1e-5
  /// The rate λ at which weights decay, w ← w − η λ w at every step, apart from the gradient and
  /// whatever the optimiser; biases do not decay.
  public var weightDecay = 0.0
  /// The largest norm of the weights that enter a unit, to which they are scaled down after a step;
  /// 0 sets no bound.
  public var maximumNorm = 0.0

  /// Creates plain stochastic gradient descent with η = 0.01 and batches of 256.
  public init() {}

  /// The learning rate of an epoch from 1 to `epochs`.
  public func learningRate(epoch: Int, of epochs: Int) -> Double {
    let position = epochs > 1 ? Double(epoch - 1) / Double(epochs - 1) : 0
    switch schedule {
    case .constant: return learningRate
    case .linear: return learningRate * (1 - position * (1 - finalFraction))
    case .exponential: return learningRate * Double.pow(finalFraction, position)
    case .cosine:
      let fall = (1 - Double.cos(Double.pi * position)) / 2
      return learningRate * (1 - fall * (1 - finalFraction))
    }
  }

  /// What injected noise adds to the diffusion coefficient per unit of learning time.
  public var injectedDiffusion: Double { kind == .langevin ? temperature : 0 }

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
    try require(
      finalFraction > 0 && finalFraction <= 1, "finalFraction", finalFraction,
      "choose a fraction above 0 and at most 1")
    try require(batchSize >= 1, "batchSize", batchSize, "choose at least 1")
    for (name, value) in [
      ("momentum", momentum), ("adamBeta1", adamBeta1), ("adamBeta2", adamBeta2),
    ] {
      try require((0..<1).contains(value), name, value, "choose a number from 0 to below 1")
    }
    try require(
      adamEpsilon.isFinite && adamEpsilon > 0, "adamEpsilon", adamEpsilon,
      "choose a positive finite number")
    for (name, value) in [
      ("temperature", temperature), ("weightDecay", weightDecay), ("maximumNorm", maximumNorm),
    ] {
      try require(
        value.isFinite && value >= 0, name, value, "choose a finite number that is not negative")
    }
  }
}
