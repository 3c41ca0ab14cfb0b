public import Grids
internal import StochasticProcesses

/// The equations of all layers in all closures, with the axis on which their densities are reported.
public struct LayerModels: Sendable {
  /// The models of the layers alone, layer by layer and within a layer closure by closure.
  public let models: [LayerModel]
  /// The coupled equations of all layers, when they were fitted.
  public let meanField: MeanFieldModel?
  /// The axis of the reported densities, in units of the weights.
  public let weightAxis: Axis
  /// The index of the recorded epoch at which the predictions start.
  public let startIndex: Int

  /// Builds every model that the fit allows.
  ///
  /// - Parameters:
  ///   - log: The gradients and weights behind the fit.
  ///   - coefficients: The fit, layer by layer.
  ///   - meanField: The fit of the mean-field closure, if there is one.
  ///   - configuration: Where to start and how to smooth.
  /// - Throws: ``DriftDiffusionError`` that names the layer.
  public init(
    _ log: GradientLog, _ coefficients: [LayerCoefficients],
    meanField: MeanFieldCoefficients? = nil, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) {
    try configuration.validate()
    startIndex = try Self.startIndex(log, configuration)
    var models: [LayerModel] = []
    var laws: [SmoothedSample] = []
    for (layer, fit) in zip(log.layers, coefficients) {
      let initial = try Self.initialLaw(log, layer, startIndex, configuration)
      laws.append(initial)
      for closure in fit.closures {
        models.append(
          try LayerModel(
            fit, closure: closure, times: log.learningTimes, startingAt: startIndex,
            initial: initial))
      }
    }
    self.models = models
    var coupled: MeanFieldModel?
    if let meanField {
      coupled = try MeanFieldModel(
        meanField, coefficients, times: Array(meanField.times[startIndex...]), initial: laws)
    }
    self.meanField = coupled
    do throws(GridError) {
      weightAxis = try Self.weightAxis(
        log, models + (coupled?.layers ?? []), cells: configuration.weightCells)
    } catch {
      throw .grid(layer: 0, error)
    }
  }

  /// The recorded epoch nearest to the wanted start, which must leave a time to predict.
  private static func startIndex(
    _ log: GradientLog, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> Int {
    let wanted = configuration.startEpoch
    let nearest = log.nearestIndex(toEpoch: wanted)
    guard nearest < log.epochs.count - 1 else {
      throw .badParameter(
        name: "solve.startEpoch", value: wanted,
        remedy: "choose an epoch before the last recorded one, \(Int(log.epochs[nearest]))")
    }
    return nearest
  }

  /// The smoothed density of a layer's weights at a recorded epoch.
  static func initialLaw(
    _ log: GradientLog, _ layer: LayerLog, _ start: Int, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> SmoothedSample {
    guard layer.hasWeights else { throw .noWeights(layer: layer.number) }
    let weights = layer.weights(
      atTime: start, timeCount: log.epochs.count, networkCount: log.networkCount)
    let relative = min(
      0.9, configuration.smoothing * SmoothedSample.ruleOfThumb(count: weights.count))
    let sample = SmoothedSample(weights, relativeBandwidth: relative)
    guard sample.standardDeviation > 0 else {
      throw .degenerateWeights(layer: layer.number, epoch: log.epochs[start])
    }
    return sample
  }

  /// A symmetric axis that holds all measured weights, and predictions up to three times as wide.
  private static func weightAxis(
    _ log: GradientLog, _ models: [LayerModel], cells: Int
  ) throws(GridError) -> Axis {
    var measured = 0.0
    for weight in log.layers.lazy.flatMap(\.weights) { measured = max(measured, abs(weight)) }
    var predicted = 0.0
    for model in models {
      for time in model.times {
        let state = model.frame.state(at: time)
        predicted = max(predicted, abs(state.shift) + 5 * state.scale)
      }
    }
    let bound = max(1.05 * measured, min(predicted, 3 * measured))
    return try Axis(-bound...bound, cellCount: cells)
  }
}

extension GradientLog {
  /// The index of the recorded epoch that is nearest to a wanted one.
  func nearestIndex(toEpoch wanted: Double) -> Int {
    epochs.indices.min { abs(epochs[$0] - wanted) < abs(epochs[$1] - wanted) } ?? 0
  }
}
