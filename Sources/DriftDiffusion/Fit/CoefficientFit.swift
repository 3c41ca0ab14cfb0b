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
/// leave out one network at a time. Courses may be smoothed in ln s, and the maps over finite steps
/// that gradients describe are turned into processes in continuous time (``FiniteStep``).
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
    let samples = log.epochs.indices.map { LayerSample(log, layer, time: $0) }
    let (drift, diffusion) = try homogeneous(samples)
    let moments = layer.hasWeights ? samples.map(\.weightMeanAndVariance) : []
    return LayerCoefficients(
      layer: layer.number, weightMean: moments.map(\.mean),
      weightDeviation: moments.map { $0.variance.squareRoot() }, homogeneousDrift: drift,
      homogeneousDiffusion: diffusion,
      resolved: layer.hasWeights
        ? try resolved(samples, homogeneousDiffusion: diffusion) : nil)
  }

  /// Closure 1a: the drift and the diffusion coefficient.
  private func homogeneous(
    _ samples: [LayerSample]
  ) throws(DriftDiffusionError) -> (Estimates, Estimates) {
    let course = try course(samples) { network, _ in
      let count = Double(network.means.count)
      return [-network.means.reduce(0, +) / count, network.diffusion.reduce(0, +) / count, 1]
    } _: { sums, _ in
      [sums[0] / sums[2], sums[1] / sums[2]]
    }
    var (drift, diffusion) = (Estimates(), Estimates())
    for estimates in course {
      drift.append(estimates, 0)
      diffusion.append(estimates, 1)
    }
    return (drift, diffusion)
  }
}

extension Estimates {
  /// Estimates to append to.
  init() { self.init(values: [], standardErrors: []) }
}
