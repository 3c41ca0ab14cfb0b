import Archives
import DriftDiffusion
import WorkSharing

/// Finds the phases of every layer: normalised gradient curves, transitions, plateau.
func findPhases(_ context: StageContext) async throws -> String {
  let history = try context.gradientHistory()
  let measured = try context.informationOfRun()
  // Networks are resampled together, so information of some of them only cannot be used.
  let information = measured?.networkCount == history.networkCount ? measured : nil
  let configuration = context.configuration.gradients
  let progress = context.progress
  let layers = try await mapConcurrently(
    count: history.layers.count, threads: context.threads,
    finished: { progress.update(Double($0) / Double(history.layers.count)) },
    { layer throws(DriftDiffusionError) in
      try LayerPhases(history, information: information, layerIndex: layer, configuration)
    })
  var dataset = try context.dataset("phases of the gradients", .gradients)
  dataset.attributes["information_networks"] = .integers([Int64(measured?.networkCount ?? 0)])
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
    return try input(.information).informationLog()
  }
}

extension Stage {
  /// Whether the file was made without an input that is there now: phases do without information.
  func lacksInput(_ context: StageContext) throws -> Bool {
    guard self == .gradients, context.run.holds(.information) else { return false }
    let attributes = try NetCDF.read(context.run.file(of: self), variables: []).attributes
    return attributes.double("information_networks") == 0
  }
}
