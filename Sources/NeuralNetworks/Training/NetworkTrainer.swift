internal import RandomStreams

/// The training of one network and what is recorded of it.
final class NetworkTrainer<Scalar: NetworkScalar> {
  private let configuration: TrainingConfiguration
  private let layout: ParameterLayout
  private let network: Int
  private let streams: NetworkStreams
  private let kernel: DenseNetwork<Scalar>
  private let update: ParameterUpdate<Scalar>
  private let parameters: AlignedBuffer<Scalar>
  private let gradient: AlignedBuffer<Scalar>
  private let trainingTokens: TokenList
  private let testTokens: TokenList
  private let sampler: BatchSampler
  private var record = NetworkRecord()

  init(
    _ configuration: TrainingConfiguration, patterns: LabelledPatterns,
    encoding: PatternEncoding<Scalar>, network: Int
  ) {
    self.configuration = configuration
    self.network = network
    layout = ParameterLayout(widths: configuration.network.widths(for: patterns))
    kernel = DenseNetwork(
      layout: layout, activation: configuration.network.activation,
      output: configuration.network.output, encoding: encoding)
    update = ParameterUpdate(
      configuration.optimizer, layout: layout, paddedCount: kernel.paddedCount)
    parameters = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    streams = configuration.streams(ofNetwork: network)
    let split = TrainingSplit(
      patterns: patterns, configuration: configuration.data, seed: configuration.seed,
      index: streams.trainingSet)
    func tokens(_ selection: [Int]) -> TokenList {
      TokenList(selection.map { encoding.token(pattern: $0, label: split.labels[$0]) })
    }
    trainingTokens = tokens(split.trainingPatterns)
    testTokens = tokens(split.testPatterns)
    sampler = BatchSampler(
      seed: configuration.seed, index: streams.batches, optimizer: configuration.optimizer,
      tokens: trainingTokens)
    record.membership = split.membership
    let initial = configuration.network.initialParameters(
      layout: layout, seed: configuration.seed, index: streams.initialWeights)
    for (index, value) in initial.enumerated() { parameters.pointer[index] = Scalar(value) }
  }

  /// Trains through all epochs, recording at those given, and reports every finished epoch.
  func run(
    recordedEpochs: [Int], epochFinished: (Int) -> Void
  ) throws(TrainingError) -> NetworkRecord {
    var next = 0
    for epoch in 0...configuration.epochs {
      if epoch > 0 {
        if Task.isCancelled { throw .cancelled }
        try train(epoch: epoch)
        epochFinished(epoch)
        measureDisplacement(epoch: epoch)
      }
      if next < recordedEpochs.count, recordedEpochs[next] == epoch {
        measure(epoch: epoch)
        next += 1
      }
    }
    try train(epoch: configuration.epochs + 1)
    measureDisplacement(epoch: configuration.epochs + 1)
    return record
  }

  /// The learning rate of an epoch; the one after the last, made for measuring, has the last's.
  private func learningRate(epoch: Int) -> Double {
    configuration.optimizer.learningRate(
      epoch: min(epoch, configuration.epochs), of: configuration.epochs)
  }

  /// Records the moving mean gradient of the finished epoch if it followed a recorded one.
  private func measureDisplacement(epoch: Int) {
    let count = layout.parameterCount
    guard record.movingGradientMeans.count < record.parameters.count else { return }
    let learningTime =
      learningRate(epoch: epoch)
      * Double(configuration.optimizer.stepsPerEpoch(trainingSetSize: trainingTokens.count))
    let before = record.parameters.suffix(count)
    for (index, value) in before.enumerated() {
      record.movingGradientMeans.append((value - Double(parameters.pointer[index])) / learningTime)
    }
  }

  // MARK: - Steps

  private func train(epoch: Int) throws(TrainingError) {
    let tokens = sampler.tokens(epoch: epoch)
    update.beginEpoch(
      learningRate: learningRate(epoch: epoch),
      noise: RandomStream(
        seed: configuration.seed, purpose: .injectedNoise, index: sampler.address(epoch)))
    var first = 0
    var step = 1
    while first < tokens.count {
      let count = min(sampler.batchSize, tokens.count - first)
      kernel.sumGradient(tokens.pointer + first, count: count, parameters.pointer)
      kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(count))
      guard update.step(parameters, gradient) else {
        throw .diverged(network: network, layer: divergedLayer, epoch: epoch, step: step)
      }
      first += count
      step += 1
    }
  }

  /// The first layer that holds a weight that is not finite.
  private var divergedLayer: Int {
    layout.layers.first { layer in
      !layout.parameters(ofLayer: layer).allSatisfy { parameters.pointer[$0].isFinite }
    } ?? layout.layerCount
  }

  // MARK: - Measurement

  private func measure(epoch: Int) {
    let tokens = sampler.measurementOrder(epoch: epoch)
    let sizes = nearlyEqualParts(
      of: tokens.count, count: configuration.recording.measurementBatches)
    var batchGradients: [Double] = []
    var training = EvaluationSums()
    var first = 0
    for size in sizes {
      let sums = kernel.evaluate(
        tokens.pointer + first, count: size, parameters.pointer, withGradient: true)
      training.loss += sums.loss
      training.correct += sums.correct
      kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(size))
      for index in 0..<layout.parameterCount {
        batchGradients.append(Double(gradient.pointer[index]))
      }
      first += size
    }
    let test = kernel.evaluate(
      testTokens.pointer, count: testTokens.count, parameters.pointer, withGradient: false)
    append(
      GradientStatistics(batchGradients: batchGradients, batchSizes: sizes), training, test)
  }

  private func append(
    _ statistics: GradientStatistics, _ training: EvaluationSums, _ test: EvaluationSums
  ) {
    let batchSize = sampler.batchSize
    let values = (0..<layout.parameterCount).map { Double(parameters.pointer[$0]) }
    record.parameters += values
    record.gradientMeans += statistics.mean
    record.gradientStandardDeviations += statistics.standardDeviation(batchSize: batchSize)
    record.appendNorms(
      layout: layout, parameters: values, gradient: statistics, batchSize: batchSize)
    record.trainingLosses.append(training.loss / Double(trainingTokens.count))
    record.trainingAccuracies.append(training.correct / Double(trainingTokens.count))
    record.testLosses.append(test.loss / Double(testTokens.count))
    record.testAccuracies.append(test.correct / Double(testTokens.count))
  }
}
