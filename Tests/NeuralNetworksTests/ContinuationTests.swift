import NeuralNetworks
import Testing

@Suite("A training that branches")
struct ContinuationTests {
  static func configuration(
    _ motion: ContinuedMotion, branch: Int = 4, epochs: Int = 9
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.networks = 2
    configuration.epochs = epochs
    configuration.precision = .float64
    configuration.data.trainingFraction = 0.05
    configuration.optimizer.batchSize = 32
    configuration.optimizer.learningRate = 0.1
    configuration.recording.recordedEpochs = 4
    configuration.continuation.epoch = branch
    configuration.continuation.motion = motion
    return configuration
  }

  /// The weights of the first network at a recorded epoch.
  static func weights(_ record: TrainingRecord, epoch: Int, network: Int = 0) throws -> [Double] {
    let count = record.outline.layout.parameterCount
    let row = try #require(record.outline.epochs.firstIndex(of: epoch))
    let start = (network * record.outline.epochs.count + row) * count
    return Array(record[.parameters][start..<start + count])
  }

  /// The ensemble, with means of classes as improved encoders.
  static func ensemble(_ configuration: TrainingConfiguration) throws -> NetworkEnsemble {
    var ensemble = try NetworkEnsemble(configuration)
    ensemble.encoderIteration = ClassMeans()
    return ensemble
  }

  static func train(_ configuration: TrainingConfiguration) async throws -> TrainingRecord {
    try await ensemble(configuration).train(threads: 2)
  }

  @Test("records the branching epoch, and every motion has come the same way to it")
  func sharedPast() async throws {
    let plain = try await Self.train(Self.configuration(.training))
    #expect(plain.outline.epochs.contains(4))
    let past = try Self.weights(plain, epoch: 4)
    for motion in ContinuedMotion.allCases {
      let record = try await Self.train(Self.configuration(motion))
      #expect(try Self.weights(record, epoch: 4) == past, "\(motion)")
      let end = try Self.weights(record, epoch: 9)
      #expect((end == past) == (motion == .frozen), "\(motion)")
    }
  }

  @Test(
    "goes on to the same record, bit for bit, when it is stopped",
    arguments: ContinuedMotion.allCases)
  func resumes(motion: ContinuedMotion) async throws {
    let ensemble = try Self.ensemble(Self.configuration(motion))
    let whole = try await CheckpointTests.train(ensemble, stops: [], threads: 1)
    let resumed = try await CheckpointTests.train(ensemble, stops: [2, 4, 5, 8], threads: 2)
    #expect(resumed.attempts > 1)
    #expect(resumed.store.checkpoints == whole.store.checkpoints)
  }

