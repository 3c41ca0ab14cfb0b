internal import KramersMoyal

extension CoefficientFit {
  /// Closures 1b and 1c of one layer at all times.
  func resolved(
    _ layer: LayerLog
  ) throws(DriftDiffusionError) -> WeightResolvedCoefficients {
    var (intercept, slope) = (Series(), Series())
    var (drift, diffusion) = (Series(), Series())
    var knots: [Double] = []
    let samples = log.epochs.indices.map { LayerSample(log, layer, time: $0) }
    let places = try samples.map { sample throws(DriftDiffusionError) in try self.knots(sample) }
    let knotCount = places.map(\.count).min() ?? 0
    for (sample, place) in zip(samples, places) {
      let affine = try affine(sample)
      intercept.append(affine, 0)
      slope.append(affine, 1)
      let chosen = place.count == knotCount ? place : try self.knots(sample, count: knotCount)
      knots += chosen
      drift.append(contentsOf: try shrunkDrift(sample, knots: chosen, affine))
      diffusion.append(contentsOf: try kernelDiffusion(sample, knots: chosen))
    }
    return WeightResolvedCoefficients(
      affineIntercept: intercept.estimates, affineSlope: slope.estimates, knotCount: knotCount,
      knots: knots, drift: drift.estimates, diffusion: diffusion.estimates)
  }

  /// Least squares of −g on w: the intercept, then the slope.
  private func affine(_ sample: LayerSample) throws(DriftDiffusionError) -> Estimates {
    let (mean, variance) = sample.weightMeanAndVariance
    guard variance > 0 else {
      throw .degenerateWeights(layer: sample.layer, epoch: sample.epoch)
    }
    let clusters = sample.networks.map { network in
      var sums = [Double](repeating: 0, count: 5)
      for (weight, gradient) in zip(network.weights, network.means) {
        let x = weight - mean
        sums[0] += 1
        sums[1] += x
        sums[2] += x * x
        sums[3] -= gradient
        sums[4] -= gradient * x
      }
      return sums
    }
    return ClusterJackknife.estimate(clusters: clusters) { sums in
      let slope =
        (sums[4] - sums[1] * sums[3] / sums[0]) / (sums[2] - sums[1] * sums[1] / sums[0])
      return [(sums[3] - slope * sums[1]) / sums[0] - slope * mean, slope]
    }
  }

  /// Closure 1c at one time: the spline, its part beyond the affine fit shrunk to what exceeds its
  /// noise.
  private func shrunkDrift(
    _ sample: LayerSample, knots: [Double], _ affine: Estimates
  ) throws(DriftDiffusionError) -> Estimates {
    var drift = try splineDrift(sample, knots: knots)
    guard configuration.shrinksNoise, sample.networks.count > 1 else { return drift }
    let line = knots.map { affine.values[0] + affine.values[1] * $0 }
    var (signal, noise) = (0.0, 0.0)
    for index in knots.indices {
      let residual = drift.values[index] - line[index]
      signal += residual * residual
      noise += drift.standardErrors[index] * drift.standardErrors[index]
    }
    let kept = signal > noise ? 1 - noise / signal : 0
    for index in knots.indices {
      drift.values[index] = line[index] + kept * (drift.values[index] - line[index])
    }
    return drift
  }

  private func splineDrift(
    _ sample: LayerSample, knots: [Double]
  ) throws(DriftDiffusionError) -> Estimates {
    do throws(KramersMoyalError) {
      let regression = try SplineRegression(knots: knots)
      let clusters = sample.networks.map { network in
        regression.sums(x: network.weights, y: ArraySlice(network.means.map { -$0 }))
      }
      return try ClusterJackknife.estimate(clusters: clusters, regression.values(fromSums:))
    } catch {
      throw .regression(layer: sample.layer, epoch: sample.epoch, error)
    }
  }

  private func kernelDiffusion(
    _ sample: LayerSample, knots: [Double]
  ) throws(DriftDiffusionError) -> Estimates {
    let (_, variance) = sample.weightMeanAndVariance
    let count = sample.networks.reduce(0) { $0 + $1.weights.count }
    let width = KernelRegression.ruleOfThumbBandwidth(
      standardDeviation: variance.squareRoot(), count: count)
    let regression = KernelRegression(
      points: knots, bandwidth: configuration.bandwidthFactor * width)
    let clusters = sample.networks.map { network in
      regression.sums(x: network.weights, y: ArraySlice(network.diffusion))
    }
    return ClusterJackknife.estimate(clusters: clusters, regression.values(fromSums:))
  }

  /// The knots at one time: at quantiles, ten weights of the ensemble to each.
  private func knots(
    _ sample: LayerSample, count: Int? = nil
  ) throws(DriftDiffusionError) -> [Double] {
    let weights = sample.pooledWeights
    let affordable = max(3, min(configuration.knots, weights.count / 10))
    do throws(KramersMoyalError) {
      return try SplineRegression.quantileKnots(of: weights, count: count ?? affordable)
    } catch {
      throw .regression(layer: sample.layer, epoch: sample.epoch, error)
    }
  }
}
