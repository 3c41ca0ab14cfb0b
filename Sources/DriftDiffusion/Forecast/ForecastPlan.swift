internal import Grids
internal import KramersMoyal
internal import RealModule

/// Forecasts of the weights of all layers beyond a window of epochs, from data that holds nothing of
/// what they are judged by.
///
/// All closures start from the smoothed density that was measured at the end of the window. Drift and
/// diffusion come either from half of the networks of the run in that window, and are held at their
/// last values, or from another run, by its learning time.
public struct ForecastPlan: Sendable {
  /// The run that is forecast.
  let log: GradientLog
  /// What of it is known: some networks up to the end of the window.
  let window: GradientLog
  /// The index of the recorded epoch that ends the window.
  let end: Int
  /// The networks that the forecasts are judged by.
  let heldOut: [Int]
  /// The run behind the fit when it is another one.
  let other: GradientLog?
  /// The coefficients of every layer at the recorded times of the run.
  let coefficients: [LayerCoefficients]
  /// The densities of all layers at the end of the window.
  let laws: [SmoothedSample]
  /// The coupled equations; nil when they cannot be fitted or lead beyond all bounds.
  let meanField: MeanFieldModel?
  /// The gains by the joint closure; nil when it cannot be fitted or leads beyond all bounds.
  let gains: GainForecast?
  let configuration: ForecastConfiguration
  let solve: SolveConfiguration

  /// Forecasts networks and times of a run that the fit never saw.
  ///
  /// Networks with even index make the fit; the others are held out.
  ///
  /// - Parameters:
  ///   - log: The run; four networks or more, with weights.
  ///   - configuration: The window.
  ///   - fit: How drift and diffusion are fitted.
  ///   - solve: How the equations are solved.
  /// - Throws: ``DriftDiffusionError`` when there are too few networks or epochs, or the fit fails.
  public init(
    _ log: GradientLog, _ configuration: ForecastConfiguration,
    fit: FitConfiguration = FitConfiguration(), solve: SolveConfiguration = SolveConfiguration()
  ) throws(DriftDiffusionError) {
    guard log.networkCount >= 4 else { throw .emptyLog("less than four networks to forecast from") }
    try self.init(
      log, known: Array(stride(from: 0, to: log.networkCount, by: 2)),
      heldOut: Array(stride(from: 1, to: log.networkCount, by: 2)), other: nil, noise: 1,
      configuration, fit, solve)
  }

  /// Forecasts a run with another learning rate, batch size or seed from the fit of a run.
  ///
  /// The drift is that of the other run at the same learning time s = ηt. Its diffusion D is multiplied
  /// by the ratio of η/B of the two runs, as D = (η/2) C/B says. All networks of the run make the
  /// density at the end of the window, and all are judged.
  ///
  /// - Parameters:
  ///   - log: The run; two networks or more, with weights.
  ///   - other: The run behind the fit, with as many weights in every layer.
  ///   - configuration: The window.
  ///   - fit: How drift and diffusion are fitted.
  ///   - solve: How the equations are solved.
  /// - Throws: ``DriftDiffusionError`` when there are too few networks or epochs, the batch sizes are not
  ///   known, noise is injected, layers differ, or the fit fails.
  public init(
    _ log: GradientLog, from other: GradientLog, _ configuration: ForecastConfiguration,
    fit: FitConfiguration = FitConfiguration(), solve: SolveConfiguration = SolveConfiguration()
  ) throws(DriftDiffusionError) {
    guard log.networkCount >= 2, other.networkCount >= 2 else {
      throw .emptyLog("less than two networks to forecast")
    }
    for (layer, source) in zip(log.layers, other.layers)
    where layer.weightCount != source.weightCount {
      throw .wrongCount(
        quantity: "weight", layer: layer.number, expected: source.weightCount,
        found: layer.weightCount)
    }
    guard log.layers.count == other.layers.count else {
      throw .wrongCount(
        quantity: "layers", layer: 0, expected: other.layers.count, found: log.layers.count)
    }
    let networks = Array(0..<log.networkCount)
    try self.init(
      log, known: networks, heldOut: networks, other: other,
      noise: log.noisePerGradient() / other.noisePerGradient(), configuration, fit, solve)
  }

