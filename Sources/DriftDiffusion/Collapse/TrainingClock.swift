internal import RealModule

/// Ways of counting the time of a training, on which curves of different learning rates η and batch
/// sizes B may collapse.
public enum TrainingClock: String, CaseIterable, Hashable, Codable, Sendable {
  /// The number of steps t.
  case steps
  /// The learning time s = ηt, in which the drift does not depend on η and B.
  case learningTime = "learning-time"
  /// η²t/B, proportional to the variance that free diffusion has gained.
  case noiseTime = "noise-time"

  /// What a step counts.
  public func step(learningRate: Double, batchSize: Double) -> Double {
    switch self {
    case .steps: 1
    case .learningTime: learningRate
    case .noiseTime: learningRate * learningRate / batchSize
    }
  }
}

/// The curves of one quantity under one learning rate and batch size.
public struct ScaledCurves: Hashable, Sendable {
  /// The learning rate η.
  public var learningRate: Double
  /// The batch size B.
  public var batchSize: Double
  /// The optimiser steps at which the quantity was recorded, ascending and not negative.
  public var steps: [Double]
  /// The quantity, shape [network][record].
  public var values: [[Double]]

  /// Creates curves; every network has one value per record.
  public init(learningRate: Double, batchSize: Double, steps: [Double], values: [[Double]]) {
    precondition(
      !values.isEmpty && values.allSatisfy { $0.count == steps.count }, "one value per record")
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.steps = steps
    self.values = values
  }

  /// The logarithms of the recorded times by a clock, and the curves at these; time 0 has none.
  func course(_ clock: TrainingClock) -> (times: [Double], values: [[Double]]) {
    let places = steps.indices.filter { steps[$0] > 0 }
    let step = clock.step(learningRate: learningRate, batchSize: batchSize)
    return (
      places.map { Double.log(steps[$0] * step) }, values.map { curve in places.map { curve[$0] } }
    )
  }
}
