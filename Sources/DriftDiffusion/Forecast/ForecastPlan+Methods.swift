internal import Grids
internal import KramersMoyal
internal import RealModule

extension ForecastPlan {
  /// Forecasts one layer by all methods.
  ///
  /// - Parameter index: The layer's place in the log, from 0.
  /// - Returns: The forecasts that could be made.
  /// - Throws: ``DriftDiffusionError/grid(layer:_:)`` and ``DriftDiffusionError/cancelled``.
  public func forecast(ofLayer index: Int) throws(DriftDiffusionError) -> LayerForecast {
    let axis = try axis(ofLayer: index)
    var densities: [ForecastMethod: [Density]] = [:]
    for method in ForecastMethod.allCases {
      if Task.isCancelled { throw .cancelled }
      densities[method] =
        method.closure.map { solved($0, index, axis) } ?? baseline(method, index, axis)
    }
    return LayerForecast(
      log, log.layers[index], after: end, heldOut: heldOut, densities: densities)
  }

  /// An axis of ten deviations, and of three times the largest weight at least.
  private func axis(ofLayer index: Int) throws(DriftDiffusionError) -> Axis {
    let largest = window.layers[index].weights.reduce(0) { max($0, abs($1)) }
    let law = laws[index]
    let bound = max(3 * largest, abs(law.mean) + 10 * law.standardDeviation)
    do throws(GridError) {
      return try Axis(-bound...bound, cellCount: 2000)
    } catch {
      throw .grid(layer: log.layers[index].number, error)
    }
  }

  /// The densities of a closure after the window, or nil when its equation cannot be solved.
  private func solved(_ closure: Closure, _ index: Int, _ axis: Axis) -> [Density]? {
    switch closure {
    case .joint:
      let relative = laws[index].bandwidth / laws[index].standardDeviation
      return gains?.densities(ofLayer: index, window, relativeBandwidth: relative, on: axis)
    case .meanField: return meanField.flatMap { solved($0.layers[index], axis) }
    case .homogeneous, .affine, .nonparametric:
      let model = try? LayerModel(
        coefficients[index], closure: closure, times: log.learningTimes, startingAt: end,
        initial: laws[index])
      return model.flatMap { solved($0, axis) }
    }
  }

  private func solved(_ model: LayerModel, _ axis: Axis) -> [Density]? {
    let prediction = try? model.solve(.finiteVolume, solve, weightAxis: axis)
    return prediction.map { Array($0.densities.dropFirst()) }
  }

  /// The densities of a baseline after the window.
  private func baseline(_ method: ForecastMethod, _ index: Int, _ axis: Axis) -> [Density]? {
    let later = log.learningTimes[(end + 1)...]
    switch method {
    case .otherRun: return other.flatMap { measured($0, index, axis) }
    case .noChange:
      let density = laws[index].density(on: axis)
      return later.map { _ in density }
    default: return extrapolated(method, index, axis)
    }
  }

  /// The smoothed densities of another run at the same learning times; the last one after its end.
  private func measured(_ other: GradientLog, _ index: Int, _ axis: Axis) -> [Density]? {
    var densities: [Density] = []
    for time in log.learningTimes[(end + 1)...] {
      guard
        let law = try? LayerModels.initialLaw(
          other, other.layers[index], other.nearestIndex(toLearningTime: time), solve)
      else { return nil }
      densities.append(law.density(on: axis))
    }
    return densities
  }

  /// Normal laws whose mean and variance go on along a line of the window's last part.
  private func extrapolated(
    _ method: ForecastMethod, _ index: Int, _ axis: Axis
  ) -> [Density]? {
    let (times, law) = (window.learningTimes, laws[index])
    func clock(_ time: Double) -> Double { method == .logTime ? Double.log(time) : time }
    let first = times[end] / configuration.trendFactor
    let places = (0...end).filter { times[$0] >= first && times[$0] > 0 }
    guard places.count >= 2 else { return nil }
    let moments = places.map {
      LayerSample(window, window.layers[index], time: $0).weightMeanAndVariance
    }
    let x = places.map { clock(times[$0]) }
    let (mean, variance) = (Trend(x, moments.map(\.mean)), Trend(x, moments.map(\.variance)))
    return log.learningTimes[(end + 1)...].map { time in
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
