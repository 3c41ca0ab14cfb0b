internal import Synchronization
internal import WorkSharing

/// An ensemble of networks that differ in their initial weights, training sets and batches.
public struct NetworkEnsemble: Sendable {
  /// How the networks are trained.
  public let configuration: TrainingConfiguration
  /// The data.
  public let patterns: LabelledPatterns
  /// What improves the encoders of hidden layers, for motions that follow it
  /// (``ContinuedMotion/followsEncoder``).
  public var encoderIteration: (any EncoderIteration)?

  /// The layers and the order of the parameters of every network.
  public var layout: ParameterLayout {
    ParameterLayout(widths: configuration.network.widths(for: patterns))
  }

  /// Creates an ensemble that learns the rule of its configuration.
  ///
  /// - Parameter configuration: How the networks are trained.
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` when a parameter of the
  ///   configuration is out of its range, or when the data are those of a file.
  public init(_ configuration: TrainingConfiguration) throws(TrainingError) {
    try configuration.validate()
    try self.init(configuration, patterns: configuration.data.patterns(seed: configuration.seed))
  }

  /// Creates an ensemble that learns from given data.
  ///
  /// - Parameters:
  ///   - configuration: How the networks are trained; what it says about the source of the data is not
  ///     used.
  ///   - patterns: The data.
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` when a parameter of the
  ///   configuration is out of its range or does not suit the data.
  public init(
    _ configuration: TrainingConfiguration, patterns: LabelledPatterns
  ) throws(TrainingError) {
    try configuration.validate(for: patterns)
    self.configuration = configuration
    self.patterns = patterns
  }

  /// The training set and the labels of a network.
  public func split(ofNetwork network: Int) -> TrainingSplit {
    TrainingSplit(
      patterns: patterns, configuration: configuration.data, seed: configuration.seed,
      index: configuration.streams(ofNetwork: network).trainingSet)
  }

  /// The parameters of a network before training, in the order of ``layout``.
  public func initialParameters(ofNetwork network: Int) -> [Double] {
    configuration.network.initialParameters(
      layout: layout, seed: configuration.seed,
      index: configuration.streams(ofNetwork: network).initialWeights)
  }

  /// The patterns of every batch of an epoch, in the order of the steps.
  ///
  /// - Parameters:
  ///   - network: Which network it is.
  ///   - epoch: The epoch, from 1.
  /// - Returns: The indices of the patterns, shape [step][sample].
  public func batches(ofNetwork network: Int, epoch: Int) -> [[Int]] {
    precondition(epoch >= 1, "training epochs count from 1")
    let tokens = TokenList(split(ofNetwork: network).trainingPatterns.map { UInt32($0) })
    let (streams, branch) = (configuration.streams(ofNetwork: network), configuration.continuation)
    let sampler = BatchSampler(
      seed: configuration.seed,
      index: epoch <= branch.epoch ? streams.sharedBatches : streams.batches,
      optimizer: epoch <= branch.epoch
        ? configuration.optimizer : configuration.continuedOptimizer,
      tokens: tokens)
    let order = sampler.tokens(epoch: epoch)
    return (0..<configuration.optimizer.stepsPerEpoch(trainingSetSize: tokens.count)).map { step in
      let first = sampler.isFullBatch ? 0 : step * sampler.batchSize
      return (first..<min(first + sampler.batchSize, order.count)).map { Int(order.pointer[$0]) }
    }
  }

  /// What is recorded when the ensemble is trained, and when.
  public var outline: TrainingOutline { TrainingOutline(configuration, patterns: patterns) }

  /// Trains all networks and returns what was recorded.
  ///
  /// - Parameters:
  ///   - threads: The number of networks that are trained at the same time; at least 1.
  ///   - progress: Called about a hundred times per network, by one task at a time.
  /// - Returns: The record of all networks, in their order.
  /// - Throws: What ``train(threads:store:progress:)`` throws.
  public func train(
    threads: Int, progress: @escaping @Sendable (TrainingProgress) -> Void = { _ in }
  ) async throws(TrainingError) -> TrainingRecord {
    let outline = outline
    let records = RecordsInMemory(outline)
    try await train(threads: threads, store: records, progress: progress)
    return TrainingRecord(outline, networks: records.finished)
  }

  /// Trains all networks that a store does not hold yet, and hands them to it.
  ///
  /// A network is a function of (seed, network) alone, so the result does not depend on `threads`,
  /// nor on how often the training was stopped and resumed, bit for bit. No more than `threads`
  /// records are in memory.
  ///
  /// - Parameters:
  ///   - threads: The number of networks that are trained at the same time; at least 1.
  ///   - store: Where networks are kept, finished or not.
  ///   - progress: Called about a hundred times per network, by one task at a time.
  /// - Throws: ``TrainingError/diverged(network:layer:epoch:step:)`` when a weight is no longer
  ///   finite, ``TrainingError/cancelled`` when the task is cancelled,
  ///   ``TrainingError/invalidParameter(name:value:remedy:)`` when `threads` is less than 1,
  ///   ``TrainingError/unusableCheckpoint(network:reason:)`` when the store holds a state of another
  ///   training, and what the store throws.
  public func train(
    threads: Int, store: any TrainingStore,
    progress: @escaping @Sendable (TrainingProgress) -> Void = { _ in }
  ) async throws(TrainingError) {
    try require(threads >= 1, "threads", threads, "use at least one thread")
    let motion = configuration.continuation.motion
    try require(
      encoderIteration != nil || !motion.followsEncoder, "continuation.motion", motion.rawValue,
      "it needs an encoderIteration of the ensemble")
    switch configuration.precision {
    case .float32: try await train(Float.self, threads, store, progress)
    case .float64: try await train(Double.self, threads, store, progress)
    }
  }

  private func train<Scalar: NetworkScalar>(
    _ scalar: Scalar.Type, _ threads: Int, _ store: any TrainingStore,
    _ progress: @escaping @Sendable (TrainingProgress) -> Void
  ) async throws(TrainingError) {
    let (outline, encoding) = (outline, PatternEncoding<Scalar>(patterns))
    let counter = ProgressCounter(
      networks: configuration.networks, epochs: configuration.epochs, report: progress)
    let remaining = (0..<configuration.networks).filter { !store.isFinished(network: $0) }
    let finished = configuration.networks - remaining.count
    if finished > 0 { counter.resume(epochs: finished * configuration.epochs, networks: finished) }
    let failures = NetworkFailures()
    do throws(TrainingError) {
      _ = try await mapConcurrently(
        count: remaining.count, threads: threads
      ) { index throws(TrainingError) in
        let trainer = NetworkTrainer(
          outline, patterns: patterns, encoding: encoding, network: remaining[index],
          encoderIteration: encoderIteration)
        try failures.note(remaining[index]) { () throws(TrainingError) in
          try trainer.run(store, counter)
        }
      }
    } catch {
      throw failures.cause ?? error
    }
  }
}

/// Why networks failed by themselves, apart from those that were cancelled for it.
private final class NetworkFailures: Sendable {
  private let errors = Mutex<[Int: TrainingError]>([:])

  /// Does the work of a network and notes its error.
  func note(_ network: Int, _ work: () throws(TrainingError) -> Void) throws(TrainingError) {
    do throws(TrainingError) {
      try work()
    } catch {
      if error != .cancelled { errors.withLock { $0[network] = error } }
      throw error
    }
  }

  /// The error of the first network that failed by itself.
  var cause: TrainingError? {
    errors.withLock { errors in errors.min { $0.key < $1.key }?.value }
  }
}
