internal import KramersMoyal

/// The direct fit of drift and diffusion per layer from gradient means and standard deviations.
///
/// At every recorded time, over the weights of one layer in all networks,
///
/// ```
/// 1a   a(s) = −mean g,                  D(s) = (η/2) mean σ²
/// 1b   a(w, s) = intercept + slope · w  by least squares of −g on w
/// 1c   a(w, s) = −E[g | w]              by natural cubic splines
///      D(w, s) = (η/2) E[σ² | w]        by a kernel average
/// ```
///
/// with g the gradient's mean over mini-batches and σ its standard deviation between them. Errors
/// leave out one network at a time.
public struct CoefficientFit: Sendable {
  let log: GradientLog
  let configuration: FitConfiguration

  /// Prepares the fit of a log.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)`` and
  ///   ``DriftDiffusionError/optimizerHasState(_:)``.
  public init(
    _ log: GradientLog, _ configuration: FitConfiguration = FitConfiguration()
  ) throws(DriftDiffusionError) {
    try configuration.validate()
    guard log.statefulOptimizer.isEmpty || configuration.allowStatefulOptimizer else {
      throw .optimizerHasState(log.statefulOptimizer)
    }
    self.log = log
    self.configuration = configuration
  }

  /// The number of layers of the log.
  public var layerCount: Int { log.layers.count }

  /// Fits every layer.
  ///
  /// - Returns: The coefficients, layer by layer.
  /// - Throws: ``DriftDiffusionError`` that names layer and epoch.
  public func layers() throws(DriftDiffusionError) -> [LayerCoefficients] {
    var result: [LayerCoefficients] = []
    for index in log.layers.indices { result.append(try layer(at: index)) }
    return result
  }

  /// Fits one layer.
  ///
  /// - Parameter index: The layer's place in the log, from 0.
  /// - Returns: The coefficients.
  /// - Throws: ``DriftDiffusionError`` that names layer and epoch.
  public func layer(at index: Int) throws(DriftDiffusionError) -> LayerCoefficients {
    if Task.isCancelled { throw .cancelled }
    let layer = log.layers[index]
    var (drift, diffusion) = (Series(), Series())
    for time in log.epochs.indices {
      let estimates = homogeneous(LayerSample(log, layer, time: time))
      drift.append(estimates, 0)
      diffusion.append(estimates, 1)
    }
    let moments = layer.hasWeights ? weightMoments(of: layer) : ([], [])
    return LayerCoefficients(
      layer: layer.number, weightMean: moments.0, weightDeviation: moments.1,
      homogeneousDrift: drift.estimates, homogeneousDiffusion: diffusion.estimates,
      resolved: layer.hasWeights ? try resolved(layer) : nil)
  }

  private func weightMoments(of layer: LayerLog) -> ([Double], [Double]) {
    var (means, deviations) = ([Double](), [Double]())
    for time in log.epochs.indices {
      let sample = LayerSample(log, layer, time: time)
      let (mean, variance) = sample.weightMeanAndVariance
      means.append(mean)
      deviations.append(variance.squareRoot())
    }
    return (means, deviations)
  }

  /// Closure 1a at one time: the drift, then the diffusion coefficient.
  private func homogeneous(_ sample: LayerSample) -> Estimates {
    let clusters = sample.networks.map { network in
      let count = Double(network.means.count)
      return [-network.means.reduce(0, +) / count, network.diffusion.reduce(0, +) / count, 1]
    }
    return ClusterJackknife.estimate(clusters: clusters) { [$0[0] / $0[2], $0[1] / $0[2]] }
  }
}

/// Estimates that are collected time by time.
struct Series {
  var estimates = Estimates(values: [], standardErrors: [])

  /// Appends one element of `other`.
  mutating func append(_ other: Estimates, _ index: Int) {
    estimates.values.append(other.values[index])
    estimates.standardErrors.append(other.standardErrors[index])
  }

  /// Appends all elements of `other`.
  mutating func append(contentsOf other: Estimates) {
    estimates.values += other.values
    estimates.standardErrors += other.standardErrors
  }
}
