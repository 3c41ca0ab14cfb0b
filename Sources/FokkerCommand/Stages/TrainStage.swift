import NeuralNetworks

/// Trains the ensemble and records weights and gradients.
func trainNetworks(_ context: StageContext) async throws -> String {
  let data = try ExperimentData(context.configuration)
  let ensemble = try NetworkEnsemble(context.configuration.training, patterns: data.patterns)
  let progress = context.progress
  progress.note(data.summary)
  let record = try await ensemble.train(threads: context.threads) { state in
    progress.update(
      Double(state.epochsDone) / Double(state.epochs),
      detail: "\(state.networksDone)/\(state.networks) networks")
  }
  var dataset = try context.dataset("training", .train)
  try dataset.add(record)
  dataset.addIdentity(of: data)
  try context.write(dataset, .train)
  let last = record.epochs.count - 1
  let accuracies = (0..<record.networkCount).map {
    record.trainingAccuracies[$0 * record.epochs.count + last]
  }
  let mean = accuracies.reduce(0, +) / Double(accuracies.count)
  return "trained \(record.networkCount) networks for \(record.epochs[last]) epochs, "
    + "accuracy \(fixed(100 * mean, 1)) %"
}
