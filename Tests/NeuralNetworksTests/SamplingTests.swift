import NeuralNetworks
import RandomStreams
import Testing

@Suite("The choice of batches")
struct SamplingTests {
  static func ensemble(
    _ sampling: BatchSampling, _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> NetworkEnsemble {
    var configuration = TrainingConfiguration()
    configuration.optimizer.sampling = sampling
    change(&configuration)
    return try NetworkEnsemble(configuration)
  }

  @Test(
    "takes every training pattern once per epoch without replacement",
    arguments: [BatchSampling.reshuffled, .fixedBlocks])
  func everyPatternOnce(sampling: BatchSampling) throws {
    let ensemble = try Self.ensemble(sampling)
    let batches = ensemble.batches(ofNetwork: 3, epoch: 5)
    #expect(batches.map(\.count) == [Int](repeating: 256, count: 13) + [154])
    #expect(batches.flatMap { $0 }.sorted() == ensemble.split(ofNetwork: 3).trainingPatterns)
  }

  @Test("changes the order from epoch to epoch, unless the blocks are fixed")
  func epochs() throws {
    for sampling in BatchSampling.allCases {
      let ensemble = try Self.ensemble(sampling)
      let (first, second) = (
        ensemble.batches(ofNetwork: 0, epoch: 1), ensemble.batches(ofNetwork: 0, epoch: 2)
      )
      #expect((first == second) == (sampling == .fixedBlocks))
      #expect(first == ensemble.batches(ofNetwork: 0, epoch: 1))
      #expect(first.flatMap { $0 } != ensemble.split(ofNetwork: 0).trainingPatterns)
    }
  }

  @Test("shuffles by Fisher and Yates with the words of the network's own stream")
  func fisherYates() throws {
    let ensemble = try Self.ensemble(.reshuffled)
    var order = ensemble.split(ofNetwork: 2).trainingPatterns
    var stream = RandomStream(seed: 1, purpose: .batches, index: 2 << 32 | 7)
    let words = (0..<order.count / 2 + 1).flatMap { _ in
      let pair = stream.next()
      return [pair & 0xFFFF_FFFF, pair >> 32]
    }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, Int((words[last] * UInt64(last + 1)) >> 32))
    }
    #expect(ensemble.batches(ofNetwork: 2, epoch: 7).flatMap { $0 } == order)
  }

  @Test("puts every pattern into every batch equally often")
  func uniformity() throws {
    // 400 epochs of 14 batches; the first batch of 256 holds a pattern with probability 256/3482.
    // Over 3482 patterns the sum of squared deviations over the variance is close to chi-squared
    // with 3481 degrees of freedom: mean 3481, standard deviation 83; 5 of these are allowed.
    let ensemble = try Self.ensemble(.reshuffled)
    var counts = [Double](repeating: 0, count: 4096)
    for epoch in 1...400 {
      for pattern in ensemble.batches(ofNetwork: 0, epoch: epoch)[0] { counts[pattern] += 1 }
    }
    let probability = 256.0 / 3482
    let chiSquared = ensemble.split(ofNetwork: 0).trainingPatterns.reduce(0) {
      let deviation = counts[$1] - 400 * probability
      return $0 + deviation * deviation / (400 * probability * (1 - probability))
    }
    #expect(abs(chiSquared - 3481) < 5 * 83)
  }

  @Test("draws full batches of any training patterns with replacement")
  func withReplacement() throws {
    let ensemble = try Self.ensemble(.withReplacement)
    let batches = ensemble.batches(ofNetwork: 1, epoch: 1)
    #expect(batches.map(\.count) == [Int](repeating: 256, count: 14))
    let drawn = batches.flatMap { $0 }
    let training = Set(ensemble.split(ofNetwork: 1).trainingPatterns)
    #expect(training.isSuperset(of: drawn))
    // Of N patterns drawn n times, N (1 − 1/N)ⁿ are never drawn: 1243 of 3482, and the standard
    // deviation of that number is about 22; 5 of these are allowed.
    let missed = training.count - Set(drawn).count
    #expect(abs(Double(missed) - 1243) < 110)
  }

  @Test("gives full-batch gradient descent one batch of the whole training set")
  func fullBatch() throws {
    let ensemble = try Self.ensemble(.withReplacement) { $0.optimizer.kind = .gradientDescent }
    #expect(
      ensemble.batches(ofNetwork: 0, epoch: 3) == [ensemble.split(ofNetwork: 0).trainingPatterns])
  }
}

@Suite("The ensembles")
struct EnsembleKindTests {
  @Test("differ in what they say they differ in", arguments: EnsembleKind.allCases)
  func kinds(kind: EnsembleKind) throws {
    var configuration = TrainingConfiguration()
    configuration.ensemble = kind
    configuration.replicas = 2
    let ensemble = try NetworkEnsemble(configuration)
    func position(_ pattern: Int, _ network: Int) -> Int? {
      ensemble.split(ofNetwork: network).trainingPatterns.firstIndex(of: pattern)
    }
    func batchPositions(_ network: Int) -> [Int?] {
      ensemble.batches(ofNetwork: network, epoch: 1)[0].prefix(20).map { position($0, network) }
    }
    for other in [1, 2] {
      let grouped = kind == .noise && other < 2
      let sameWeights =
        ensemble.initialParameters(ofNetwork: 0) == ensemble.initialParameters(ofNetwork: other)
      let sameSplit = ensemble.split(ofNetwork: 0) == ensemble.split(ofNetwork: other)
      let sameBatches = batchPositions(0) == batchPositions(other)
      #expect(sameWeights == (kind == .split || grouped))
      #expect(sameSplit == (kind == .initial || grouped))
      #expect(sameBatches == (kind == .initial || kind == .split))
    }
  }

  @Test("spread only through their batches when they share everything else")
  func noiseEnsemble() async throws {
    var configuration = TrainingTests.quick()
    configuration.ensemble = .noise
    configuration.replicas = 3
    let record = try await NetworkEnsemble(configuration).train(threads: 1)
    let initial = (0..<3).map { Array(record.parameters[record.range(network: $0, epochIndex: 0)]) }
    let final = (0..<3).map { Array(record.parameters[record.range(network: $0, epochIndex: 5)]) }
    #expect(initial[0] == initial[1] && initial[1] == initial[2])
    #expect(final[0] != final[1] && final[1] != final[2])
  }
}
