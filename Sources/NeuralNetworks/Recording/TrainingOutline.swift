/// What is known of a training before it begins: what is recorded, and when.
public struct TrainingOutline: Hashable, Sendable {
  /// The configuration of the training.
  public let configuration: TrainingConfiguration
  /// The layers and the order of the parameters.
  public let layout: ParameterLayout
  /// The number of patterns of the data.
  public let patternCount: Int
  /// The recorded epochs; 0 stands for the initial weights.
  public let epochs: [Int]
  /// The number of optimiser steps before every recorded epoch.
  public let steps: [Int]
  /// The learning time s, which is the sum of the learning rates of all steps, of every recorded
  /// epoch.
  public let learningTimes: [Double]
  /// The number of optimiser steps in an epoch.
  public let stepsPerEpoch: Int
  /// The number N of training patterns of a network.
  public let trainingSetSize: Int
  /// The number of patterns B that a step averages over, to which the gradient's standard deviation
  /// refers.
  public let batchSize: Int
  /// How strongly the training feels the gradient's noise: 1 over mini-batches, 0 for full-batch
  /// gradient descent.
  public let noiseScale: Double
  /// What injected noise adds to the diffusion coefficient of every parameter, per unit of learning
  /// time; 0 but for Langevin dynamics.
  public let injectedDiffusion: Double

  init(_ configuration: TrainingConfiguration, patterns: LabelledPatterns) {
    let optimizer = configuration.optimizer
    let size = configuration.data.trainingSetSize(of: patterns.patternCount)
    let steps = optimizer.stepsPerEpoch(trainingSetSize: size)
    let epochs = configuration.recordedEpochs
    self.configuration = configuration
    layout = ParameterLayout(widths: configuration.network.widths(for: patterns))
    patternCount = patterns.patternCount
    self.epochs = epochs
    self.steps = epochs.map { $0 * steps }
    learningTimes = optimizer.learningTimes(
      at: epochs, of: configuration.epochs, stepsPerEpoch: steps)
    stepsPerEpoch = steps
    trainingSetSize = size
    batchSize = optimizer.effectiveBatchSize(trainingSetSize: size)
    noiseScale = optimizer.noiseScale
    injectedDiffusion = optimizer.injectedDiffusion
  }

  /// The number of networks.
  public var networkCount: Int { configuration.networks }
}

extension TrainingConfiguration {
  /// The recorded epochs, with the branching epoch among them.
  public var recordedEpochs: [Int] {
    let spread = recording.epochs(upTo: epochs)
    guard !spread.contains(continuation.epoch) else { return spread }
    return (spread + [continuation.epoch]).sorted()
  }
}

extension OptimizerConfiguration {
  /// The sum of the learning rates of all steps up to each of some epochs, which increase.
  fileprivate func learningTimes(
    at recorded: [Int], of epochs: Int, stepsPerEpoch: Int
  ) -> [Double] {
    let steps = Double(stepsPerEpoch)
    if schedule == .constant { return recorded.map { learningRate * steps * Double($0) } }
    var times: [Double] = []
    var (time, done) = (0.0, 0)
    for epoch in recorded {
      while done < epoch {
        done += 1
        time += steps * learningRate(epoch: done, of: epochs)
      }
      times.append(time)
    }
    return times
  }
}
