import DriftDiffusion
import InformationTheory
import NeuralNetworks
import WorkSharing

/// The forecasts of a run's held-out networks after a window of its epochs.
struct RunForecasts: Sendable {
  /// The scores in the order [layer][method]; empty without forecasts.
  var scores: [ForecastScore] = []
  /// The epochs after the window.
  var epochs: [Double] = []

  /// Makes and scores the forecasts, if there are networks and epochs for it.
  init(_ context: StageContext, _ log: GradientLog) async throws {
    let configuration = context.configuration
    guard configuration.forecast.isIncluded, log.networkCount >= 4,
      log.layers.allSatisfy(\.hasWeights), log.epochs.count >= 6
    else { return }
    let (estimator, seed) = (configuration.compare, configuration.training.seed)
    let forecasts = try await mapConcurrently(
      count: log.layers.count, threads: context.threads
    ) { layer throws(DriftDiffusionError) in
      let forecast = try LayerForecast(
        log, layerIndex: layer, configuration.forecast, fit: configuration.fit,
        solve: configuration.solve)
      let scores = forecast.scores(seed: seed) { sample in
        (try? estimator.entropy(of: sample).value) ?? .nan
      }
      return (forecast.epochs, scores)
    }
    epochs = forecasts.first?.0 ?? []
    scores = forecasts.flatMap(\.1)
  }
}
