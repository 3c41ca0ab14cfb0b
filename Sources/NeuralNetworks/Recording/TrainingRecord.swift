/// What was measured while an ensemble of networks was trained.
///
/// All arrays are flat, with the shapes given as [slowest]…[fastest]: *network* is the network's
/// index, *epoch* the index into ``epochs``, *parameter* the index in ``layout`` and *layer* the
/// layer's number minus 1. Losses are in nats. Gradients are those of the mean loss over the
/// network's training set, at the weights that are recorded for the same epoch; weight decay is no
/// part of them.
public struct TrainingRecord: Hashable, Sendable {
  /// The configuration of the training.
  public let configuration: TrainingConfiguration
  /// The layers and the order of the parameters.
  public let layout: ParameterLayout
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

  /// The weights and biases, shape [network][epoch][parameter].
  public internal(set) var parameters: [Double] = []
  /// The mean gradient ḡ, which is the exact one of the training set; same shape.
  public internal(set) var gradientMeans: [Double] = []
  /// Minus the displacement over the epoch that follows, divided by its learning time; same shape.
  ///
  /// For plain stochastic gradient descent this is the mean of the gradients of the epoch's steps,
  /// each at the weights of its step: the *moving* mean. It differs from the frozen one where the
  /// weights oscillate from step to step. After the last epoch one more is made to measure it.
  public internal(set) var movingGradientMeans: [Double] = []
  /// The standard deviation √(C/B) of a mini-batch's gradient, same shape; C is the unbiased
  /// estimate of the per-sample covariance's diagonal.
  public internal(set) var gradientStandardDeviations: [Double] = []

  /// The norm |ḡ| of the mean gradient over a layer's weights and biases, shape
  /// [network][epoch][layer].
  public internal(set) var meanGradientNorms: [Double] = []
  /// The root of the trace of the mini-batch covariance, √(tr C/B), over a layer's weights and
  /// biases; same shape.
  public internal(set) var gradientNoiseNorms: [Double] = []
  /// The unbiased estimate |ḡ|² − tr C/N of the squared norm of the gradient that all data of the
  /// same kind would give; negative where noise dominates; same shape.
  public internal(set) var squaredGradientNorms: [Double] = []
  /// The Frobenius norm ‖W‖ of a layer's weights, without biases; same shape.
  public internal(set) var weightNorms: [Double] = []

  /// The mean loss over the training set, shape [network][epoch].
  public internal(set) var trainingLosses: [Double] = []
  /// The fraction of correctly classified training patterns, same shape.
  public internal(set) var trainingAccuracies: [Double] = []
  /// The mean loss over the test set, same shape; not a number when there is no test set.
  public internal(set) var testLosses: [Double] = []
  /// The fraction of correctly classified test patterns, same shape; not a number without any.
  public internal(set) var testAccuracies: [Double] = []

  /// Whether a pattern is in the network's training set, 1 or 0, shape [network][pattern].
  public internal(set) var membership: [UInt8] = []

  /// The number of networks.
  public var networkCount: Int { configuration.networks }

  /// The range of a network's parameters at a recorded epoch in ``parameters``, ``gradientMeans``
  /// and ``gradientStandardDeviations``.
  public func range(network: Int, epochIndex: Int) -> Range<Int> {
    let start = (network * epochs.count + epochIndex) * layout.parameterCount
    return start..<start + layout.parameterCount
  }
}
