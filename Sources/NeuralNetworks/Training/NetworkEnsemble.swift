internal import WorkSharing

/// An ensemble of networks that differ in their initial weights, training sets and batches.
public struct NetworkEnsemble: Sendable {
  /// How the networks are trained.
  public let configuration: TrainingConfiguration
  /// The data.
  public let patterns: LabelledPatterns

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
    let sampler = BatchSampler(
      seed: configuration.seed, index: configuration.streams(ofNetwork: network).batches,
      optimizer: configuration.optimizer, tokens: tokens)
    let order = sampler.tokens(epoch: epoch)
    return stride(from: 0, to: order.count, by: sampler.batchSize).map { first in
      (first..<min(first + sampler.batchSize, order.count)).map { Int(order.pointer[$0]) }
    }
  }

  /// Trains all networks and returns what was recorded.
  ///
  /// A network is a function of (seed, network) alone, so the result does not depend on `threads`,
  /// bit for bit.
  ///
  /// - Parameters:
  ///   - threads: The number of networks that are trained at the same time; at least 1.
  ///   - progress: Called about a hundred times per network, by one task at a time.
  /// - Returns: The record of all networks, in their order.
  /// - Throws: ``TrainingError/diverged(network:layer:epoch:step:)`` when a weight is no longer
  ///   finite, ``TrainingError/cancelled`` when the task is cancelled, and
  ///   ``TrainingError/invalidParameter(name:value:remedy:)`` when `threads` is less than 1.
  public func train(
    threads: Int, progress: @escaping @Sendable (TrainingProgress) -> Void = { _ in }
  ) async throws(TrainingError) -> TrainingRecord {
    try require(threads >= 1, "threads", threads, "use at least one thread")
    switch configuration.precision {
    case .float32: return try await train(Float.self, threads, progress)
    case .float64: return try await train(Double.self, threads, progress)
    }
  }

  private func train<Scalar: NetworkScalar>(
    _ scalar: Scalar.Type, _ threads: Int,
    _ progress: @escaping @Sendable (TrainingProgress) -> Void
  ) async throws(TrainingError) -> TrainingRecord {
    let encoding = PatternEncoding<Scalar>(patterns)
    let counter = ProgressCounter(
      networks: configuration.networks, epochs: configuration.epochs, report: progress)
    let epochs = configuration.recording.epochs(upTo: configuration.epochs)
    let records = try await mapConcurrently(
      count: configuration.networks, threads: threads
    ) { network throws(TrainingError) in
      try train(network: network, encoding, recordedEpochs: epochs, counter)
    }
    var record = emptyRecord(epochs: epochs)
    for network in records { record.append(network) }
    return record
  }

  private func train<Scalar: NetworkScalar>(
    network: Int, _ encoding: PatternEncoding<Scalar>, recordedEpochs: [Int],
    _ counter: ProgressCounter
  ) throws(TrainingError) -> NetworkRecord {
    let trainer = NetworkTrainer(
      configuration, patterns: patterns, encoding: encoding, network: network)
    let interval = max(configuration.epochs / 100, 1)
    let record = try trainer.run(recordedEpochs: recordedEpochs) { epoch in
      if epoch % interval == 0 { counter.add(epochs: interval) }
    }
    counter.add(epochs: configuration.epochs % interval, networks: 1)
    return record
  }

  private func emptyRecord(epochs: [Int]) -> TrainingRecord {
    let size = configuration.data.trainingSetSize(of: patterns.patternCount)
    let stepsPerEpoch = configuration.optimizer.stepsPerEpoch(trainingSetSize: size)
    let optimizer = configuration.optimizer
    return TrainingRecord(
      configuration: configuration, layout: layout, epochs: epochs,
      steps: epochs.map { $0 * stepsPerEpoch }, learningTimes: learningTimes(at: epochs),
      stepsPerEpoch: stepsPerEpoch, trainingSetSize: size,
      batchSize: optimizer.effectiveBatchSize(trainingSetSize: size),
      noiseScale: optimizer.noiseScale, injectedDiffusion: optimizer.injectedDiffusion)
  }

  /// The sum of the learning rates of all steps up to each of the epochs, which increase.
  private func learningTimes(at epochs: [Int]) -> [Double] {
    let optimizer = configuration.optimizer
    let size = configuration.data.trainingSetSize(of: patterns.patternCount)
    let steps = Double(optimizer.stepsPerEpoch(trainingSetSize: size))
    if optimizer.schedule == .constant {
      return epochs.map { optimizer.learningRate * steps * Double($0) }
    }
    var times: [Double] = []
    var (time, done) = (0.0, 0)
    for epoch in epochs {
      while done < epoch {
        done += 1
        time += steps * optimizer.learningRate(epoch: done, of: configuration.epochs)
      }
      times.append(time)
    }
    return times
  }
}
