internal import KramersMoyal

extension CoefficientFit {
  /// Closures 1b and 1c of one layer at all times.
  func resolved(
    _ samples: [LayerSample], homogeneousDiffusion: Estimates
  ) throws(DriftDiffusionError) -> WeightResolvedCoefficients {
    let affine = try affine(samples)
    let knots = try commonKnots(samples)
    let raw = try splineDrift(samples, knots: knots)
    let noise = try kernelDiffusion(samples, knots: knots)
    var result = WeightResolvedCoefficients(knotCount: knots[0].count, knots: knots.flatMap(\.self))
    for time in samples.indices {
      let line = affine[time]
      let step = finiteStep(at: time)
      let slope = line.values[1]
      let factor = step?.driftFactor(slope: slope) ?? 1
      let spread = step?.diffusionFactor(correctedSlope: factor * slope) ?? 1
      let curve = shrunk(raw[time], knots: knots[time], line)
      result.affineIntercept.append(line.scaled(by: factor), 0)
      result.affineSlope.append(line.scaled(by: factor), 1)
      result.affineDiffusion.append(homogeneousDiffusion.scaled(by: spread), time)
      result.drift.append(contentsOf: curve.scaled(by: factor))
      result.diffusion.append(contentsOf: noise[time].scaled(by: spread))
    }
    return result
  }

  /// The correction for finite steps at one time, or nil when none is asked for.
  ///
  /// A frozen gradient is that of one step η, a moving one that of the epoch that follows.
  func finiteStep(at time: Int) -> FiniteStep? {
    guard configuration.correctsFiniteSteps else { return nil }
    guard log.gradients == .moving else {
      return FiniteStep(lag: log.learningRate, step: log.learningRate)
    }
    let (times, epochs) = (log.learningTimes, log.epochs)
    let next = min(max(time + 1, 1), times.count - 1)
    let lag = (times[next] - times[next - 1]) / (epochs[next] - epochs[next - 1])
    return FiniteStep(lag: lag, step: log.learningRate)
  }

  /// Least squares of −g on w: the intercept, then the slope.
  private func affine(_ samples: [LayerSample]) throws(DriftDiffusionError) -> [Estimates] {
    var means: [Double] = []
    for sample in samples {
      let (mean, variance) = sample.weightMeanAndVariance
      guard variance > 0 else {
        throw .degenerateWeights(layer: sample.layer, epoch: sample.epoch)
      }
      means.append(mean)
    }
    return try course(samples) { network, time in
      var sums = [Double](repeating: 0, count: 5)
      for (weight, gradient) in zip(network.weights, network.means) {
        let x = weight - means[time]
        sums[0] += 1
        sums[1] += x
        sums[2] += x * x
        sums[3] -= gradient
        sums[4] -= gradient * x
      }
      return sums
    } _: { sums, time in
      let slope =
        (sums[4] - sums[1] * sums[3] / sums[0]) / (sums[2] - sums[1] * sums[1] / sums[0])
      return [(sums[3] - slope * sums[1]) / sums[0] - slope * means[time], slope]
    }
  }

  /// The drift at one time, its part beyond the affine fit shrunk to what exceeds its noise.
  private func shrunk(_ curve: Estimates, knots: [Double], _ affine: Estimates) -> Estimates {
    guard configuration.shrinksNoise, log.networkCount > 1 else { return curve }
    var drift = curve
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
    _ samples: [LayerSample], knots: [[Double]]
  ) throws(DriftDiffusionError) -> [Estimates] {
    var regressions: [SplineRegression] = []
    for (sample, places) in zip(samples, knots) {
      do throws(KramersMoyalError) {
        regressions.append(try SplineRegression(knots: places))
      } catch {
        throw .regression(layer: sample.layer, epoch: sample.epoch, error)
      }
    }
    return try course(samples) { network, time in
      regressions[time].sums(x: network.weights, y: ArraySlice(network.means.map { -$0 }))
    } _: { sums, time throws(DriftDiffusionError) in
      do throws(KramersMoyalError) {
        return try regressions[time].values(fromSums: sums)
      } catch {
        throw .regression(layer: samples[time].layer, epoch: samples[time].epoch, error)
      }
    }
  }

  private func kernelDiffusion(
    _ samples: [LayerSample], knots: [[Double]]
  ) throws(DriftDiffusionError) -> [Estimates] {
    let regressions = zip(samples, knots).map { sample, places in
      let (_, variance) = sample.weightMeanAndVariance
      let count = sample.networks.reduce(0) { $0 + $1.weights.count }
      let width = KernelRegression.ruleOfThumbBandwidth(
        standardDeviation: variance.squareRoot(), count: count)
      return KernelRegression(points: places, bandwidth: configuration.bandwidthFactor * width)
    }
    return try course(samples) { network, time in
      regressions[time].sums(x: network.weights, y: ArraySlice(network.diffusion))
    } _: { sums, time in
      regressions[time].values(fromSums: sums)
    }
  }

  /// The knots of every time, as many at all of them: at quantiles, ten weights of the ensemble to
  /// each.
  private func commonKnots(_ samples: [LayerSample]) throws(DriftDiffusionError) -> [[Double]] {
    var places: [[Double]] = []
    for sample in samples { places.append(try knots(sample)) }
    let count = places.map(\.count).min() ?? 0
    for time in places.indices where places[time].count != count {
      places[time] = try knots(samples[time], count: count)
    }
    return places
  }

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

extension Estimates {
  /// Appends one element of `other`.
  mutating func append(_ other: Estimates, _ index: Int) {
    values.append(other.values[index])
    standardErrors.append(other.standardErrors[index])
  }

  /// Appends all elements of `other`.
  mutating func append(contentsOf other: Estimates) {
    values += other.values
    standardErrors += other.standardErrors
  }

  /// Values and errors multiplied by a factor.
  func scaled(by factor: Double) -> Estimates {
    Estimates(
      values: values.map { $0 * factor }, standardErrors: standardErrors.map { $0 * factor })
  }
}
