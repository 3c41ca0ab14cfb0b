import Archives
import NeuralNetworks

/// Trains the ensemble and records weights and gradients.
///
/// Networks are kept in files of their own until all are finished; then they are put together one
/// after another, so that memory holds no more than those in training.
func trainNetworks(_ context: StageContext) async throws -> String {
  let data = try ExperimentData(context.configuration)
  var ensemble = try NetworkEnsemble(context.configuration.training, patterns: data.patterns)
  ensemble.encoderIteration = BottleneckIteration(context.configuration.training)
  let store = try PartialTraining(context, ensemble, data)
  let progress = context.progress
  progress.note(data.summary)
  try await ensemble.train(threads: context.threads, store: store) { state in
    progress.update(
      Double(state.epochsDone) / Double(state.epochs),
      from: Double(state.epochsResumed) / Double(state.epochs),
      of: (Double(state.epochs), "epochs"),
      detail: "\(state.networksDone)/\(state.networks) networks")
  }
  let outline = ensemble.outline
  let accuracy = try write(store, outline, data, context)
  store.remove()
  return "trained \(outline.networkCount) networks for \(outline.configuration.epochs) epochs, "
    + "accuracy \(fixed(100 * accuracy, 1)) %"
}

/// Puts the finished networks into the stage's file and returns their mean training accuracy.
private func write(
  _ store: PartialTraining, _ outline: TrainingOutline, _ data: ExperimentData,
  _ context: StageContext
) throws -> Double {
  var frame = try context.dataset("training", .train)
  frame.addIdentity(of: data)
  try frame.add(outline)
  var accuracies: [Double] = []
  try NetCDF.write(
    frame, along: "network", to: context.run.file(of: .train), overwrite: true, compressed: false
  ) { (network) throws(ArchiveError) in
    let record = try store.record(ofNetwork: network)
    accuracies += try record.doubles(named: "training_accuracy", dimensions: ["epoch"]).suffix(1)
    return record
  }
  return accuracies.reduce(0, +) / Double(accuracies.count)
}
