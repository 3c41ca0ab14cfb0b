extension NetworkRecord {
  /// Appends the layers' norms of one epoch, from its parameters and gradient statistics.
  mutating func appendNorms(
    layout: ParameterLayout, parameters: [Double], gradient: GradientStatistics, batchSize: Int
  ) {
    func squares(_ range: Range<Int>, _ values: [Double]) -> Double {
      range.reduce(0) { $0 + values[$1] * values[$1] }
    }
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      let meanSquare = squares(range, gradient.mean)
      let trace = range.reduce(0) { $0 + gradient.covariance[$1] }
      let noise = (trace / Double(batchSize)).squareRoot()
      append(meanSquare.squareRoot(), to: .meanGradientNorms)
      append(noise, to: .gradientNoiseNorms)
      append(meanSquare - trace / Double(gradient.sampleCount), to: .squaredGradientNorms)
      append(meanSquare.squareRoot() / noise, to: .signalToNoiseRatios)
      append(
        squares(layout.weights(ofLayer: layer), parameters).squareRoot(), to: .weightNorms)
    }
  }

  /// Appends what one epoch's gradients of single samples say about the layers.
  mutating func appendNoise(
    _ samples: SampleStatistics, layout: ParameterLayout, gradient: GradientStatistics
  ) {
    let meanSquares = layout.layers.map { layer in
      layout.parameters(ofLayer: layer).reduce(0) { $0 + gradient.mean[$1] * gradient.mean[$1] }
    }
    append(samples.traces, to: .covarianceTraces)
    append(
      samples.noiseBatchSizes(meanSquares: meanSquares, sampleCount: gradient.sampleCount),
      to: .noiseBatchSizes)
    append(samples.participationRatios, to: .participationRatios)
    append(samples.excessKurtoses, to: .excessKurtoses)
  }
}
