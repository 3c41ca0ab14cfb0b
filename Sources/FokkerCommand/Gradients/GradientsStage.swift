import Archives
import DriftDiffusion
import WorkSharing

/// Finds the phases of every layer: normalised gradient curves, transitions, plateau.
func findPhases(_ context: StageContext) async throws -> String {
  let history = try context.gradientHistory()
  let information = try context.informationOfRun()
  let configuration = context.configuration.gradients
  let progress = context.progress
  let layers = try await mapConcurrently(
    count: history.layers.count, threads: context.threads,
    finished: { progress.update(Double($0) / Double(history.layers.count)) },
    { layer throws(DriftDiffusionError) in
      try LayerPhases(history, information: information, layerIndex: layer, configuration)
    })
  var dataset = try context.dataset("phases of the gradients", .gradients)
  dataset.attributes["information_measured"] = .integers([information == nil ? 0 : 1])
  let training = try context.input(.train, variables: ["network", "epoch"])
  for name in ["network", "epoch"] { try dataset.addAxis(name, from: training) }
  try dataset.add(layers, configuration, batchSize: training.attributes.double("batch_size"))
  try GradientFigure(dataset).write(to: context.run)
  try context.write(dataset, .gradients)
  let epochs = layers.flatMap { $0.transitions.map(\.epoch.estimate) }
  return "found \(epochs.count { !$0.isNaN }) of \(epochs.count) transitions in "
    + "\(layers.count) layers"
}

extension StageContext {
  /// I(X;T) and I(T;Y) of the run, or nil when they were not measured.
  fileprivate func informationOfRun() throws -> InformationLog? {
    guard run.holds(.information) else { return nil }
    return try input(
      .information,
      variables: ["information_input", "information_label", "network", "epoch", "layer"]
    ).informationLog()
  }
}

extension Stage {
  /// Whether the file was made without an input that is there now: phases do without information.
  func lacksInput(_ context: StageContext) throws -> Bool {
    guard self == .gradients, context.run.holds(.information) else { return false }
    let attributes = try NetCDF.read(context.run.file(of: self), variables: []).attributes
    return attributes.double("information_measured") == 0
  }
}
