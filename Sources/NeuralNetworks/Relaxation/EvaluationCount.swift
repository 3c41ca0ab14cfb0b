/// How often a network was evaluated on a single pattern.
public struct EvaluationCount: Hashable, Sendable {
  /// Passes forward alone, for a loss or for activations.
  public var losses = 0
  /// Passes forward and backward, for a gradient.
  public var gradients = 0

  /// Both together, in passes forward: a gradient counts as three, since the pass backward makes a product
  /// for the units and one for the weights where the pass forward makes one.
  public var forwardPasses: Int { losses + 3 * gradients }

  /// Creates a count.
  public init(losses: Int = 0, gradients: Int = 0) {
    (self.losses, self.gradients) = (losses, gradients)
  }

  /// Adds two counts.
  public static func + (left: Self, right: Self) -> Self {
    Self(losses: left.losses + right.losses, gradients: left.gradients + right.gradients)
  }

  /// Repeats a count.
  public static func * (times: Int, count: Self) -> Self {
    Self(losses: times * count.losses, gradients: times * count.gradients)
  }
}

extension TrainingOutline {
  /// The evaluations of single patterns that move one network until the end of an epoch.
  ///
  /// What is done to record is not among them; what prepares a motion after the branching epoch is,
  /// from the first epoch after it on.
  public func evaluations(upTo epoch: Int) -> EvaluationCount {
    let branch = configuration.continuation.epoch
    let first = min(epoch, branch) * gradientEvaluations(of: configuration.optimizer)
    var result = EvaluationCount(gradients: first)
    if epoch > branch { result = result + preparation + (epoch - branch) * continuedEpoch }
    return result
  }

  /// What one epoch after the branching epoch costs.
  private var continuedEpoch: EvaluationCount {
    let motion = configuration.continuation.motion
    let pull =
      motion.followsEncoder
      ? EvaluationCount(losses: trainingSetSize, gradients: trainingSetSize) : EvaluationCount()
    guard motion.isMonteCarlo else {
      let gradients =
        motion == .frozen ? 0 : gradientEvaluations(of: configuration.continuedOptimizer)
      return pull + EvaluationCount(gradients: gradients)
    }
    let hidden = layout.layerCount - 1
    let directed = motion.followsEncoder ? stepsPerEpoch / 2 : 0
    let proposals = (stepsPerEpoch - directed) * layout.layerCount + directed * hidden
    return pull + EvaluationCount(losses: (1 + proposals) * trainingSetSize)
  }

  /// What is done once at the branching epoch.
  private var preparation: EvaluationCount {
    let continuation = configuration.continuation
    if continuation.motion.isMonteCarlo {
      return EvaluationCount(
        losses: (1 + continuation.burnIn * layout.layerCount) * trainingSetSize)
    }
    return continuation.motion == .flatNoise
      ? EvaluationCount(gradients: 2 * layout.parameterCount * trainingSetSize) : EvaluationCount()
  }

  /// The gradients of single patterns that the steps of one epoch take.
  private func gradientEvaluations(of optimizer: OptimizerConfiguration) -> Int {
    let size = optimizer.effectiveBatchSize(trainingSetSize: trainingSetSize)
    if optimizer.kind == .gradientDescent || optimizer.sampling == .withReplacement {
      return stepsPerEpoch * size
    }
    return min(stepsPerEpoch * size, trainingSetSize)
  }
}
