import Archives
import DriftDiffusion
import InformationTheory
import NeuralNetworks
import WorkSharing

/// The forecasts of a run after a window of its epochs.
struct RunForecasts: Sendable {
  /// The scores in the order [layer][method]; empty without forecasts.
  var scores: [ForecastScore] = []
  /// The epochs after the window.
  var epochs: [Double] = []
  /// The skill of the methods that forecast every layer, mean over layers.
  var skills: [(method: ForecastMethod, skill: BootstrapInterval)] = []

  /// Forecasts the run's held-out networks, if there are networks and epochs for it.
  init(_ context: StageContext, _ log: GradientLog) async throws {
    let configuration = context.configuration
    guard configuration.forecast.isIncluded, log.networkCount >= 4,
      log.layers.allSatisfy(\.hasWeights), log.epochs.count >= 6
    else { return }
    try await make(
      context,
      ForecastPlan(log, configuration.forecast, fit: configuration.fit, solve: configuration.solve))
  }

  /// Forecasts the run from the fit of another one.
  init(_ context: StageContext, _ log: GradientLog, from other: GradientLog) async throws {
    let configuration = context.configuration
    try await make(
      context,
      ForecastPlan(
        log, from: other, configuration.forecast, fit: configuration.fit,
        solve: configuration.solve))
  }

  private mutating func make(_ context: StageContext, _ plan: ForecastPlan) async throws {
    let (estimator, seed) = (context.configuration.compare, context.configuration.training.seed)
    let layers = try await mapConcurrently(count: plan.layerCount, threads: context.threads) {
      layer throws(DriftDiffusionError) in
      let forecast = try plan.forecast(ofLayer: layer)
      let scores = forecast.scores(seed: seed) { sample in
        (try? estimator.entropy(of: sample).value) ?? .nan
      }
      return (forecast, scores)
    }
    epochs = layers.first?.0.epochs ?? []
    scores = layers.flatMap(\.1)
    skills = ForecastScore.skills(of: layers.map(\.0), seed: seed)
  }
}

/// Forecasts a run from the fit of another one and writes `forecasts.nc`.
func forecastRun(_ context: StageContext, from path: String) async throws {
  let directory = try RunDirectory(opening: path)
  let other = StageContext(
    run: directory, configuration: try directory.readConfiguration(), threads: context.threads,
    progress: context.progress)
  context.progress.begin("forecasting from \(directory.path)")
  let forecasts = try await RunForecasts(
    context, context.gradientLog(), from: other.gradientLog())
  var dataset = try context.dataset("forecasts from another run", .compare)
  dataset.attributes["other_configuration"] = .string(
    try ConfigurationReader.text(of: other.configuration))
  try dataset.add(forecasts.scores, epochs: forecasts.epochs)
  try NetCDF.write(dataset, to: context.run.forecastFile, overwrite: true)
  context.progress.finish("\(context.run.forecastFile) holds the forecasts")
}
