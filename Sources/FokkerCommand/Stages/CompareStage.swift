import Archives
import DriftDiffusion
import NeuralNetworks
import WorkSharing

/// Compares predicted and measured weights and lays the observed compression beside them.
func compareRun(_ context: StageContext) async throws -> String {
  let comparison = try await RunComparison(context)
  var dataset = try context.dataset("comparison", .compare)
  try dataset.add(comparison)
  try context.write(dataset, .compare)
  return "compared \(comparison.scores.count) predictions with \(comparison.measured.count) layers"
}

/// Everything that the comparison of one run says.
struct RunComparison: Sendable {
  /// The recorded epochs from the start of the predictions on.
  var epochs: [Double]
  /// The epochs of the information.
  var informationEpochs: [Double]
  /// The number of networks.
  var networkCount: Int
  /// The measured weights, layer by layer.
  var measured: [MeasuredLayer]
  /// The observed information, layer by layer; none for a log that tells of weights alone.
  var observed: [ObservedCompression]
  /// Every prediction against the measurement, in the order [method][closure][layer].
  var scores: [PredictionScore]
  /// How the methods agree, in the order [closure][layer].
  var agreements: [MethodAgreement]
  /// The forecasts of held-out networks.
  var forecasts: RunForecasts
  /// How and why the layers compress; nil without information.
  var verdict: CompressionVerdict?

  init(_ context: StageContext) async throws {
    let log = try context.gradientLog()
    let information = try context.informationOfRun()
    let solved = try context.input(.solve)
    let axis = try solved.weightAxis()
    let predictions =
      try solved.layerPredictions() + context.input(.simulate).layerPredictions()
    epochs = try solved.doubles(named: "epoch", dimensions: ["epoch"])
    informationEpochs = information?.epochs ?? []
    networkCount = log.networkCount
    let start = log.epochs.count - epochs.count
    let progress = context.progress
    let estimator = context.configuration.compare
    let measured = try await mapConcurrently(
      count: log.layers.count, threads: context.threads,
      finished: { progress.update(Double($0) / Double(log.layers.count)) },
      { layer throws(DriftDiffusionError) in
        try MeasuredLayer(
          log, layerIndex: layer, startingAt: start, estimator: estimator, weightAxis: axis)
      })
    self.measured = measured
    observed =
      information.map { information in
        log.layers.indices.map { ObservedCompression(information, layer: $0) }
      } ?? []
    scores = predictions.compactMap { prediction in
      measured.first { $0.layer == prediction.layer }.map {
        PredictionScore(prediction, against: $0)
      }
    }
    agreements = Self.agreements(predictions)
    forecasts = try await RunForecasts(context, log)
    let seed = context.configuration.training.seed
    verdict = information.map { CompressionVerdict(log, $0, seed: seed) }
  }

  private static func agreements(_ predictions: [LayerPrediction]) -> [MethodAgreement] {
    func find(_ method: PredictionMethod, like other: LayerPrediction) -> LayerPrediction? {
      predictions.first {
        $0.method == method && $0.closure == other.closure && $0.layer == other.layer
      }
    }
    return predictions.filter { $0.method == .finiteVolume }.compactMap { finiteVolume in
      guard let spectral = find(.spectral, like: finiteVolume),
        let langevin = find(.langevin, like: finiteVolume)
      else { return nil }
      return MethodAgreement(finiteVolume: finiteVolume, spectral: spectral, langevin: langevin)
    }
  }
}