  private init(
    _ log: GradientLog, known: [Int], heldOut: [Int], other: GradientLog?, noise: Double,
    _ configuration: ForecastConfiguration, _ fit: FitConfiguration, _ solve: SolveConfiguration
  ) throws(DriftDiffusionError) {
    try configuration.validate()
    for layer in log.layers where !layer.hasWeights { throw .noWeights(layer: layer.number) }
    guard noise.isFinite else {
      throw .badParameter(
        name: "The noise of the run behind the fit", value: 0,
        remedy: "a run with full batches tells nothing of that of others")
    }
    let end = try Self.windowEnd(log, configuration)
    let window = try log.selecting(networks: known, upTo: end)
    let source = other ?? window
    let fitted = try CoefficientFit(source, fit).layers()
    let scaled = noise == 1 ? fitted : fitted.map { $0.scalingDiffusion(by: noise) }
    let laws = try window.layers.map { layer throws(DriftDiffusionError) in
      try LayerModels.initialLaw(window, layer, end, solve)
    }
    coefficients = try scaled.map { layer throws(DriftDiffusionError) in
      try layer.resampled(from: source.learningTimes, to: log.learningTimes)
    }
    let start = source.nearestIndex(toLearningTime: log.learningTimes[end])
    meanField =
      (try? MeanFieldFit(source, fitted, fit.meanField).couplings()).flatMap { coupling in
        try? MeanFieldModel(
          coupling, scaled, times: Array(log.learningTimes[end...]), initial: laws)
      }
    gains = (try? JointClosure(fitting: source, noiseAt: start)).flatMap { closure in
      var closure = closure
      closure.diffusion = closure.diffusion.map { noise * $0 }
      let delays = log.learningTimes[(end + 1)...].map { $0 - log.learningTimes[end] }
      return try? GainForecast(closure, from: window, after: delays)
    }
    if Task.isCancelled { throw .cancelled }
    (self.log, self.window, self.end, self.heldOut) = (log, window, end, heldOut)
    (self.other, self.laws, self.configuration, self.solve) = (other, laws, configuration, solve)
  }

  /// The number of layers.
  public var layerCount: Int { log.layers.count }

  private static func windowEnd(
    _ log: GradientLog, _ configuration: ForecastConfiguration
  ) throws(DriftDiffusionError) -> Int {
    let last = log.epochs[log.epochs.count - 1]
    let wanted = configuration.epoch > 0 ? configuration.epoch : last / 10
    let nearest = log.nearestIndex(toEpoch: wanted)
    guard nearest >= 2, nearest < log.epochs.count - 1 else {
      throw .badParameter(
        name: "forecast.epoch", value: wanted,
        remedy: "two recorded epochs must come before it and one after it")
    }
    return nearest
  }
}

extension GradientLog {
  /// η/B times the part of the noise that the optimiser feels.
  fileprivate func noisePerGradient() throws(DriftDiffusionError) -> Double {
    guard steps.batchSize > 0 else {
      throw .badParameter(
        name: "The batch size of a run", value: steps.batchSize,
        remedy: "a forecast of other learning rates and batch sizes needs it")
    }
    guard injectedDiffusion == 0 else {
      throw .badParameter(
        name: "The injected diffusion of a run", value: injectedDiffusion,
        remedy: "noise that the optimiser adds does not go with η/B, so no other run is forecast")
    }
    return noiseScale * learningRate / steps.batchSize
  }

  /// The index of the recorded time that is nearest to a learning time.
  func nearestIndex(toLearningTime wanted: Double) -> Int {
    learningTimes.indices.min {
      abs(learningTimes[$0] - wanted) < abs(learningTimes[$1] - wanted)
    } ?? 0
  }
}
