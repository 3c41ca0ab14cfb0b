internal import KramersMoyal
internal import RealModule

/// What the rates of one layer are counted from, and in which units, at every recorded time.
struct LayerBaseline {
  /// How many functions of the field are always there: 1 when the baseline is fitted, else 0.
  let constantCount: Int
  private let intercept: [Double]
  private let slope: [Double]
  private let weightMean: [Double]
  private let weightDeviation: [Double]
  /// What the affine drift leaves, root mean square over weights and networks.
  private let residual: [Double]
  /// The unit of the couplings.
  private let noise: [Double]

  init(
    _ log: GradientLog, _ layer: LayerLog, _ own: LayerCoefficients,
    _ resolved: WeightResolvedCoefficients, _ kind: MeanFieldBaseline
  ) {
    let (intercepts, slopes) = (resolved.affineIntercept.values, resolved.affineSlope.values)
    residual = log.epochs.indices.map { time in
      Self.residual(log, layer, time: time, intercepts[time], slopes[time])
    }
    switch kind {
    case .measured:
      constantCount = 0
      (intercept, slope, noise) = (intercepts, slopes, residual)
      (weightMean, weightDeviation) = (own.weightMean, own.weightDeviation)
    case .constant:
      constantCount = 1
      let ones = [Double](repeating: 1, count: log.epochs.count)
      let zeros = [Double](repeating: 0, count: log.epochs.count)
      let count = Double(log.epochs.count)
      let mean = own.weightMean.reduce(0, +) / count
      let square = own.weightDeviation.reduce(0) { $0 + $1 * $1 } / count
      (intercept, slope, noise) = (zeros, zeros, ones)
      weightMean = ones.map { $0 * mean }
      weightDeviation = ones.map { $0 * square.squareRoot() }
    }
  }

  /// The root mean square of −g − intercept − slope w at one time.
  private static func residual(
    _ log: GradientLog, _ layer: LayerLog, time: Int, _ intercept: Double, _ slope: Double
  ) -> Double {
    var (left, size, count) = (0.0, 0.0, 0.0)
    for network in 0..<log.networkCount {
      for index in layer.range(network: network, time: time, timeCount: log.epochs.count) {
        let rest = -layer.means[index] - intercept - slope * layer.weights[index]
        left += rest * rest
        size += layer.means[index] * layer.means[index]
        count += 1
      }
    }
    // An affine drift that leaves nothing but rounding leaves a unit all the same.
    return max((left / count).squareRoot(), 1e-6 * (size / count).squareRoot(), 1e-150)
  }

  /// One network's normal matrix, right-hand side and sum of squares.
  ///
  /// The unknowns are the couplings of the intercept, then those of the slope; each begins with the
  /// constant when there is one.
  func sums(
    of layer: LayerLog, network: Int, in log: GradientLog, deviations: [[Double]]
  ) -> [Double] {
    let features = constantCount + deviations[0].count
    var sums = RidgeSums(parameterCount: 2 * features)
    for time in log.epochs.indices {
      let scale = noise[time] / residual[time]
      let functions =
        [Double](repeating: scale, count: constantCount) + deviations[time].map { scale * $0 }
      sums.add(
        moments(of: layer, network: network, time: time, in: log), functions: functions)
    }
    return sums.values
  }

  /// The means of u, u², y, y u and y², where y = (−g − intercept − slope w)/residual.
  private func moments(
    of layer: LayerLog, network: Int, time: Int, in log: GradientLog
  ) -> RidgeSums.Moments {
    let range = layer.range(network: network, time: time, timeCount: log.epochs.count)
    var moments = RidgeSums.Moments()
    let share = 1 / Double(range.count)
    for index in range {
      let weight = layer.weights[index]
      let u = (weight - weightMean[time]) / weightDeviation[time]
      let y = (-layer.means[index] - intercept[time] - slope[time] * weight) / residual[time]
      moments.u += share * u
      moments.uu += share * u * u
      moments.y += share * y
      moments.yu += share * y * u
      moments.yy += share * y * y
    }
    return moments
  }

  /// The result of the regression.
  func coupling(
    _ layer: LayerLog, _ fit: Estimates, _ choice: RidgeRegression.Choice
  ) -> LayerCoupling {
    let half = fit.values.count / 2
    func part(_ start: Int) -> Estimates {
      let range = start + constantCount..<start + half
      return Estimates(
        values: Array(fit.values[range]), standardErrors: Array(fit.standardErrors[range]))
    }
    var (intercepts, slopes) = (intercept, slope)
    if constantCount == 1 {
      slopes = slope.indices.map { fit.values[half] / weightDeviation[$0] }
      intercepts = intercept.indices.map { fit.values[0] - slopes[$0] * weightMean[$0] }
    }
    return LayerCoupling(
      layer: layer.number, weightCount: layer.weightCount, intercept: intercepts, slope: slopes,
      noise: noise, weightMean: weightMean,
      weightDeviation: weightDeviation, interceptCoupling: part(0), slopeCoupling: part(half),
      penalty: choice.penalty, heldOutError: choice.heldOutError,
      heldOutStandardError: choice.heldOutStandardError)
  }
}
