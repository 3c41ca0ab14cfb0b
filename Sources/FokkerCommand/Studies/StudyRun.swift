import Archives
import DriftDiffusion
import InformationTheory
import NeuralNetworks

/// A finished run of a study.
struct StudyRun: Sendable {
  /// What it was.
  let studyCase: StudyCase
  /// Where its files are.
  let context: StageContext

  /// What sets it apart, for legends and tables.
  var label: String { studyCase.label }

  /// The information of every layer, network and epoch.
  func information() throws -> InformationLog {
    try context.input(.information).informationLog()
  }

  /// The information with the epochs counted in those of another run that have as many steps.
  func information(inEpochsOf reference: StudyRun) throws -> InformationLog {
    var log = try information()
    let ratio = try stepsPerEpoch() / reference.stepsPerEpoch()
    log.epochs = log.epochs.map { $0 * ratio }
    return log
  }

  /// The number of optimiser steps in an epoch.
  func stepsPerEpoch() throws -> Double {
    try context.input(.train, variables: []).number("steps_per_epoch")
  }

  /// The information by other estimators than the run's own, or with other bins.
  func information(_ configuration: InformationConfiguration) async throws -> InformationLog {
    let training = try context.input(.train, variables: ["epoch", "layer", "network", "parameter"])
    let source = try RunActivations(
      training, context.configuration.training, patterns: try context.trainedData().patterns)
    let measurement = try await InformationMeasurement(
      source, configuration, seed: context.configuration.training.seed, threads: context.threads,
      progress: context.progress)
    var dataset = Dataset()
    for name in ["network", "epoch", "layer"] { try dataset.addAxis(name, from: training) }
    try dataset.add(measurement)
    return try dataset.informationLog()
  }

  /// The entropy of the label, in bits.
  func labelEntropy() throws -> Double {
    try context.input(.information, variables: []).number("label_entropy_bit")
  }

  /// A per-layer statistic of the training, shape [network][epoch][layer].
  func layerStatistic(_ name: String) throws -> [Double] {
    try context.input(.train, variables: [name])
      .doubles(named: name, dimensions: ["network", "epoch", "layer"])
  }
}

/// The finished runs of a study, in the order of its cases.
struct StudyRuns: Sendable {
  /// The runs.
  let runs: [StudyRun]
  /// Where the progress of the analysis is shown.
  let progress: ProgressReporter
  /// The seed of resampling.
  let seed: UInt64

  /// The run of the case with the given name.
  subscript(name: String) -> StudyRun {
    guard let run = runs.first(where: { $0.studyCase.name == name }) else {
      preconditionFailure("a study asks for the runs of its own cases")
    }
    return run
  }

  /// The resampling of the networks of an ensemble.
  func bootstrap(_ networkCount: Int) -> NetworkBootstrap {
    NetworkBootstrap(networkCount: networkCount, seed: seed)
  }
}
