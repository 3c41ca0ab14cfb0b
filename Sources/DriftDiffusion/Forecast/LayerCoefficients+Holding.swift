internal import KramersMoyal

extension LayerCoefficients {
  /// The coefficients with those of the last time held for some more times.
  func holdingLast(for count: Int) -> LayerCoefficients {
    func held(_ values: [Double], width: Int = 1) -> [Double] {
      guard !values.isEmpty else { return [] }
      let last = values.suffix(width)
      return (0..<count).reduce(into: values) { result, _ in result += last }
    }
    func held(_ estimates: Estimates, width: Int = 1) -> Estimates {
      Estimates(
        values: held(estimates.values, width: width),
        standardErrors: held(estimates.standardErrors, width: width))
    }
    return LayerCoefficients(
      layer: layer, weightMean: held(weightMean), weightDeviation: held(weightDeviation),
      homogeneousDrift: held(homogeneousDrift), homogeneousDiffusion: held(homogeneousDiffusion),
      resolved: resolved.map { curves in
        let width = curves.knotCount
        return WeightResolvedCoefficients(
          affineIntercept: held(curves.affineIntercept), affineSlope: held(curves.affineSlope),
          affineDiffusion: held(curves.affineDiffusion), knotCount: width,
          knots: held(curves.knots, width: width), drift: held(curves.drift, width: width),
          diffusion: held(curves.diffusion, width: width))
      })
  }
}
