internal import RandomStreams

/// The training of one network and what is recorded of it.
final class NetworkTrainer<Scalar: NetworkScalar> {
  private let configuration: TrainingConfiguration
  private let outline: TrainingOutline
  private let network: Int
  private let kernel: DenseNetwork<Scalar>
  private let update: ParameterUpdate<Scalar>
  private let parameters: AlignedBuffer<Scalar>
  private let gradient: AlignedBuffer<Scalar>
  /// What the weights look like to the measurement, when they are not the moving ones.
  private let shown: AlignedBuffer<Scalar>
  private let tokens: TokenList
  /// The batches up to the branching epoch.
  private let sampler: BatchSampler
  /// The batches after the branching epoch.
  private let continuedSampler: BatchSampler
  private var continuation: Continuation<Scalar>?
  private let encoderIteration: (any EncoderIteration)?
  private let measurement: NetworkMeasurement<Scalar>
  private var record: NetworkRecord

  init(
    _ outline: TrainingOutline, patterns: LabelledPatterns, encoding: PatternEncoding<Scalar>,
    network: Int, encoderIteration: (any EncoderIteration)?
  ) {
    let configuration = outline.configuration
    self.encoderIteration = encoderIteration
    self.configuration = configuration
    self.outline = outline
    self.network = network
    kernel = DenseNetwork(
      layout: outline.layout, activation: configuration.network.activation,
      output: configuration.network.output, encoding: encoding)
    update = ParameterUpdate(
      configuration.optimizer, layout: outline.layout, paddedCount: kernel.paddedCount)
    parameters = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    shown = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    let streams = configuration.streams(ofNetwork: network)
    let split = TrainingSplit(
      patterns: patterns, configuration: configuration.data, seed: configuration.seed,
      index: streams.trainingSet)
    func tokens(_ selection: [Int]) -> TokenList {
      TokenList(selection.map { encoding.token(pattern: $0, label: split.labels[$0]) })
    }
    self.tokens = tokens(split.trainingPatterns)
    let isBranched = configuration.continuation.epoch > 0
    sampler = BatchSampler(
      seed: configuration.seed, index: isBranched ? streams.sharedBatches : streams.batches,
      optimizer: configuration.optimizer, tokens: self.tokens)
    continuedSampler = BatchSampler(
      seed: configuration.seed, index: streams.batches,
      optimizer: configuration.continuedOptimizer, tokens: self.tokens)
    measurement = NetworkMeasurement(
      outline, kernel: kernel, sampler: sampler, testTokens: tokens(split.testPatterns),
      network: network)
    record = NetworkRecord(membership: split.membership)
    let initial = configuration.network.initialParameters(
      layout: outline.layout, seed: configuration.seed, index: streams.initialWeights)
    for (index, value) in initial.enumerated() { parameters.pointer[index] = Scalar(value) }
  }

  /// Trains through all epochs that are left, recording on the way.
  ///
  /// The network is handed to the store when saving is due, when the task is cancelled and when it
  /// is finished. After the last epoch one more is made to measure along it.
  func run(_ store: any TrainingStore, _ counter: ProgressCounter) throws(TrainingError) {
    let start = try begin(store, counter)
    let interval = max(configuration.epochs / 100, 1)
    var (epoch, reported) = (start, start)
    while epoch <= configuration.epochs {
      if Task.isCancelled {
        if epoch > start { try store.save(checkpoint(epoch: epoch)) }
        throw .cancelled
      }
      epoch += 1
      try advance(to: epoch)
      if epoch % interval == 0, epoch <= configuration.epochs {
        counter.add(epochs: epoch - reported)
        reported = epoch
      }
      if store.isSavingDue(network: network) { try store.save(checkpoint(epoch: epoch)) }
    }
    try store.save(checkpoint(epoch: epoch))
    counter.add(epochs: configuration.epochs - min(reported, configuration.epochs), networks: 1)
  }

  // MARK: - Checkpoints

  /// Goes on from where the store says, or measures the initial weights; returns the finished epochs.
  private func begin(
    _ store: any TrainingStore, _ counter: ProgressCounter
  ) throws(TrainingError) -> Int {
    guard let checkpoint = try store.checkpoint(ofNetwork: network) else {
      measureIfRecorded(epoch: 0)
      return 0
    }
    try checkpoint.validate(for: outline)
    for (index, value) in checkpoint.parameters.enumerated() {
      parameters.pointer[index] = Scalar(value)
    }
    update.restore(checkpoint)
    record = checkpoint.record
    counter.resume(epochs: min(checkpoint.epoch, configuration.epochs))
    return checkpoint.epoch
  }

  private func checkpoint(epoch: Int) -> NetworkCheckpoint {
    let moments = update.moments
    return NetworkCheckpoint(
      network: network, epoch: epoch, steps: update.steps, parameters: parameterValues,
      firstMoments: moments.first, secondMoments: moments.second, record: record)
  }

  private var parameterValues: [Double] {
    (0..<outline.layout.parameterCount).map { Double(parameters.pointer[$0]) }
  }

  // MARK: - Steps

