import NeuralNetworks
import RandomStreams
import Testing

@Suite("The noise of single patterns' gradients")
struct SampleGradientTests {
  /// A network on its initial weights, and the gradients of its training patterns one by one.
  static func measured(
    _ precision: NumericalPrecision, _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) async throws -> (record: TrainingRecord, gradients: [[Double]]) {
    var configuration = TrainingTests.quick(precision)
    configuration.networks = 1
    configuration.epochs = 1
    configuration.data.trainingFraction = 0.05
    change(&configuration)
    let ensemble = try NetworkEnsemble(configuration)
    let record = try await ensemble.train(threads: 1)
    let range = record.range(network: 0, epochIndex: 0)
    return (
      record,
      try GradientStatisticsTests.sampleGradients(
        configuration, ensemble, Array(record.parameters[range]))
    )
  }

  /// The covariance matrix of some parameters, with the divisor N.
  static func covariance(_ gradients: [[Double]], _ range: Range<Int>) -> [[Double]] {
    let count = Double(gradients.count)
    let mean = range.map { index in gradients.reduce(0) { $0 + $1[index] } / count }
    return range.map { a in
      range.map { b in
        gradients.reduce(0) {
          $0 + ($1[a] - mean[a - range.lowerBound]) * ($1[b] - mean[b - range.lowerBound])
        } / count
      }
    }
  }

  @Test(
    "agrees with the covariance matrix and moments computed one by one",
    arguments: zip(NumericalPrecision.allCases, [2e-5, 1e-11]))
  func slowReference(precision: NumericalPrecision, tolerance: Double) async throws {
    let (record, gradients) = try await Self.measured(precision)
    let count = Double(gradients.count)
    for layer in record.layout.layers {
      let range = record.layout.parameters(ofLayer: layer)
      let matrix = Self.covariance(gradients, range)
      let trace = range.indices.reduce(0) {
        $0 + matrix[$1 - range.lowerBound][$1 - range.lowerBound]
      }
      let square = matrix.joined().reduce(0) { $0 + $1 * $1 }
      var kurtosis = 0.0
      for (offset, index) in range.enumerated() {
        let mean = gradients.reduce(0) { $0 + $1[index] } / count
        let fourth = gradients.reduce(0) { sum, gradient in
          let deviation = gradient[index] - mean
          return sum + deviation * deviation * deviation * deviation
        }
        let variance = matrix[offset][offset]
        kurtosis += fourth / count / (variance * variance) - 3
      }
      let meanSquare = range.reduce(0.0) { sum, index in
        let mean = gradients.reduce(0) { $0 + $1[index] } / count
        return sum + mean * mean
      }
      let unbiased = trace * count / (count - 1)
      let size = unbiased / (meanSquare - unbiased / count)
      func agrees(_ quantity: RecordedQuantity, _ expected: Double) -> Bool {
        let value = record[quantity][layer - 1]
        return abs(value - expected) <= tolerance * max(abs(expected), 1e-3)
      }
      #expect(agrees(.covarianceTraces, unbiased))
      #expect(agrees(.participationRatios, trace * trace / square))
      #expect(agrees(.excessKurtoses, kurtosis / Double(range.count)))
      #expect(size > 0 ? agrees(.noiseBatchSizes, size) : record[.noiseBatchSizes][layer - 1].isNaN)
    }
  }

  @Test("has one direction where a layer has one parameter that matters")
  func rankOne() async throws {
    // With a single constant feature, weight and bias of the only unit have the same gradient, so
    // that the noise has one direction.
    let patterns = try LabelledPatterns(
      inputs: [Double](repeating: 1, count: 40), featureCount: 1,
      classes: (0..<40).map { $0 % 3 == 0 ? 1 : 0 }, classCount: 2)
    let record = try await Self.train(patterns) {
      $0.network.hiddenWidths = []
      $0.network.output = .singleSigmoid
    }
    #expect(abs(record[.participationRatios][0] - 1) < 1e-12)
    // The gradient takes two values with probabilities p = 14/40 and q: the excess kurtosis of a
    // Bernoulli law is (1 − 6pq)/(pq).
    let pq = 14.0 / 40 * 26 / 40
    #expect(abs(record[.excessKurtoses][0] - (1 - 6 * pq) / pq) < 1e-10)
  }

