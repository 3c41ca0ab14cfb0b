import Archives
import DriftDiffusion
import WorkSharing

/// Finds the phases of every layer: normalised gradient curves, transitions, plateau.
func findPhases(_ context: StageContext) async throws -> String {
  let measured = try context.informationOfRun()
  let configuration = context.configuration.gradients
  let layers = try await context.phases(configuration, information: measured)
  var dataset = try context.dataset("phases of the gradients", .gradients)
  dataset.attributes["information_networks"] = .integers([Int64(measured?.networkCount ?? 0)])
  let training = try context.input(.train, variables: ["network", "epoch"])
  for name in ["network", "epoch"] { try dataset.addAxis(name, from: training) }
  try dataset.add(layers, configuration, batchSize: training.attributes.double("batch_size"))
  try context.write(dataset, .gradients)
  let epochs = layers.flatMap { $0.transitions.map(\.epoch.estimate) }
  return "found \(epochs.count { !$0.isNaN }) of \(epochs.count) transitions in "
    + "\(layers.count) layers"
}

extension StageContext {
  /// The phases of every layer.
  ///
  /// Networks are resampled together, so information of some of them only is not used.
  func phases(
    _ configuration: PhaseConfiguration, information: InformationLog?
  ) async throws -> [LayerPhases] {
    let history = try gradientHistory(configuration.mode)
    let information = information?.networkCount == history.networkCount ? information : nil
    let progress = progress
    return try await mapConcurrently(
      count: history.layers.count, threads: threads,
      finished: { progress.update(Double($0) / Double(history.layers.count)) },
      { layer throws(DriftDiffusionError) in
        try LayerPhases(history, information: information, layerIndex: layer, configuration)
      })
  }

  /// I(X;T) and I(T;Y) of the run, or nil when they were not measured.
  func informationOfRun() throws -> InformationLog? {
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
