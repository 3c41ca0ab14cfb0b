import Foundation
import NeuralNetworks
import Testing

/// Trains one network on its whole training set for a few epochs of one step, in double precision,
/// so that every step can be recomputed from the recorded gradient.
@Suite("An optimiser's step")
struct OptimizerTests {
  static func train(
    _ kind: OptimizerKind, _ change: (inout OptimizerConfiguration) -> Void = { _ in }
  ) async throws -> TrainingRecord {
    var configuration = TrainingConfiguration()
    configuration.networks = 1
    configuration.epochs = 3
    configuration.precision = .float64
    configuration.data.trainingFraction = 0.1
    configuration.recording.recordedEpochs = 4
    configuration.optimizer.kind = kind
    configuration.optimizer.batchSize = 4096
    configuration.optimizer.learningRate = 0.05
    change(&configuration.optimizer)
    return try await NetworkEnsemble(configuration).train(threads: 1)
  }

  static func check(
    _ record: TrainingRecord, step: (_ gradient: Double, _ epoch: Int, _ index: Int) -> Double
  ) {
    for epoch in 0..<3 {
      for index in 0..<294 {
        let here = epoch * 294 + index
        let change = step(record.gradientMeans[here], epoch, index)
        #expect(abs(record.parameters[here + 294] - record.parameters[here] - change) < 1e-13)
      }
    }
  }

  @Test("follows the gradient", arguments: [OptimizerKind.sgd, .gradientDescent])
  func descent(kind: OptimizerKind) async throws {
    let record = try await Self.train(kind)
    Self.check(record) { gradient, _, _ in -0.05 * gradient }
    #expect(record.noiseScale == (kind == .sgd ? 1 : 0))
    #expect(record.batchSize == 410)
  }

  @Test("accumulates a velocity with momentum")
  func momentum() async throws {
    let record = try await Self.train(.momentum) { $0.momentum = 0.8 }
    var velocity = [Double](repeating: 0, count: 294)
    Self.check(record) { gradient, _, index in
      velocity[index] = 0.8 * velocity[index] + gradient
      return -0.05 * velocity[index]
    }
  }

  @Test("normalises the gradient with Adam, its bias corrected")
  func adam() async throws {
    let record = try await Self.train(.adam) {
      $0.adamBeta1 = 0.8
      $0.adamBeta2 = 0.95
      $0.adamEpsilon = 1e-3
    }
    var mean = [Double](repeating: 0, count: 294)
    var square = mean
    Self.check(record) { gradient, epoch, index in
      mean[index] = 0.8 * mean[index] + 0.2 * gradient
      square[index] = 0.95 * square[index] + 0.05 * gradient * gradient
      let steps = Double(epoch + 1)
      let corrected = mean[index] / (1 - pow(0.8, steps))
      return -0.05 * corrected / ((square[index] / (1 - pow(0.95, steps))).squareRoot() + 1e-3)
    }
  }

  @Test("lets weights decay apart from the gradient, and leaves biases alone")
  func weightDecay() async throws {
    let record = try await Self.train(.sgd) { $0.weightDecay = 0.7 }
    for epoch in 0..<3 {
      for (index, parameter) in record.layout.descriptions.enumerated() {
        let here = epoch * 294 + index
        let decay = parameter.isBias ? 0 : 0.7 * record.parameters[here]
        let expected = record.parameters[here] - 0.05 * (record.gradientMeans[here] + decay)
        #expect(abs(record.parameters[here + 294] - expected) < 1e-13)
      }
    }
  }

  @Test("scales the weights of a unit down to the largest norm")
  func maximumNorm() async throws {
    let record = try await Self.train(.sgd) { $0.maximumNorm = 0.8 }
    var bounded = 0
    for layer in record.layout.layers {
      let fanIn = record.layout.widths[layer - 1]
      let weights = record.layout.weights(ofLayer: layer)
      for first in stride(from: weights.lowerBound, to: weights.upperBound, by: fanIn) {
        let after = (294 + first..<294 + first + fanIn).map { record.parameters[$0] }
        let before = (first..<first + fanIn).map {
          record.parameters[$0] - 0.05 * record.gradientMeans[$0]
        }
        let norm = before.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let scale = min(1, 0.8 / norm)
        if scale < 1 { bounded += 1 }
        #expect(zip(after, before).allSatisfy { abs($0 - scale * $1) < 1e-13 })
      }
    }
    #expect(bounded > 5)
  }

  @Test("injects white noise of the temperature's size in Langevin dynamics")
  func langevin() async throws {
    // 882 increments beyond the gradient, with variance 2 η T; the standard error of the mean square
    // is √(2/882) = 4.8 % and that of the mean 1/√882 of the deviation; 5 of each are allowed.
    let record = try await Self.train(.langevin) { $0.temperature = 0.02 }
    let noise = (0..<882).map {
      record.parameters[$0 + 294] - record.parameters[$0] + 0.05 * record.gradientMeans[$0]
    }
    let variance = 2 * 0.05 * 0.02
    let square = noise.reduce(0) { $0 + $1 * $1 } / 882
    #expect(abs(square / variance - 1) < 5 * 0.048)
    #expect(abs(noise.reduce(0, +) / 882) < 5 * (variance / 882).squareRoot())
    #expect(Set(noise).count == 882)
    #expect(record.injectedDiffusion == 0.02 && record.noiseScale == 1)
  }

  @Test("follows the schedule of the learning rate", arguments: LearningRateSchedule.allCases)
  func schedule(schedule: LearningRateSchedule) async throws {
    let record = try await Self.train(.sgd) {
      $0.schedule = schedule
      $0.finalFraction = 0.1
    }
    let middle: [LearningRateSchedule: Double] = [
      .constant: 1, .linear: 0.55, .cosine: 0.55, .exponential: 0.1.squareRoot(),
    ]
    let rates = [1, middle[schedule] ?? 0, schedule == .constant ? 1 : 0.1].map { 0.05 * $0 }
    Self.check(record) { gradient, epoch, _ in -rates[epoch] * gradient }
    for epoch in 0..<3 {
      let step = record.learningTimes[epoch + 1] - record.learningTimes[epoch]
      #expect(abs(step - rates[epoch]) < 1e-15)
    }
  }
}
