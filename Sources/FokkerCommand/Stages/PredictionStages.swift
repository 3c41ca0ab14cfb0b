import Archives
import DriftDiffusion
import Synchronization
import WorkSharing

/// Solves every layer and closure by finite volumes and by the spectral method.
func solveLayers(_ context: StageContext) async throws -> String {
  let inputs = try PredictionInputs(context)
  let configuration = context.configuration.solve
  let predictions = try await inputs.predict(context, [.finiteVolume, .spectral]) {
    (model, method) throws(DriftDiffusionError) in
    try model.solve(method, configuration, weightAxis: inputs.models.weightAxis)
  }
  try inputs.write(predictions, context, .solve, title: "solved densities")
  return "solved \(predictions.count) equations"
}

/// Simulates every layer and closure.
func simulateLayers(_ context: StageContext) async throws -> String {
  let inputs = try PredictionInputs(context)
  let configuration = context.configuration.simulate
  let predictions = try await inputs.predict(context, [.langevin]) {
    (model, _) async throws(DriftDiffusionError) in
    try await model.simulate(configuration, weightAxis: inputs.models.weightAxis)
  }
  try inputs.write(predictions, context, .simulate, title: "Langevin ensembles")
  return "simulated \(predictions.count) ensembles of \(configuration.particles) particles"
}

/// What solving and simulating start from.
private struct PredictionInputs: Sendable {
  let models: LayerModels
  let epochs: [Double]

  init(_ context: StageContext) throws {
    let log = try context.gradientLog()
    let coefficients = try context.input(.fit).layerCoefficients()
    models = try LayerModels(log, coefficients, context.configuration.solve)
    epochs = Array(log.epochs[models.startIndex...])
  }

  /// The predictions in the order [method][closure][layer].
  func predict(
    _ context: StageContext, _ methods: [PredictionMethod],
    _ compute:
      @escaping @Sendable (LayerModel, PredictionMethod) async throws(DriftDiffusionError) ->
      LayerPrediction
  ) async throws(DriftDiffusionError) -> [LayerPrediction] {
    let closures = Closure.allCases.filter { closure in
      models.models.contains { $0.closure == closure }
    }
    let work = methods.flatMap { method in
      closures.flatMap { closure in
        models.models.filter { $0.closure == closure }.map { (model: $0, method: method) }
      }
    }
    // The longest first, so that no thread is left with one at the end.
    let order = work.indices.sorted { first, second in
      let ranks = [first, second].map { closures.firstIndex(of: work[$0].model.closure) ?? 0 }
      return ranks[0] == ranks[1] ? first < second : ranks[0] > ranks[1]
    }
    let progress = context.progress
    let results = try await mapConcurrently(
      count: work.count, threads: context.threads,
      finished: { progress.update(Double($0) / Double(work.count)) },
      { place throws(DriftDiffusionError) in
        try await compute(work[order[place]].model, work[order[place]].method)
      })
    return zip(order, results).sorted { $0.0 < $1.0 }.map(\.1)
  }

  func write(
    _ predictions: [LayerPrediction], _ context: StageContext, _ stage: Stage, title: String
  ) throws {
    var dataset = try context.dataset(title, stage)
    try dataset.add(predictions, epochs: epochs, weightAxis: models.weightAxis)
    try context.write(dataset, stage)
  }
}
