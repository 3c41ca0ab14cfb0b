import NeuralNetworks
import Testing

@Suite("The gradient along an epoch")
struct MovingGradientTests {
  static func train(
    _ change: (inout TrainingConfiguration) -> Void
  ) async throws -> (ensemble: NetworkEnsemble, record: TrainingRecord) {
    var configuration = TrainingTests.quick(.float64)
    configuration.networks = 1
    configuration.epochs = 2
    configuration.data.trainingFraction = 0.1
    configuration.optimizer.batchSize = 60
    change(&configuration)
    let ensemble = try NetworkEnsemble(configuration)
    return (ensemble, try await ensemble.train(threads: 1))
  }

  @Test("is that of every step at the weights of the step")
  func everyStep() async throws {
    let (ensemble, record) = try await Self.train { $0.optimizer.weightDecay = 0.3 }
    let configuration = ensemble.configuration
    var weights = Array(record.parameters[0..<294])
    let batches = ensemble.batches(ofNetwork: 0, epoch: 1)
    let labels = ensemble.split(ofNetwork: 0).labels
    var gradients: [[Double]] = []
    for batch in batches {
      let patterns = try LabelledPatterns(
        inputs: batch.flatMap { ensemble.patterns.inputs[12 * $0..<12 * $0 + 12] },
        featureCount: 12, classes: batch.map { labels[$0] }, classCount: 2)
      let evaluator = try NetworkEvaluator<Double>(
        configuration.network, patterns: patterns, labels: batch.map { labels[$0] })
      var gradient = [Double](repeating: 0, count: 294)
      var span = gradient.mutableSpan
      _ = evaluator.lossAndGradient(of: weights.span, into: &span)
      gradients.append(gradient)
      for (index, parameter) in record.layout.descriptions.enumerated() {
        let decay = parameter.isBias ? 0 : 0.3 * weights[index]
        weights[index] -= 0.01 * (gradient[index] + decay)
      }
    }
    #expect(batches.count == 7 && batches[6].count == 50)
    let inverse = batches.reduce(0) { $0 + 1 / Double($1.count) }
    let divisor = 7 - 2 + 410 * inverse / 49
    for index in 0..<294 {
      let mean = gradients.reduce(0) { $0 + $1[index] } / 7
      let square = zip(gradients, batches).reduce(0) {
        $0 + Double($1.1.count) * ($1.0[index] - mean) * ($1.0[index] - mean)
      }
      let deviation = (square / divisor / 60).squareRoot()
      #expect(abs(record[.movingGradientMeans][index] - mean) < 1e-14)
      #expect(abs(record[.movingGradientStandardDeviations][index] - deviation) < 1e-8)
      let displacement = weights[index] - record.parameters[index]
      #expect(abs(record[.velocities][index] - displacement / 0.07) < 1e-12)
    }
    for layer in record.layout.layers {
      var (lagged, total) = (0.0, 0.0)
      for index in record.layout.parameters(ofLayer: layer) {
        let mean = gradients.reduce(0) { $0 + $1[index] } / 7
        for step in 0..<7 {
          let deviation = gradients[step][index] - mean
          total += deviation * deviation
          if step < 6 { lagged += deviation * (gradients[step + 1][index] - mean) }
        }
      }
      let expected = lagged / 6 / (total / 7)
      #expect(abs(record[.stepAutocorrelations][layer - 1] - expected) < 1e-9)
    }
  }

  @Test(
    "is minus the velocity of the weights for plain stochastic gradient descent alone",
    arguments: OptimizerKind.allCases)
  func velocity(kind: OptimizerKind) async throws {
    let record = try await Self.train { $0.optimizer.kind = kind }.record
    let difference = zip(record[.movingGradientMeans], record[.velocities])
      .reduce(0) { max($0, abs($1.0 + $1.1)) }
    let isPlain = kind == .sgd || kind == .gradientDescent
    #expect(isPlain ? difference < 1e-12 : difference > 1e-4)
  }

  @Test("has no standard deviation over one step")
  func oneStep() async throws {
    let record = try await Self.train { $0.optimizer.kind = .gradientDescent }.record
    #expect(record[.movingGradientStandardDeviations].count == record.parameters.count)
    #expect(record[.movingGradientStandardDeviations].allSatisfy { $0.isNaN })
    for index in 0..<record.parameters.count {
      #expect(
        abs(record[.movingGradientMeans][index] - record.gradientMeans[index]) < 1e-13)
    }
  }
}
