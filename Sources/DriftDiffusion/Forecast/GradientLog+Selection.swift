extension GradientLog {
  /// The log of some networks up to a recorded epoch.
  ///
  /// - Parameters:
  ///   - networks: The networks, in the order that they are to have; at least one.
  ///   - last: The index of the last recorded epoch to keep, at least 1.
  /// - Returns: The smaller log.
  /// - Throws: ``DriftDiffusionError`` when what is left is too little.
  public func selecting(
    networks: [Int], upTo last: Int
  ) throws(DriftDiffusionError) -> GradientLog {
    let timeCount = epochs.count
    func kept(_ values: [Double], width: Int) -> [Double] {
      guard !values.isEmpty else { return [] }
      return networks.flatMap { network in
        values[network * timeCount * width..<(network * timeCount + last + 1) * width]
      }
    }
    var record = steps
    record.sharpness = kept(steps.sharpness, width: 1)
    record.autocorrelation = kept(steps.autocorrelation, width: layers.count)
    record.participationRatio = kept(steps.participationRatio, width: layers.count)
    record.excessKurtosis = kept(steps.excessKurtosis, width: layers.count)
    return try GradientLog(
      epochs: Array(epochs[...last]), learningTimes: Array(learningTimes[...last]),
      networkCount: networks.count, learningRate: learningRate, noiseScale: noiseScale,
      injectedDiffusion: injectedDiffusion, statefulOptimizer: statefulOptimizer,
      gradients: gradients, steps: record,
      layers: layers.map { layer in
        LayerLog(
          number: layer.number, weightCount: layer.weightCount,
          weights: kept(layer.weights, width: layer.weightCount),
          means: kept(layer.means, width: layer.weightCount),
          frozenMeans: kept(layer.frozenMeans, width: layer.weightCount),
          standardDeviations: kept(layer.standardDeviations, width: layer.weightCount))
      })
  }
}
