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
}
