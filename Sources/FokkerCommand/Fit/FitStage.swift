import Archives
import DriftDiffusion
import NeuralNetworks
import WorkSharing

/// The assumptions behind the fit, layer by layer, with those of the network in every layer.
private func checks(
  of log: GradientLog, _ context: StageContext
) async -> [[AssumptionCheck]] {
  let checks = AssumptionChecks(log, seed: context.configuration.training.seed)
  let ofNetwork = checks.ofNetwork()
  return await mapConcurrently(count: log.layers.count, threads: context.threads) { index in
    ofNetwork + checks.ofLayer(at: index)
  }
}

extension StageContext {
  /// Throws when the weights do not move in one way from the first epoch to the last: the log has one
  /// noise and one batch size for all of them.
  fileprivate func requireOneMotion() throws {
    let continuation = configuration.training.continuation
    guard continuation.motion != .training || continuation.batchSize > 0 else { return }
    throw CommandFailure(
      .badData,
      "\(run.path) changes its motion after epoch \(continuation.epoch) "
        + "(training.continuation), so one drift and diffusion do not describe it; fit the training "
        + "that it branches from.")
  }
}

/// Fits drift and diffusion of every layer to the recorded gradients.
func fitCoefficients(_ context: StageContext) async throws -> String {
  try context.requireOneMotion()
  let training = try context.input(.train, variables: ["epoch", "learning_time"])
  let log = try context.gradientLog(keepsFrozenMeans: true)
  let fit = try CoefficientFit(log, context.configuration.fit)
  let progress = context.progress
  let layers = try await mapConcurrently(
    count: fit.layerCount, threads: context.threads,
    finished: { progress.update(Double($0) / Double(fit.layerCount)) },
    { index throws(DriftDiffusionError) in try fit.layer(at: index) })
  var dataset = try context.dataset("drift and diffusion", .fit)
  for name in ["epoch", "learning_time"] { try dataset.addAxis(name, from: training) }
  try dataset.add(layers)
  try dataset.add(await checks(of: log, context))
  let summary = "fitted \(layers.count) layers at \(log.epochs.count) epochs"
  guard context.configuration.fit.meanField.isIncluded else {
    try context.write(dataset, .fit)
    return summary
  }
  let meanField = try MeanFieldFit(log, layers, context.configuration.fit.meanField).couplings()
  try dataset.add(meanField)
  try context.write(dataset, .fit)
  let coupled = meanField.layers.filter(\.isCoupled).map { "\($0.layer)" }
  return summary + ", with rates of "
    + (coupled.isEmpty ? "no layer" : "layers \(coupled.joined(separator: ", "))")
    + " that depend on order parameters"
}
