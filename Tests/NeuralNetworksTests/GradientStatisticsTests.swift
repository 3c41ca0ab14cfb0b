import NeuralNetworks
import RandomStreams
import Testing

@Suite("The statistics of the gradient")
struct GradientStatisticsTests {
  /// The gradients of all samples of a small training set, one by one.
  static func sampleGradients(
    _ configuration: TrainingConfiguration, _ ensemble: NetworkEnsemble, _ parameters: [Double]
  ) throws -> [[Double]] {
    let split = ensemble.split(ofNetwork: 0)
    return try split.trainingPatterns.map { pattern in
      let features = ensemble.patterns.featureCount
      let single = try LabelledPatterns(
        inputs: Array(ensemble.patterns.inputs[features * pattern..<features * (pattern + 1)]),
        featureCount: features, classes: [split.labels[pattern]], classCount: 2)
      let evaluator = try NetworkEvaluator<Double>(
        configuration.network, patterns: single, labels: [split.labels[pattern]])
      var gradient = [Double](repeating: 0, count: parameters.count)
      var span = gradient.mutableSpan
      _ = evaluator.lossAndGradient(of: parameters.span, into: &span)
      return gradient
    }
  }

  @Test("are those of the single samples when every batch is one sample")
  func everySample() async throws {
    var configuration = TrainingTests.quick(.float64)
    configuration.networks = 1
    configuration.epochs = 2
    configuration.data.trainingFraction = 0.02
    configuration.recording.measurementBatches = 82
    let ensemble = try NetworkEnsemble(configuration)
    let record = try await ensemble.train(threads: 1)
    #expect(record.trainingSetSize == 82)
    let range = record.range(network: 0, epochIndex: 2)
    let gradients = try Self.sampleGradients(
      configuration, ensemble, Array(record.parameters[range]))
    for (index, position) in range.enumerated() {
      let values = gradients.map { $0[index] }
      let mean = values.reduce(0, +) / 82
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 81
      let deviation = (variance / 82).squareRoot()
      #expect(abs(record.gradientMeans[position] - mean) < 1e-14)
      #expect(abs(record.gradientStandardDeviations[position] - deviation) < 1e-13)
    }
  }

  @Test("have the exact full gradient as mean, whatever the cut", arguments: [2, 14, 50])
  func exactMean(batches: Int) async throws {
    var configuration = TrainingTests.quick(.float64)
    configuration.networks = 1
    configuration.epochs = 1
    configuration.recording.measurementBatches = batches
    let ensemble = try NetworkEnsemble(configuration)
    let record = try await ensemble.train(threads: 1)
    let split = ensemble.split(ofNetwork: 0)
    let training = try LabelledPatterns(
      inputs: split.trainingPatterns.flatMap { ensemble.patterns.inputs[12 * $0..<12 * $0 + 12] },
      featureCount: 12, classes: split.trainingPatterns.map { split.labels[$0] }, classCount: 2)
    let evaluator = try NetworkEvaluator<Double>(
      configuration.network, patterns: training,
      labels: split.trainingPatterns.map { split.labels[$0] })
    let range = record.range(network: 0, epochIndex: 1)
    var gradient = [Double](repeating: 0, count: 294)
    var span = gradient.mutableSpan
    let result = evaluator.lossAndGradient(of: record.parameters[range].span, into: &span)
    for (index, position) in range.enumerated() {
      #expect(abs(record.gradientMeans[position] - gradient[index]) < 1e-14)
    }
    #expect(abs(result.loss - record.trainingLosses[1]) < 1e-12)
    #expect(result.accuracy == record.trainingAccuracies[1])
  }

  @Test("estimate the per-sample covariance without bias, also from unequal batches")
  func unbiasedCovariance() {
    // 11 samples of one number, cut into 4 batches; the mean over 20 000 random cuts. The standard
    // error of that mean is measured from the cuts themselves, and 5 of them are allowed.
    let samples = (0..<11).map { Double($0 * $0 % 7) }
    let mean = samples.reduce(0, +) / 11
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10
    var stream = RandomStream(seed: 4, purpose: .general)
    let estimates = (0..<20000).map { _ in
      let order = stream.permutation(of: 11).map { samples[$0] }
      let batches = [order[0..<5], order[5..<8], order[8..<10], order[10..<11]]
      return GradientStatistics(
        batchGradients: batches.map { $0.reduce(0, +) / Double($0.count) },
        batchSizes: batches.map(\.count)
      ).covariance[0]
    }
    let average = estimates.reduce(0, +) / 20000
    let spread = estimates.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 19999
    #expect(abs(average - variance) < 5 * (spread / 20000).squareRoot())
  }

  @Test("give a layer's norms from those of its parameters")
  func layerNorms() async throws {
    let record = try await NetworkEnsemble(TrainingTests.quick()).train(threads: 1)
    let position = record.range(network: 2, epochIndex: 3)
    let parameters = Array(record.parameters[position])
    let means = Array(record.gradientMeans[position])
    let deviations = Array(record.gradientStandardDeviations[position])
    for layer in record.layout.layers {
      func squares(_ values: [Double], _ range: Range<Int>) -> Double {
        range.reduce(0) { $0 + values[$1] * values[$1] }
      }
      let index = (2 * 6 + 3) * 6 + layer - 1
      let range = record.layout.parameters(ofLayer: layer)
      let noise = squares(deviations, range)
      let unbiased = squares(means, range) - noise * 256 / 3482
      #expect(abs(record.meanGradientNorms[index] - squares(means, range).squareRoot()) < 1e-12)
      #expect(abs(record.gradientNoiseNorms[index] - noise.squareRoot()) < 1e-12)
      #expect(abs(record.squaredGradientNorms[index] - unbiased) < 1e-12)
      let weights = squares(parameters, record.layout.weights(ofLayer: layer)).squareRoot()
      #expect(abs(record.weightNorms[index] - weights) < 1e-12)
    }
  }
}
