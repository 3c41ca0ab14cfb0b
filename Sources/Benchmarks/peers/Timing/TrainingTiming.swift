import ArgumentParser
import NeuralNetworks

extension NumericalPrecision: @retroactive ExpressibleByArgument {}
extension BatchSampling: @retroactive ExpressibleByArgument {}

/// Trains the ensemble of the peers' scripts: 50 networks 12-10-7-5-4-3-2 on 3482 patterns in
/// batches of 256.
///
/// The time per epoch contains the set-up and the recording of the first and the last epoch.
struct TrainingTiming: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training", abstract: "Times an epoch of training of all networks.")

  @Option(help: "The precision of the networks.")
  var precision = NumericalPrecision.float32
  @Option(help: "How batches are drawn.")
  var sampling = BatchSampling.fixedBlocks
  @Option(help: "The number of threads.")
  var threads = 1
  @Option(help: "The number of networks.")
  var networks = 50
  @Option(help: "The number of epochs of a repetition.")
  var epochs = 400

  func run() async throws {
    var configuration = TrainingConfiguration()
    configuration.networks = networks
    configuration.epochs = epochs
    configuration.precision = precision
    configuration.optimizer.learningRate = 0.05
    configuration.optimizer.sampling = sampling
    configuration.recording.recordedEpochs = 2
    configuration.recording.perSampleGradients = false
    let ensemble = try NetworkEnsemble(configuration)
    while readLine() != nil {
      let start = ElapsedTime.now()
      _ = try await ensemble.train(threads: threads)
      try send(ElapsedTime.since(start, per: epochs))
    }
  }
}
