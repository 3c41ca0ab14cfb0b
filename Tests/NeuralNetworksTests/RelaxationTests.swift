import Foundation
import NeuralNetworks
import Testing

@Suite("Monte-Carlo relaxation of a network")
struct RelaxationTests {
  /// A single sigmoid unit of a weight and a bias that sees x = ±1 with labels that are right three
  /// times of four: the best weight is ln 3, the best bias 0, and the Hessian of the loss is p (1 − p)
  /// = 3/16 times the unit matrix.
  static let patterns: LabelledPatterns? = try? LabelledPatterns(
    inputs: [1, 1, 1, 1, -1, -1, -1, -1], featureCount: 1, classes: [1, 1, 1, 0, 0, 0, 0, 1],
    classCount: 2)
  static let curvature = 3.0 / 16

  static func configuration(_ motion: ContinuedMotion) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.network.hiddenWidths = []
    configuration.network.output = .singleSigmoid
    configuration.data.trainingFraction = 1
    configuration.networks = 2000
    configuration.epochs = 320
    configuration.precision = .float64
    configuration.optimizer.learningRate = 0.2
    configuration.optimizer.batchSize = 4
    configuration.optimizer.sampling = .withReplacement
    configuration.recording.recordedEpochs = 2
    configuration.recording.measurementBatches = 8
    configuration.recording.perSampleGradients = false
    configuration.recording.sharpnessEpochs = 0
    configuration.continuation.epoch = 120
    configuration.continuation.motion = motion
    // Where the loss is a parabola to within a per cent.
    configuration.continuation.noiseFactor = 0.1
    return configuration
  }

  @Test(
    "spreads weights around their best values by T/curvature",
    arguments: [ContinuedMotion.langevin, .metropolis])
  func stationaryLaw(motion: ContinuedMotion) async throws {
    let configuration = Self.configuration(motion)
    let ensemble = try NetworkEnsemble(configuration, patterns: try #require(Self.patterns))
    let record = try await ensemble.train(threads: 2)
    let (layout, branch) = (record.layout, try #require(record.epochs.firstIndex(of: 120)))
    var (temperature, means, squares) = (0.0, [0.0, 0], 0.0)
    let count = Double(record.networkCount)
    for network in 0..<record.networkCount {
      let range = record.range(network: network, epochIndex: branch)
      temperature +=
        GradientTemperature(
          gradientDeviations: Array(record.gradientStandardDeviations[range]), layout: layout,
          learningRate: 0.2
        ).network * 0.1 / count
    }
    // C = p (1 − p) N/(N − 1) at the best weights, from which the networks stray a little.
    #expect(abs(temperature / (0.1 * 0.1 * 3 / 16 * 8 / 7 / 4) - 1) < 0.05)
    func ends(_ parameter: Int) -> [Double] {
      (0..<record.networkCount).map {
        record.parameters[
          record.range(network: $0, epochIndex: record.epochs.count - 1).lowerBound + parameter]
      }
    }
    for parameter in 0..<2 {
      let values = ends(parameter)
      means[parameter] = values.reduce(0, +) / count
      squares += values.reduce(0) { $0 + ($1 - means[parameter]) * ($1 - means[parameter]) }
    }
    let expected = temperature / Self.curvature
    #expect(abs(means[0] - log(3)) < 4 * (expected / count).squareRoot() + 0.005)
    #expect(abs(means[1]) < 4 * (expected / count).squareRoot() + 0.005)
    // The step of Euler adds the factor 1/(1 − η h/2) to the variance of Langevin's equation.
    let factor = motion == .langevin ? 1 / (1 - 0.2 * Self.curvature / 2) : 1
    let ratio = squares / (2 * count - 2) / (expected * factor)
    #expect(abs(ratio - 1) < 4 * (2 / (2 * count)).squareRoot(), "\(ratio)")
  }

  @Test("counts the evaluations of single patterns that every motion takes")
  func counts() throws {
    for motion in ContinuedMotion.allCases {
      let configuration = ContinuationTests.configuration(motion)
      let ensemble = try ContinuationTests.ensemble(configuration)
      let outline = ensemble.outline
      let (size, steps) = (outline.trainingSetSize, outline.stepsPerEpoch)
      #expect(size == 205 && steps == 7)
      func gradients(_ epoch: Int) -> Int {
        ensemble.batches(ofNetwork: 0, epoch: epoch).reduce(0) { $0 + $1.count }
      }
      let before = (1...4).reduce(0) { $0 + gradients($1) }
      #expect(outline.evaluations(upTo: 4) == EvaluationCount(gradients: before))
      let after = outline.evaluations(upTo: 9)
      // Seven sweeps, four of them over six layers, and three over five layers with a pull.
      let expected: EvaluationCount =
        switch motion {
        case .frozen: .init(gradients: before)
        case .metropolis:
          .init(losses: size * (1 + 200 * 6 + 5 * (1 + 7 * 6)), gradients: before)
        case .metropolisBottleneck:
          .init(
            losses: size * (1 + 200 * 6 + 5 * (2 + 4 * 6 + 3 * 5)), gradients: before + 5 * size)
        case .langevinBottleneck:
          .init(losses: 5 * size, gradients: before + 5 * (7 + 1) * size)
        case .flatNoise:
          .init(
            gradients: before + (5...9).reduce(0) { $0 + gradients($1) }
              + 2 * outline.layout.parameterCount * size)
        default: .init(gradients: before + (5...9).reduce(0) { $0 + gradients($1) })
        }
      #expect(after == expected, "\(motion)")
      #expect(after.forwardPasses == expected.losses + 3 * expected.gradients)
    }
  }

  @Test("records which fraction of its proposals a chain accepts")
  func acceptance() async throws {
    let record = try await ContinuationTests.train(ContinuationTests.configuration(.metropolis))
    let layers = record.layout.layerCount
    let branch = try #require(record.epochs.firstIndex(of: 4))
    for (index, value) in record[.acceptances].enumerated() {
      guard index / layers % record.epochs.count >= branch else {
        #expect(value.isNaN)
        continue
      }
      // Seven proposals in every layer.
      #expect(value >= 0 && value <= 1 && abs(value * 7 - (value * 7).rounded()) < 1e-12)
    }
    let chosen = record[.acceptances].filter { !$0.isNaN }
    let mean = chosen.reduce(0, +) / Double(chosen.count)
    #expect(mean > 0.1 && mean < 0.5, "\(mean)")
  }

  @Test("pulls every hidden layer down the slope of its distance to the improved encoder")
  func pull() async throws {
    func configuration(_ motion: ContinuedMotion) -> TrainingConfiguration {
      var configuration = ContinuationTests.configuration(motion, branch: 1, epochs: 2)
      // One step to an epoch: both motions follow the same gradient and the same noise.
      configuration.optimizer.batchSize = 4000
      configuration.networks = 1
      return configuration
    }
    let plain = try await ContinuationTests.train(configuration(.langevin))
    let pulled = try await ContinuationTests.train(configuration(.langevinBottleneck))
    let layout = plain.layout
    let start = try ContinuationTests.weights(plain, epoch: 1)
    let (without, with) = (
      try ContinuationTests.weights(plain, epoch: 2),
      try ContinuationTests.weights(pulled, epoch: 2)
    )
    let row = plain.range(network: 0, epochIndex: try #require(plain.epochs.firstIndex(of: 1)))
    let noise = plain.gradientStandardDeviations[row].map { 0.1 * $0 }
    let distance = LayerDistance(
      try ContinuationTests.ensemble(configuration(.langevin)), weights: start)
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      let moved = range.map { with[$0] - without[$0] }
      guard layer < layout.layerCount else {
        #expect(moved.allSatisfy { $0 == 0 })
        continue
      }
      let length = noise[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      let slope = distance.slope(ofLayer: layer)
      let norm = slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (found, derivative) in zip(moved, slope) {
        #expect(abs(found + length * derivative / norm) < 1e-6 * length)
      }
    }
  }

  @Test("refuses a motion that follows an encoder without an iteration of it")
  func refusals() async throws {
    let ensemble = try NetworkEnsemble(ContinuationTests.configuration(.metropolisBottleneck))
    await #expect(throws: TrainingError.self) { try await ensemble.train(threads: 1) }
    for change: (inout ContinuationConfiguration) -> Void in [
      { $0.burnIn = 0 }, { $0.acceptance = 1 }, { $0.bottleneckBeta = 0 },
    ] {
      var configuration = ContinuationTests.configuration(.metropolis)
      change(&configuration.continuation)
      #expect(throws: TrainingError.self) { try configuration.validate() }
    }
  }
}

/// The distance of layers to means of classes, one pattern at a time.
private struct LayerDistance {
  let network: ReferenceNetwork
  let weights: [Double]
  let inputs: [[Double]]
  let labels: [Int]

  init(_ ensemble: NetworkEnsemble, weights: [Double]) {
    network = ReferenceNetwork(
      configuration: ensemble.configuration.network, layout: ensemble.layout)
    let split = ensemble.split(ofNetwork: 0)
    let (patterns, count) = (ensemble.patterns, ensemble.patterns.featureCount)
    inputs = split.trainingPatterns.map { Array(patterns.inputs[$0 * count..<($0 + 1) * count]) }
    labels = split.trainingPatterns.map { split.labels[$0] }
    self.weights = weights
  }

  private func activations(_ layer: Int, _ weights: [Double]) -> [Double] {
    let rows = inputs.map { network.forward($0, weights).hidden[layer - 1] }
    return rows[0].indices.flatMap { unit in rows.map { $0[unit] } }
  }

  /// The derivatives of Σ |h − h*|²/(2 N) by central differences, the targets held.
  func slope(ofLayer layer: Int) -> [Double] {
    let targets = ClassMeans().targets(
      ofLayer: layer, activations: activations(layer, weights), labels: labels, classCount: 2)
    func distance(_ index: Int, _ step: Double) -> Double {
      var moved = weights
      moved[index] += step
      return zip(activations(layer, moved), targets).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / Double(2 * inputs.count)
      }
    }
    return network.layout.parameters(ofLayer: layer).map { index in
      (distance(index, 1e-4) - distance(index, -1e-4)) / 2e-4
    }
  }
}
