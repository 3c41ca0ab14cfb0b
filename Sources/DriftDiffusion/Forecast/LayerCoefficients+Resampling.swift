internal import Grids
internal import KramersMoyal

extension LayerCoefficients {
  /// The coefficients at other times: linear between those of the fit and held outside of them, knots
  /// of curves as well as their values.
  ///
  /// - Parameters:
  ///   - times: The learning times of the fit, ascending.
  ///   - wanted: The times that are wanted.
  /// - Returns: The coefficients at these.
  /// - Throws: ``DriftDiffusionError/timesNotAscending(index:)``.
  func resampled(
    from times: [Double], to wanted: [Double]
  ) throws(DriftDiffusionError) -> LayerCoefficients {
    let places: [(interval: Int, fraction: Double)]
    do throws(GridError) {
      let line = try PiecewiseLinear(knots: times, values: times)
      places = wanted.map(line.position(of:))
    } catch {
      throw .timesNotAscending(index: 0)
    }
    func moved(_ values: [Double], width: Int = 1) -> [Double] {
      guard !values.isEmpty else { return [] }
      return places.flatMap { interval, fraction in
        (0..<width).map { column in
          let start = values[interval * width + column]
          guard fraction > 0 else { return start }
          return start + fraction * (values[(interval + 1) * width + column] - start)
        }
      }
    }
    return mapped(moved)
  }

  /// The coefficients with all diffusion multiplied, as when another learning rate or batch size makes
  /// more or less noise of the same gradients.
  func scalingDiffusion(by factor: Double) -> LayerCoefficients {
    func scaled(_ estimates: Estimates) -> Estimates {
      Estimates(
        values: estimates.values.map { factor * $0 },
        standardErrors: estimates.standardErrors.map { factor * $0 })
    }
    var result = self
    result.homogeneousDiffusion = scaled(homogeneousDiffusion)
    result.resolved?.affineDiffusion = scaled(resolved?.affineDiffusion ?? Estimates())
    result.resolved?.diffusion = scaled(resolved?.diffusion ?? Estimates())
    return result
  }

  /// The coefficients with a change of every series, whose values are `width` per time.
  private func mapped(_ change: ([Double], _ width: Int) -> [Double]) -> LayerCoefficients {
    func changed(_ estimates: Estimates, _ width: Int = 1) -> Estimates {
      Estimates(
        values: change(estimates.values, width),
        standardErrors: change(estimates.standardErrors, width))
    }
    return LayerCoefficients(
      layer: layer, weightMean: change(weightMean, 1), weightDeviation: change(weightDeviation, 1),
      homogeneousDrift: changed(homogeneousDrift),
      homogeneousDiffusion: changed(homogeneousDiffusion),
      resolved: resolved.map { curves in
        let width = curves.knotCount
        return WeightResolvedCoefficients(
          affineIntercept: changed(curves.affineIntercept),
          affineSlope: changed(curves.affineSlope),
          affineDiffusion: changed(curves.affineDiffusion), knotCount: width,
          knots: change(curves.knots, width), drift: changed(curves.drift, width),
          diffusion: changed(curves.diffusion, width))
      })
  }
}
