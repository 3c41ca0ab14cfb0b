/// How the weights move on after the branching epoch of a training.
///
/// All motions of one network start from the same weights and meet the same batches, so that what
/// they do to it can be compared in pairs.
public enum ContinuedMotion: String, Codable, CaseIterable, Hashable, Sendable {
  /// The training goes on.
  case training
  /// Every step follows the gradient of the whole training set; there are as many steps as before.
  case fullBatch = "full-batch"
  /// The training goes on, and every step adds independent normal noise to every parameter.
  case isotropicNoise = "isotropic-noise"
  /// As ``isotropicNoise``, with the noise projected off the stiff directions of the loss.
  case flatNoise = "flat-noise"
  /// The training goes on, and the norm of a unit's weights and bias is never let beyond what it was.
  case boundedGain = "bounded-gain"
  /// No training: the weights and biases of a layer are those of the branching epoch times the factor
  /// by which the norm of the layer's weights would have grown in training.
  case gainOnly = "gain-only"
  /// No training: the steps are those that the deviations of random batches from the mean gradient
  /// would make, all taken at the weights of the branching epoch; batches are drawn with replacement.
  case noiseOnly = "noise-only"
  /// As ``noiseOnly``, and the norm of a unit's weights and bias is never let beyond what it was.
  case boundedNoise = "bounded-noise"
  /// The weights stay.
  case frozen
  /// Langevin's equation with the measured noise: every step follows the gradient of the whole
  /// training set and adds independent normal noise with the deviation that a batch's gradient had in
  /// every parameter at the branching epoch.
  case langevin
  /// Metropolis's chain on the loss of the training set at the measured temperature, a sweep over the
  /// layers for every step.
  case metropolis
  /// As ``langevin``, with a pull of the hidden layers towards improved encoders as strong as the
  /// noise of their gradient.
  case langevinBottleneck = "langevin-bottleneck"
  /// As ``metropolis``, with every second sweep proposing to move the hidden layers towards improved
  /// encoders.
  case metropolisBottleneck = "metropolis-bottleneck"
}

extension ContinuedMotion {
  /// Whether steps follow the deviations of batches from the mean gradient alone.
  var isNoiseAlone: Bool { self == .noiseOnly || self == .boundedNoise }

  /// Whether the norms of the weights into units are bounded.
  var boundsGain: Bool { self == .boundedGain || self == .boundedNoise }

  /// Whether the weights follow Langevin's equation with the measured noise.
  var isLangevin: Bool { self == .langevin || self == .langevinBottleneck }

  /// Whether the weights follow a chain of Metropolis.
  public var isMonteCarlo: Bool { self == .metropolis || self == .metropolisBottleneck }

  /// Whether an ``EncoderIteration`` pulls the hidden layers.
  public var followsEncoder: Bool { self == .langevinBottleneck || self == .metropolisBottleneck }

  /// Whether every step follows the gradient of the whole training set.
  var isFullBatch: Bool { self == .fullBatch || isLangevin }
}

/// What changes when a training has come to a certain epoch.
public struct ContinuationConfiguration: Hashable, Codable, Sendable {
  /// The branching epoch after which it changes, and up to which the networks of a group of a `noise`
  /// ensemble share their batches; 0 for the start.
  public var epoch = 0
  /// How the weights move on.
  public var motion = ContinuedMotion.training
  /// The number of patterns in a batch after the branching epoch, with as many steps as before; 0 for
  /// that of the optimiser, which it must not exceed.
  public var batchSize = 0
  /// The variance of added noise, as a multiple of what the gradient's noise gave a step at the
  /// branching epoch; the temperature of a chain as a multiple of the measured one.
  public var noiseFactor = 1.0
  /// The directions of the loss count as flat whose curvature is at most this fraction of the
  /// largest, in size, at the branching epoch.
  public var flatFraction = 0.01
  /// The number of sweeps in which a chain of Metropolis tunes its proposals at the branching epoch,
  /// to which it then returns.
  public var burnIn = 200
  /// The fraction of proposals that the tuning lets be accepted, between 0 and 1.
  ///
  /// In many dimensions a chain is fastest near 0.234, and nearly so from 0.15 to 0.5 (Roberts, Gelman
  /// and Gilks 1997, [doi:10.1214/aoap/1034625254](https://doi.org/10.1214/aoap/1034625254)).
  public var acceptance = 0.234
  /// The β of the information-bottleneck iterations.
  public var bottleneckBeta = 5.0
  /// The number of equal bins per unit that make the symbols of these iterations, over the range of the
  /// units; at least 2.
  public var bottleneckBins = 30

  /// Creates the configuration of a training that does not change.
  public init() {}

  /// The largest number of parameters of which the directions can be told apart, since it takes all
  /// elements of the Hessian.
  static let mostParameters = 3000

  /// Checks that every parameter is in its range.
  func validate(_ training: TrainingConfiguration) throws(TrainingError) {
    try require(
      epoch >= 0 && epoch < training.epochs, "continuation.epoch", epoch,
      "choose an epoch from 0 to before the last of \(training.epochs)")
    try require(
      batchSize >= 0 && batchSize <= training.optimizer.batchSize, "continuation.batchSize",
      batchSize, "choose 0, or at most optimizer.batchSize = \(training.optimizer.batchSize)")
    try require(
      noiseFactor.isFinite && noiseFactor >= 0, "continuation.noiseFactor", noiseFactor,
      "choose a finite number that is not negative")
    try require(
      flatFraction >= 0 && flatFraction <= 1, "continuation.flatFraction", flatFraction,
      "choose a fraction from 0 to 1")
    try require(
      burnIn >= 1, "continuation.burnIn", burnIn, "tune the proposals in at least 1 sweep")
    try require(
      acceptance > 0 && acceptance < 1, "continuation.acceptance", acceptance,
      "choose a fraction between 0 and 1")
    try require(
      bottleneckBeta.isFinite && bottleneckBeta > 0, "continuation.bottleneckBeta",
      bottleneckBeta, "choose a positive finite number")
    try require(
      (2...65_536).contains(bottleneckBins), "continuation.bottleneckBins", bottleneckBins,
      "use 2 to 65536 bins")
    let isPlain = training.optimizer.kind == .sgd && training.optimizer.weightDecay == 0
    try require(
      (motion == .training && batchSize == 0) || isPlain, "continuation.motion", motion.rawValue,
      "it needs optimizer.kind = sgd without weight decay")
  }
}

extension TrainingConfiguration {
  /// The optimiser's batches after the branching epoch.
  var continuedOptimizer: OptimizerConfiguration {
    var result = optimizer
    if continuation.batchSize > 0 { result.batchSize = continuation.batchSize }
    switch continuation.motion {
    case let motion where motion.isFullBatch: result.kind = .gradientDescent
    case .noiseOnly, .boundedNoise: result.sampling = .withReplacement
    default: break
    }
    return result
  }

  /// The learning rate of the step that led to the branching epoch.
  public var branchLearningRate: Double {
    optimizer.learningRate(epoch: max(continuation.epoch, 1), of: epochs)
  }
}