  @Test("has all directions where the inputs are independent and the outputs uncertain")
  func isotropic() async throws {
    // A linear unit with tiny weights: delta = ±1/2 at random, inputs ±1 at random. The gradients are
    // products of independent signs: C = 1/4 of the unit matrix, in 9 dimensions with the bias. With
    // N patterns the ratio falls short by the factor 1 + 9/N, within 5 % of which it stays.
    var stream = RandomStream(seed: 5, purpose: .general)
    let count = 20000
    let patterns = try LabelledPatterns(
      inputs: (0..<8 * count).map { _ in stream.uniform() < 0.5 ? -1 : 1 }, featureCount: 8,
      classes: (0..<count).map { _ in stream.uniform() < 0.5 ? 0 : 1 }, classCount: 2)
    let record = try await Self.train(patterns) {
      $0.network.hiddenWidths = []
      $0.network.output = .singleSigmoid
      $0.network.initialScale = 1e-9
    }
    #expect(abs(record[.participationRatios][0] - 9 / (1 + 9 / Double(count))) < 0.005)
    // Signs have the smallest excess kurtosis there is.
    #expect(abs(record[.excessKurtoses][0] + 2) < 0.001)
    #expect(abs(record[.covarianceTraces][0] - 9.0 / 4) < 0.001)
  }

  static func train(
    _ patterns: LabelledPatterns, _ change: (inout TrainingConfiguration) -> Void
  ) async throws -> TrainingRecord {
    var configuration = TrainingTests.quick(.float64)
    configuration.networks = 1
    configuration.epochs = 1
    configuration.data.trainingFraction = 1
    change(&configuration)
    return try await NetworkEnsemble(configuration, patterns: patterns).train(threads: 1)
  }

  @Test(
    "leaves the squared gradient without bias when the training set is a sample of the patterns")
  func unbiasedSquare() async throws {
    // Training sets of 41 of 4096 patterns at the same weights: the mean of |ḡ|² − tr C/N (1 − N/P)
    // over the sets is |g|² of all patterns. The estimate for an endless supply leaves N/P out, which
    // adds tr C/P. The standard error is measured from the 400 sets, and 5 of them are allowed.
    var configuration = TrainingTests.quick(.float64)
    configuration.networks = 400
    configuration.epochs = 1
    configuration.recording.recordedEpochs = 2
    configuration.data.trainingFraction = 0.01
    configuration.ensemble = .split
    configuration.network.hiddenWidths = [2]
    let record = try await NetworkEnsemble(configuration).train(threads: 2)
    configuration.networks = 1
    configuration.data.trainingFraction = 1
    let all = try await NetworkEnsemble(configuration).train(threads: 1)
    for layer in 0..<2 {
      let range = all.layout.parameters(ofLayer: layer + 1)
      let exact = range.reduce(0) { $0 + all.gradientMeans[$1] * all.gradientMeans[$1] }
      for fromBatches in [true, false] {
        let estimates = (0..<400).map { network in
          let index = network * 4 + layer
          let trace = record[.covarianceTraces][index]
          let square = record.meanGradientNorms[index] * record.meanGradientNorms[index]
          let own = fromBatches ? record.squaredGradientNorms[index] : square - trace / 41
          return own + trace / 4096
        }
        let mean = estimates.reduce(0, +) / 400
        let spread = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
        #expect(abs(mean - exact) < 5 * (spread / 400).squareRoot())
      }
    }
  }

  @Test("is measured at as many epochs and for as large layers as asked for")
  func thinned() async throws {
    let few = try await Self.measured(.float32) {
      $0.epochs = 10
      $0.recording.recordedEpochs = 9
      $0.recording.covarianceEpochs = 3
      $0.recording.largestCovariance = 100
    }.record
    for epoch in 0..<9 {
      for layer in 0..<6 {
        let isMeasured = epoch % 4 == 0 && layer > 0
        #expect(few[.participationRatios][epoch * 6 + layer].isNaN != isMeasured)
        #expect(few[.excessKurtoses][epoch * 6 + layer].isFinite)
      }
    }
    let none = try await Self.measured(.float32) { $0.recording.perSampleGradients = false }.record
    #expect((none[.participationRatios] + none[.excessKurtoses]).allSatisfy { $0.isNaN })
    for index in 0..<6 {
      let noise = none.gradientNoiseNorms[index]
      let expected = noise * noise * Double(none.batchSize)
      #expect(abs(none[.covarianceTraces][index] - expected) < 1e-12 * expected)
    }
    let usual = try await Self.measured(.float32).record
    #expect(none.parameters == usual.parameters)
  }
}