  /// Trains through one epoch and records what it is to show.
  private func advance(to epoch: Int) throws(TrainingError) {
    let rowCount = record[.parameters].count
    if record[.velocities].count < rowCount {
      var statistics = MovingStatistics(parameterCount: outline.layout.parameterCount)
      let acceptances = try train(epoch: epoch) { statistics.add(gradient.pointer, count: $0) }
      append(statistics, epoch: epoch)
      record.append(acceptances, to: .acceptances)
    } else {
      _ = try train(epoch: epoch) { _ in }
    }
    if epoch <= configuration.epochs { measureIfRecorded(epoch: epoch) }
  }

  /// Moves the weights through an epoch; `stepTaken` is given the number of samples of each step.
  ///
  /// - Returns: The fraction of accepted proposals in every layer; not numbers without any.
  @inline(__always)
  private func train(epoch: Int, stepTaken: (Int) -> Void) throws(TrainingError) -> [Double] {
    let isContinued = epoch > configuration.continuation.epoch
    let sampler = isContinued ? continuedSampler : sampler
    let continuation = isContinued ? continuedMotion() : nil
    try continuation?.beginEpoch(address: sampler.address(epoch), at: parameters)
    if let chain = continuation?.chain {
      gradient.fill(with: 0)
      for _ in 0..<outline.stepsPerEpoch {
        stepTaken(sampler.batchSize)
        update.skipStep()
      }
      return chain.relax(
        parameters, directions: continuation?.directions ?? [], address: sampler.address(epoch))
    }
    try takeSteps(epoch: epoch, sampler, continuation, stepTaken: stepTaken)
    return outline.layout.layers.map { _ in .nan }
  }

  /// Takes the steps of an epoch.
  @inline(__always)
  private func takeSteps(
    epoch: Int, _ sampler: BatchSampler, _ continuation: Continuation<Scalar>?,
    stepTaken: (Int) -> Void
  ) throws(TrainingError) {
    let tokens = sampler.tokens(epoch: epoch)
    update.beginEpoch(
      learningRate: learningRate(epoch: epoch),
      noise: RandomStream(
        seed: configuration.seed, purpose: .injectedNoise, index: sampler.address(epoch)))
    for step in 0..<outline.stepsPerEpoch {
      let first = sampler.isFullBatch ? 0 : step * sampler.batchSize
      let count = min(sampler.batchSize, tokens.count - first)
      if continuation?.movesWeights ?? true {
        let point = continuation?.pointOfGradient ?? parameters
        kernel.sumGradient(tokens.pointer + first, count: count, point.pointer)
        kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(count))
        continuation?.adjust(gradient)
        stepTaken(count)
        guard update.step(parameters, gradient) else {
          throw .diverged(network: network, layer: divergedLayer, epoch: epoch, step: step + 1)
        }
        continuation?.finishStep(parameters)
      } else {
        gradient.fill(with: 0)
        stepTaken(count)
        update.skipStep()
      }
    }
  }

  /// The motion after the branching epoch, which the record has come to; nil for plain training.
  private func continuedMotion() -> Continuation<Scalar>? {
    guard configuration.continuation.motion != .training else { return nil }
    if let continuation { return continuation }
    let made = Continuation(
      outline, from: BranchState(record, outline), kernel: kernel, tokens: tokens,
      address: continuedSampler.address(0), encoderIteration: encoderIteration)
    continuation = made
    return made
  }

  /// The learning rate of an epoch; the one after the last, made for measuring, has the last's.
  private func learningRate(epoch: Int) -> Double {
    configuration.optimizer.learningRate(
      epoch: min(epoch, configuration.epochs), of: configuration.epochs)
  }

  /// The first layer that holds a weight that is not finite.
  private var divergedLayer: Int {
    outline.layout.layers.first { layer in
      !outline.layout.parameters(ofLayer: layer).allSatisfy { parameters.pointer[$0].isFinite }
    } ?? outline.layout.layerCount
  }

  // MARK: - Measurement

  /// Records the gradients and the displacement of an epoch that followed a recorded one.
  private func append(_ statistics: MovingStatistics, epoch: Int) {
    record.append(statistics.mean, to: .movingGradientMeans)
    record.append(
      statistics.standardDeviation(batchSize: sampler.batchSize),
      to: .movingGradientStandardDeviations)
    for layer in outline.layout.layers {
      record.append(
        statistics.autocorrelation(over: outline.layout.parameters(ofLayer: layer)),
        to: .stepAutocorrelations)
    }
    let learningTime = learningRate(epoch: epoch) * Double(outline.stepsPerEpoch)
    let before = record[.parameters].suffix(outline.layout.parameterCount)
    let shown = shownParameters(epoch: epoch)
    record.append(
      before.enumerated().map { (Double(shown.pointer[$0]) - $1) / learningTime }, to: .velocities)
  }

  /// The weights that the measurement sees.
  private func shownParameters(epoch: Int) -> AlignedBuffer<Scalar> {
    guard epoch > configuration.continuation.epoch, let continuation = continuedMotion(),
      continuation.display(parameters, in: shown)
    else { return parameters }
    return shown
  }

  private func measureIfRecorded(epoch: Int) {
    let next = record[.trainingLosses].count
    guard next < outline.epochs.count, outline.epochs[next] == epoch else { return }
    measurement.measure(epoch: epoch, shownParameters(epoch: epoch), into: &record)
  }
}
