public import Grids
internal import KramersMoyal
internal import RealModule

/// The forecasts of one layer's weights, made from half of the networks and a window of epochs.
///
/// Networks with even index make the fit; the others are held out. Drift and diffusion come from the
/// epochs up to the end of the window and are held at their last values; the initial law is the
/// smoothed density that was measured there. So nothing after the window, and nothing of the held-out
/// networks, enters a forecast.
public struct LayerForecast: Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public let layer: Int
  /// The recorded epochs after the window.
  public let epochs: [Double]
  /// The networks that the fit never saw.
  public let heldOut: [Int]
  /// The forecast densities by method, each at every epoch; a method that fails has none.
  public let densities: [ForecastMethod: [Density]]
  /// The weights of the held-out networks, shape [network][epoch][weight].
  let observed: [[[Double]]]

  /// Forecasts a layer.
  ///
  /// - Parameters:
  ///   - log: The run; four networks or more, with weights.
  ///   - layerIndex: The layer's place in the log, from 0.
  ///   - configuration: The window.
  ///   - fit: How drift and diffusion are fitted.
  ///   - solve: How the equations are solved.
  /// - Throws: ``DriftDiffusionError`` when there are too few networks or epochs, or the fit fails.
  public init(
    _ log: GradientLog, layerIndex: Int, _ configuration: ForecastConfiguration,
    fit: FitConfiguration = FitConfiguration(), solve: SolveConfiguration = SolveConfiguration()
  ) throws(DriftDiffusionError) {
    try configuration.validate()
    guard log.networkCount >= 4 else { throw .emptyLog("less than four networks to forecast from") }
    guard log.layers[layerIndex].hasWeights else {
      throw .noWeights(layer: log.layers[layerIndex].number)
    }
    let end = try Self.windowEnd(log, configuration)
    let window = try log.selecting(
      networks: Array(stride(from: 0, to: log.networkCount, by: 2)), upTo: end)
    let coefficients = try CoefficientFit(window, fit).layer(at: layerIndex)
    let law = try LayerModels.initialLaw(window, window.layers[layerIndex], end, solve)
    let held = coefficients.holdingLast(for: log.epochs.count - 1 - end)
    let axis = try Self.axis(window.layers[layerIndex], law)
    layer = coefficients.layer
    epochs = Array(log.epochs[(end + 1)...])
    let networks = Array(stride(from: 1, to: log.networkCount, by: 2))
    heldOut = networks
    let source = log.layers[layerIndex]
    observed = networks.map { network in
      (end + 1..<log.epochs.count).map { time in
        Array(
          source.weights[source.range(network: network, time: time, timeCount: log.epochs.count)])
      }
    }
    var densities: [ForecastMethod: [Density]] = [:]
    for method in ForecastMethod.allCases {
      if Task.isCancelled { throw .cancelled }
      if let closure = method.closure {
        densities[method] = Self.solved(held, closure, log, end, law, solve, axis)
      } else {
        densities[method] = Self.extrapolated(
          method, window.learningTimes, coefficients, log, end, law, configuration, axis)
      }
    }
    self.densities = densities
  }

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

  /// An axis of ten deviations, and of three times the largest weight at least.
  private static func axis(
    _ layer: LayerLog, _ law: SmoothedSample
  ) throws(DriftDiffusionError) -> Axis {
    let largest = layer.weights.reduce(0) { max($0, abs($1)) }
    let bound = max(3 * largest, abs(law.mean) + 10 * law.standardDeviation)
    do throws(GridError) {
      return try Axis(-bound...bound, cellCount: 2000)
    } catch {
      throw .grid(layer: layer.number, error)
    }
  }

  /// The densities of a closure after the window, or nil when its equation cannot be solved.
  private static func solved(
    _ coefficients: LayerCoefficients, _ closure: Closure, _ log: GradientLog, _ end: Int,
    _ law: SmoothedSample, _ solve: SolveConfiguration, _ axis: Axis
  ) -> [Density]? {
    guard
      let model = try? LayerModel(
        coefficients, closure: closure, times: log.learningTimes, startingAt: end, initial: law),
      let prediction = try? model.solve(.finiteVolume, solve, weightAxis: axis)
    else { return nil }
    return Array(prediction.densities.dropFirst())
  }

  /// The densities of a baseline after the window.
  private static func extrapolated(
    _ method: ForecastMethod, _ times: [Double], _ coefficients: LayerCoefficients,
    _ log: GradientLog, _ end: Int, _ law: SmoothedSample, _ configuration: ForecastConfiguration,
    _ axis: Axis
  ) -> [Density]? {
    let later = Array(log.learningTimes[(end + 1)...])
    guard method != .noChange else {
      let density = Density(axis: axis, cumulative: law.cumulative)
      return later.map { _ in density }
    }
    func clock(_ time: Double) -> Double { method == .logTime ? Double.log(time) : time }
    let first = times[end] / configuration.trendFactor
    let window = (0...end).filter { times[$0] >= first && times[$0] > 0 }
    guard window.count >= 2 else { return nil }
    let x = window.map { clock(times[$0]) }
    let mean = Trend(x, window.map { coefficients.weightMean[$0] })
    let variance = Trend(
      x, window.map { coefficients.weightDeviation[$0] * coefficients.weightDeviation[$0] })
    return later.map { time in
      let (m, v) = (mean.value(at: clock(time)), variance.value(at: clock(time)))
      // A variance that is extrapolated to nothing stays at a hundredth of the last.
      let smallest = law.standardDeviation * law.standardDeviation / 100
      let deviation = max(v, smallest).squareRoot()
      return Density(axis: axis, cumulative: { StandardNormal.cumulative(($0 - m) / deviation) })
    }
  }
}

/// A least-squares line.
private struct Trend {
  private let center: Double
  private let level: Double
  private let slope: Double

  init(_ x: [Double], _ y: [Double]) {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    (center, level, slope) = (meanX, meanY, spread > 0 ? product / spread : 0)
  }

  func value(at x: Double) -> Double { level + slope * (x - center) }
}
