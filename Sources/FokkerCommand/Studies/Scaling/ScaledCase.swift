import DriftDiffusion
import NeuralNetworks

/// Another learning rate, batch size or seed at equal learning time ηt.
struct ScaledCase: Sendable {
  /// The factor of the learning rate.
  var rate = 1.0
  /// The factor of the batch size.
  var batch = 1.0
  /// What is added to the seed, for other initial weights, training sets and batches.
  var seed: UInt64 = 0

  /// The learning rates and batch sizes that are compared beside the experiment's own: η/B from a quarter
  /// of it to four times it, and η doubled at equal η/B.
  static let scalings = [
    ScaledCase(rate: 2), ScaledCase(rate: 0.5), ScaledCase(batch: 0.25), ScaledCase(batch: 4),
    ScaledCase(rate: 2, batch: 2),
  ]

  /// The experiment, trained for as long a learning time; networks of one seed start alike.
  func studyCase(_ base: ExperimentConfiguration) throws -> StudyCase {
    var scaled = base
    scaled.training.optimizer.learningRate *= rate
    scaled.training.optimizer.batchSize = max(
      Int((Double(scaled.training.optimizer.batchSize) * batch).rounded()), 1)
    scaled.training.seed += seed
    let ratio = try base.stepsPerEpoch() / (rate * scaled.stepsPerEpoch())
    scaled.training.epochs = max(Int((Double(base.training.epochs) * ratio).rounded()), 1)
    scaled.forecast.epoch *= ratio
    return StudyCase("scaling-rate-\(rate)-batch-\(batch)-seed-\(seed)", label, scaled)
  }

  private var label: String {
    let changes = [("η", rate), ("B", batch)].filter { $0.1 != 1 }.map { symbol, factor in
      factor > 1 ? "\(Self.text(factor))\(symbol)" : "\(symbol)/\(Self.text(1 / factor))"
    }
    return (changes + (seed == 0 ? [] : ["other seed"])).joined(separator: ", ")
  }

  private static func text(_ factor: Double) -> String {
    factor == factor.rounded() ? "\(Int(factor))" : compact(factor)
  }
}

extension StudyRun {
  /// I(X;T) of a layer, counted from 0, against the optimiser steps.
  func scaledCurves(_ log: InformationLog, layer: Int) throws -> ScaledCurves {
    let optimizer = studyCase.configuration.training.optimizer
    let stepsPerEpoch = try stepsPerEpoch()
    return ScaledCurves(
      learningRate: optimizer.learningRate, batchSize: Double(optimizer.batchSize),
      steps: log.epochs.map { $0 * stepsPerEpoch },
      values: log.inputCurves(layer: layer).values)
  }
}
