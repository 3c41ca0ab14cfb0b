import Archives
import DriftDiffusion
import Synchronization
import WorkSharing

/// Solves every layer and closure by finite volumes and by the spectral method.
func solveLayers(_ context: StageContext) async throws -> String {
  let inputs = try PredictionInputs(context)
  let configuration = context.configuration.solve
  let axis = inputs.models.weightAxis
  let predictions = try await inputs.predict(context, [.finiteVolume, .spectral]) {
    (work) throws(DriftDiffusionError) in
    switch work.subject {
    case .layer(let model):
      [try model.solve(work.method, configuration, weightAxis: axis)]
    case .coupled(let model):
      try model.solve(work.method, configuration, weightAxis: axis)
    }
  }
  let dataset = try inputs.dataset(predictions, context, .solve, title: "solved densities")
  try context.write(dataset, .solve)
  return "solved \(predictions.count) equations"
}

/// Simulates every layer and closure.
func simulateLayers(_ context: StageContext) async throws -> String {
  let inputs = try PredictionInputs(context)
  let configuration = context.configuration.simulate
  let axis = inputs.models.weightAxis
  let predictions = try await inputs.predict(context, [.langevin]) {
    (work) async throws(DriftDiffusionError) in
    switch work.subject {
    case .layer(let model):
      [try await model.simulate(configuration, weightAxis: axis)]
    case .coupled(let model):
      try model.simulate(configuration, weightAxis: axis)
    }
  }
  var dataset = try inputs.dataset(predictions, context, .simulate, title: "Langevin ensembles")
  var summary =
    "simulated \(predictions.count) ensembles of \(configuration.particles) particles"
  let replicas = context.configuration.fit.meanField.replicas
  if let model = inputs.models.meanField, replicas > 0 {
    let comparisons = try await model.finiteSizes(
      replicas: replicas, configuration, threads: context.threads)
    try dataset.add(comparisons)
    let bias = comparisons.map(\.largestBias).max() ?? 0
    let error = 1 / Double(replicas).squareRoot()
    summary +=
      "; networks of finite layers are off their limit by up to \(fixed(bias, 2)) ± "
      + "\(fixed(error, 2)) of their fluctuation"
  }
  try context.write(dataset, .simulate)
  return summary
}

/// One piece of work: a layer alone, or all layers together.
private struct PredictionWork: Sendable {
  enum Subject: Sendable {
    case layer(LayerModel)
    case coupled(MeanFieldModel)
  }

  let subject: Subject
  let closure: Closure
  let method: PredictionMethod
}

/// What solving and simulating start from.
private struct PredictionInputs: Sendable {
  let models: LayerModels
  let epochs: [Double]

  init(_ context: StageContext) throws {
    let log = try context.gradientLog()
    let fitted = try context.input(.fit)
    models = try LayerModels(
      log, fitted.layerCoefficients(), meanField: fitted.meanFieldCoefficients(),
      context.configuration.solve)
    epochs = Array(log.epochs[models.startIndex...])
  }

  /// The work in the order [method][closure][layer].
  private func work(_ methods: [PredictionMethod]) -> [PredictionWork] {
    methods.flatMap { method in
      Closure.allCases.flatMap { closure in
        let alone = models.models.filter { $0.closure == closure }.map {
          PredictionWork(subject: .layer($0), closure: closure, method: method)
        }
        guard closure == .meanField, let model = models.meanField else { return alone }
        return [PredictionWork(subject: .coupled(model), closure: closure, method: method)]
      }
    }
  }

  /// The predictions in the order [method][closure][layer].
  func predict(
    _ context: StageContext, _ methods: [PredictionMethod],
    _ compute:
      @escaping @Sendable (PredictionWork) async throws(DriftDiffusionError) -> [LayerPrediction]
  ) async throws(DriftDiffusionError) -> [LayerPrediction] {
    let work = work(methods)
    // The longest first, so that no thread is left with one at the end.
    let order = work.indices.sorted { first, second in
      let ranks = [first, second].map { Closure.allCases.firstIndex(of: work[$0].closure) ?? 0 }
      return ranks[0] == ranks[1] ? first < second : ranks[0] > ranks[1]
    }
    let progress = context.progress
    let results = try await mapConcurrently(
      count: work.count, threads: context.threads,
      finished: { progress.update(Double($0) / Double(work.count)) },
      { place throws(DriftDiffusionError) in try await compute(work[order[place]]) })
    return zip(order, results).sorted { $0.0 < $1.0 }.flatMap(\.1)
  }

  func dataset(
    _ predictions: [LayerPrediction], _ context: StageContext, _ stage: Stage, title: String
  ) throws -> Dataset {
    var dataset = try context.dataset(title, stage)
    try dataset.add(predictions, epochs: epochs, weightAxis: models.weightAxis)
    return dataset
  }
}
