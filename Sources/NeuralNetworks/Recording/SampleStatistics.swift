/// The moments of the gradients of single samples, gathered while a training set is gone through.
final class SampleMoments<Scalar: NetworkScalar> {
  private let layout: ParameterLayout
  private let powers: SamplePowerSums<Scalar>
  private let covariances: [SampleCovarianceSums<Scalar>]
  private var hasCovariances = false
  private var sampleCount = 0

  /// Prepares the sums; layers with more parameters than `largestCovariance` get no participation
  /// ratio.
  init(_ kernel: DenseNetwork<Scalar>, largestCovariance: Int) {
    let layout = kernel.layout
    self.layout = layout
    powers = SamplePowerSums(kernel)
    covariances = layout.layers.filter {
      layout.parameters(ofLayer: $0).count <= largestCovariance
    }.map { SampleCovarianceSums(kernel, layer: $0) }
  }

  /// Forgets all samples; covariances are summed from here on only if they are wanted.
  func reset(withCovariances: Bool) {
    hasCovariances = withCovariances
    sampleCount = 0
  }

  /// Adds the samples that the network has just propagated.
  func add(_ kernel: DenseNetwork<Scalar>, sampleCount count: Int, _ vectorCount: Int) {
    let continuing = sampleCount > 0
    powers.add(kernel, vectorCount, continuing: continuing)
    for covariance in covariances where hasCovariances {
      covariance.add(kernel, vectorCount, continuing: continuing)
    }
    sampleCount += count
  }

  /// The statistics of all samples whose mean gradient is `mean`.
  func statistics(mean: [Double]) -> SampleStatistics {
    let count = Double(sampleCount)
    let moments = SamplePowerSums<Scalar>.powers.map { power in
      powers.values(ofPower: power).map { $0 / count }
    }
    var result = SampleStatistics()
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      var (variances, kurtoses) = (0.0, [Double]())
      for index in range {
        let (m1, m2) = (mean[index], moments[0][index])
        let (m3, m4) = (moments[1][index], moments[2][index])
        let variance = max(m2 - m1 * m1, 0)
        variances += variance
        let fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1
        // Below this the fourth power has lost its digits, or there is no variance at all.
        guard variance * variance > Double(Scalar.leastNormalMagnitude) * 1e8,
          variance > m2 * Double(Scalar.ulpOfOne) * 100
        else { continue }
        kurtoses.append(fourth / (variance * variance) - 3)
      }
      result.traces.append(variances * count / (count - 1))
      result.excessKurtoses.append(
        kurtoses.isEmpty ? .nan : kurtoses.reduce(0, +) / Double(kurtoses.count))
      let covariance = hasCovariances ? covariances.first { $0.layer == layer } : nil
      result.participationRatios.append(
        covariance?.participationRatio(mean: Array(mean[range]), sampleCount: sampleCount) ?? .nan)
    }
    return result
  }
}

/// What the gradients of single samples say about every layer, shape [layer].
struct SampleStatistics {
  /// The trace of the per-sample covariance, with the divisor N − 1.
  var traces: [Double] = []
  /// (tr C)²/tr C²; not a number where it is not measured.
  var participationRatios: [Double] = []
  /// The mean over the layer's parameters of μ₄/μ₂² − 3; not a number where it is not measured.
  var excessKurtoses: [Double] = []

  init() {}

  /// What batches can say of them: the traces.
  init(_ statistics: GradientStatistics, layout: ParameterLayout) {
    for layer in layout.layers {
      traces.append(
        layout.parameters(ofLayer: layer).reduce(0) { $0 + statistics.covariance[$1] })
      participationRatios.append(.nan)
      excessKurtoses.append(.nan)
    }
  }

  /// The noise batch sizes B* = tr C/(|ḡ|² − tr C/N) for the squared norms |ḡ|² of the layers; not a
  /// number where the denominator, the unbiased |g|², is not positive.
  func noiseBatchSizes(meanSquares: [Double], sampleCount: Int) -> [Double] {
    zip(traces, meanSquares).map { trace, meanSquare in
      let unbiased = meanSquare - trace / Double(sampleCount)
      return unbiased > 0 ? trace / unbiased : .nan
    }
  }
}
