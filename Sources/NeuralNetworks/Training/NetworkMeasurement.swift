internal import RandomStreams

/// What is measured of a network at frozen weights.
final class NetworkMeasurement<Scalar: NetworkScalar> {
  private let outline: TrainingOutline
  private let kernel: DenseNetwork<Scalar>
  private let sampler: BatchSampler
  private let testTokens: TokenList
  private let gradient: AlignedBuffer<Scalar>
  private let moments: SampleMoments<Scalar>?
  /// The recorded epochs at which the participation ratio is measured.
  private let covarianceEpochs: Set<Int>
  private let sharpness: HessianSharpness<Scalar>
  /// The recorded epochs at which the largest eigenvalue is measured.
  private let sharpnessEpochs: Set<Int>

  init(
    _ outline: TrainingOutline, kernel: DenseNetwork<Scalar>, sampler: BatchSampler,
    testTokens: TokenList, network: Int
  ) {
    self.outline = outline
    self.kernel = kernel
    self.sampler = sampler
    self.testTokens = testTokens
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    let recording = outline.configuration.recording
    covarianceEpochs = Set(
      recording.covarianceIndices(among: outline.epochs.count).map { outline.epochs[$0] })
    sharpnessEpochs = Set(
      recording.sharpnessIndices(among: outline.epochs.count).map { outline.epochs[$0] })
    sharpness = HessianSharpness(
      kernel, parameterCount: outline.layout.parameterCount,
      stream: RandomStream(
        seed: outline.configuration.seed, purpose: .curvatureDirections, index: UInt64(network)))
    moments =
      recording.perSampleGradients
      ? SampleMoments(kernel, largestCovariance: recording.largestCovariance) : nil
  }

  /// Appends what is measured at a recorded epoch.
  func measure(
    epoch: Int, _ parameters: AlignedBuffer<Scalar>, into record: inout NetworkRecord
  ) {
    let tokens = sampler.measurementOrder(epoch: epoch)
    moments?.reset(withCovariances: covarianceEpochs.contains(epoch))
    let (statistics, training) = gradients(tokens, parameters.pointer)
    let test = kernel.evaluate(testTokens.pointer, count: testTokens.count, parameters.pointer)
    let values = (0..<outline.layout.parameterCount).map { Double(parameters.pointer[$0]) }
    record.append(values, to: .parameters)
    record.append(statistics.mean, to: .gradientMeans)
    record.append(
      statistics.standardDeviation(batchSize: sampler.batchSize), to: .gradientStandardDeviations)
    record.appendNorms(
      layout: outline.layout, parameters: values, gradient: statistics,
      batchSize: sampler.batchSize)
    record.appendNoise(
      moments?.statistics(mean: statistics.mean)
        ?? SampleStatistics(statistics, layout: outline.layout),
      layout: outline.layout, gradient: statistics)
    record.append(
      sharpnessEpochs.contains(epoch) ? sharpness.largestEigenvalue(tokens, parameters) : .nan,
      to: .sharpnesses)
    record.append(training.loss / Double(tokens.count), to: .trainingLosses)
    record.append(training.correct / Double(tokens.count), to: .trainingAccuracies)
    record.append(test.loss / Double(testTokens.count), to: .testLosses)
    record.append(test.correct / Double(testTokens.count), to: .testAccuracies)
  }

  /// Goes through the training set, cut at random into batches.
  private func gradients(
    _ tokens: TokenList, _ parameters: UnsafePointer<Scalar>
  ) -> (GradientStatistics, EvaluationSums) {
    let sizes = nearlyEqualParts(
      of: tokens.count, count: outline.configuration.recording.measurementBatches)
    var batchGradients: [Double] = []
    var training = EvaluationSums()
    var first = 0
    for size in sizes {
      let sums = kernel.evaluateWithGradient(
        tokens.pointer + first, count: size, parameters, moments: moments)
      training.loss += sums.loss
      training.correct += sums.correct
      kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(size))
      for index in 0..<outline.layout.parameterCount {
        batchGradients.append(Double(gradient.pointer[index]))
      }
      first += size
    }
    return (GradientStatistics(batchGradients: batchGradients, batchSizes: sizes), training)
  }
}
