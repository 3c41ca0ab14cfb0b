internal import Grids
internal import KramersMoyal
internal import RealModule

/// The gains that the joint closure forecasts for the networks of a window after its end.
struct GainForecast: Sendable {
  /// q = ln‖W‖ at the end of the window, shape [network][layer].
  private let gains: [[Double]]
  /// The laws of the gains, shape [time][network].
  private let laws: [[JointClosure.GainLaw]]

  /// Moves the gains at the end of a window on.
  ///
  /// - Parameters:
  ///   - closure: The motion of the gains.
  ///   - window: The networks, up to the moment at which the forecast starts.
  ///   - delays: The learning times since then.
  /// - Throws: ``DriftDiffusionError`` when a layer has no weights or all of them are 0, or when gains lead
  ///   beyond all bounds.
  init(
    _ closure: JointClosure, from window: GradientLog, after delays: [Double]
  ) throws(DriftDiffusionError) {
    let motions = try window.layers.map { layer throws(DriftDiffusionError) in
      try GainMotion(window, layer)
    }
    let end = window.epochs.count - 1
    let gains = (0..<window.networkCount).map { network in motions.map { $0.gains[network][end] } }
    laws = try delays.map { delay throws(DriftDiffusionError) in
      try closure.laws(from: gains, after: delay)
    }
    self.gains = gains
  }

  /// The smoothed weights of a layer, scaled with the gains of their networks, at every time.
  ///
  /// Nine equally probable gains stand for the law of each network.
  ///
  /// - Parameters:
  ///   - index: The layer's place in the window, from 0.
  ///   - window: The window that the gains started from.
  ///   - relativeBandwidth: The bandwidth relative to the standard deviation of the weights.
  ///   - axis: The axis of the densities.
  /// - Returns: One density per time.
  func densities(
    ofLayer index: Int, _ window: GradientLog, relativeBandwidth: Double, on axis: Axis
  ) -> [Density] {
    let layer = window.layers[index]
    let (end, timeCount) = (window.epochs.count - 1, window.epochs.count)
    let quantiles = (0..<9).map { StandardNormal.quantile((Double($0) + 0.5) / 9) }
    return laws.map { laws in
      var sample: [Double] = []
      for (network, law) in laws.enumerated() {
        let range = layer.range(network: network, time: end, timeCount: timeCount)
        let (growth, deviation) = (
          law.mean[index] - gains[network][index], law.variance[index].squareRoot()
        )
        for quantile in quantiles {
          let factor = Double.exp(growth + deviation * quantile)
          sample += layer.weights[range].map { factor * $0 }
        }
      }
      return SmoothedSample(sample, relativeBandwidth: relativeBandwidth).density(on: axis)
    }
  }
}