  @Test("follows the whole training set after it, with as many steps")
  func fullBatch() async throws {
    let ensemble = try NetworkEnsemble(Self.configuration(.fullBatch, branch: 0, epochs: 1))
    let record = try await ensemble.train(threads: 1)
    let split = ensemble.split(ofNetwork: 0)
    let patterns = ensemble.patterns
    let chosen = try LabelledPatterns(
      inputs: split.trainingPatterns.flatMap { pattern in
        (0..<patterns.featureCount).map { patterns.inputs[pattern * patterns.featureCount + $0] }
      }, featureCount: patterns.featureCount,
      classes: split.trainingPatterns.map { split.labels[$0] }, classCount: patterns.classCount)
    let evaluator = try NetworkEvaluator<Double>(
      ensemble.configuration.network, patterns: chosen,
      labels: split.trainingPatterns.map { split.labels[$0] })
    var weights = ensemble.initialParameters(ofNetwork: 0)
    var slope = [Double](repeating: 0, count: weights.count)
    for _ in 0..<7 {
      var span = slope.mutableSpan
      _ = evaluator.lossAndGradient(of: weights.span, into: &span)
      for index in weights.indices { weights[index] -= 0.1 * slope[index] }
    }
    #expect(record.outline.stepsPerEpoch == 7)
    let found = try Self.weights(record, epoch: 1)
    #expect(zip(found, weights).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("scales whole layers to the norms of the training that would have gone on")
  func gainOnly() async throws {
    let plain = try await Self.train(Self.configuration(.training))
    let gain = try await Self.train(Self.configuration(.gainOnly))
    let past = try Self.weights(plain, epoch: 4)
    let (trained, scaled) = (
      try Self.weights(plain, epoch: 9), try Self.weights(gain, epoch: 9)
    )
    let layout = plain.outline.layout
    for layer in layout.layers {
      func norm(_ values: [Double]) -> Double {
        values[layout.weights(ofLayer: layer)].reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      let factor = norm(trained) / norm(past)
      #expect(abs(factor - 1) > 1e-6)
      for index in layout.parameters(ofLayer: layer) {
        #expect(abs(scaled[index] - factor * past[index]) < 1e-12)
      }
    }
  }

  @Test(
    "never lets the norm of a unit's weights grow",
    arguments: [ContinuedMotion.boundedGain, .boundedNoise])
  func boundedGain(motion: ContinuedMotion) async throws {
    let record = try await Self.train(Self.configuration(motion, branch: 1, epochs: 40))
    let (then, now) = (
      try Self.weights(record, epoch: 1), try Self.weights(record, epoch: 40)
    )
    let layout = record.outline.layout
    for layer in layout.layers {
      let fanIn = layout.widths[layer - 1]
      for unit in 0..<layout.widths[layer] {
        let first = layout.weights(ofLayer: layer).lowerBound + unit * fanIn
        let bias = layout.biases(ofLayer: layer).lowerBound + unit
        func norm(_ values: [Double]) -> Double {
          values[first..<first + fanIn].reduce(values[bias] * values[bias]) { $0 + $1 * $1 }
            .squareRoot()
        }
        #expect(norm(now) <= norm(then) * (1 + 1e-12))
      }
    }
  }

  @Test("adds noise of the measured size, in a layer's parameters alike")
  func noise() async throws {
    // One epoch of 7 steps at factor 10⁶: the displacement is that of the noise. The relative
    // standard error of a variance from n parameters is √(2/n): 5 are allowed.
    var configuration = Self.configuration(.isotropicNoise, branch: 1, epochs: 2)
    configuration.continuation.noiseFactor = 1e6
    let record = try await Self.train(configuration)
    let (then, now) = (
      try Self.weights(record, epoch: 1), try Self.weights(record, epoch: 2)
    )
    let layout = record.outline.layout
    let row = try #require(record.outline.epochs.firstIndex(of: 1))
    let deviations = Array(
      record[.gradientStandardDeviations][
        row * layout.parameterCount..<(row + 1) * layout.parameterCount])
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      let expected = range.reduce(0) { $0 + deviations[$1] * deviations[$1] } * 1e6 * 0.01 * 7
      let found = range.reduce(0) { $0 + (now[$1] - then[$1]) * (now[$1] - then[$1]) }
      #expect(abs(found / expected - 1) < 5 * (2 / Double(range.count)).squareRoot())
    }
  }

  @Test("moves by the noise of batches alone as their deviations say")
  func noiseOnly() async throws {
    // The displacement after n steps has the variance n η² S of the batches; networks and
    // parameters are averaged, and their noise has few directions: a factor of 1.6 is allowed.
    var configuration = Self.configuration(.noiseOnly, branch: 1, epochs: 40)
    configuration.networks = 8
    let record = try await Self.train(configuration)
    let count = record.outline.layout.parameterCount
    let row = try #require(record.outline.epochs.firstIndex(of: 1))
    var (found, expected) = (0.0, 0.0)
    for network in 0..<8 {
      let (then, now) = (
        try Self.weights(record, epoch: 1, network: network),
        try Self.weights(record, epoch: 40, network: network)
      )
      let start = (network * record.outline.epochs.count + row) * count
      for index in 0..<count {
        found += (now[index] - then[index]) * (now[index] - then[index])
        let deviation = record[.gradientStandardDeviations][start + index]
        expected += 39 * 7 * 0.01 * deviation * deviation
      }
    }
    #expect(found / expected > 1 / 1.6 && found / expected < 1.6, "\(found / expected)")
  }

  @Test("keeps noise off the stiff directions")
  func flatNoise() async throws {
    func loss(_ motion: ContinuedMotion) async throws -> Double {
      var configuration = Self.configuration(motion, branch: 200, epochs: 201)
      configuration.continuation.noiseFactor = 300
      let record = try await Self.train(configuration)
      let last = record.outline.epochs.count
      return record[.trainingLosses][last - 1] + record[.trainingLosses][2 * last - 1]
    }
    let plain = try await loss(.training)
    let flat = try await loss(.flatNoise) - plain
    let everywhere = try await loss(.isotropicNoise) - plain
    #expect(abs(flat) < 0.5 * everywhere, "\(flat) against \(everywhere)")
  }

  @Test("lets the replicas of a group part at the branching epoch")
  func replicas() async throws {
    var configuration = Self.configuration(.training)
    configuration.ensemble = .noise
    configuration.replicas = 2
    configuration.networks = 4
    let record = try await Self.train(configuration)
    func same(_ epoch: Int, _ a: Int, _ b: Int) throws -> Bool {
      try Self.weights(record, epoch: epoch, network: a)
        == Self.weights(record, epoch: epoch, network: b)
    }
    #expect(try same(4, 0, 1) && same(4, 2, 3) && !same(4, 0, 2))
    #expect(try !same(9, 0, 1) && !same(9, 2, 3))
  }

  @Test("refuses what it cannot do")
  func refusals() throws {
    var late = Self.configuration(.frozen, branch: 9)
    #expect(throws: TrainingError.self) { try late.validate() }
    late.continuation.epoch = 8
    try late.validate()
    late.continuation.batchSize = 33
    #expect(throws: TrainingError.self) { try late.validate() }
    var adam = Self.configuration(.noiseOnly)
    adam.optimizer.kind = .adam
    #expect(throws: TrainingError.self) { try adam.validate() }
    var wide = Self.configuration(.flatNoise)
    wide.network.hiddenWidths = [300]
    #expect(throws: TrainingError.self) { try NetworkEnsemble(wide) }
  }
}
