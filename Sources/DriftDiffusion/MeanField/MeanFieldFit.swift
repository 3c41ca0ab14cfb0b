internal import KramersMoyal

/// The fit of rates that depend on the order parameters of all layers.
///
/// The drift of ``MeanFieldCoefficients`` is fitted to −g over weights, networks and recorded times
/// at once by ridge regression, each time weighted with the inverse variance of what the affine drift
/// leaves there. The penalty is the one that foretells held-out networks best; when it does not beat
/// no coupling by a standard error over networks, there is none. Errors leave out one network at a
/// time, with that penalty.
public struct MeanFieldFit: Sendable {
  private let log: GradientLog
  private let coefficients: [LayerCoefficients]
  private let configuration: MeanFieldConfiguration
  private let field: FieldLog

  /// Prepares the fit.
  ///
  /// - Parameters:
  ///   - log: The gradients and weights.
  ///   - coefficients: The fit of the other closures, layer by layer.
  ///   - configuration: What the rates may depend on.
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)`` and
  ///   ``DriftDiffusionError/noWeights(layer:)``.
  public init(
    _ log: GradientLog, _ coefficients: [LayerCoefficients],
    _ configuration: MeanFieldConfiguration = MeanFieldConfiguration()
  ) throws(DriftDiffusionError) {
    try configuration.validate()
    for layer in log.layers where !layer.hasWeights { throw .noWeights(layer: layer.number) }
    self.log = log
    self.coefficients = coefficients
    self.configuration = configuration
    field = FieldLog(log, configuration)
  }

  /// Fits the rates of all layers.
  ///
  /// - Returns: The coefficients.
  /// - Throws: ``DriftDiffusionError`` that names the layer.
  public func couplings() throws(DriftDiffusionError) -> MeanFieldCoefficients {
    var layers: [LayerCoupling] = []
    for (layer, own) in zip(log.layers, coefficients) {
      if Task.isCancelled { throw .cancelled }
      layers.append(try coupling(of: layer, own))
    }
    return MeanFieldCoefficients(
      times: log.learningTimes, parameters: field.parameters, centers: field.centers,
      scales: field.scales, layers: layers)
  }

  private func coupling(
    of layer: LayerLog, _ own: LayerCoefficients
  ) throws(DriftDiffusionError) -> LayerCoupling {
    guard let resolved = own.resolved else { throw .noWeights(layer: layer.number) }
    let baseline = LayerBaseline(log, layer, own, resolved, configuration.baseline)
    let clusters = (0..<log.networkCount).map { network in
      baseline.sums(
        of: layer, network: network, in: log, deviations: field.deviations[network])
    }
    // The coefficients of the constants, then as many of u.
    let half = baseline.constantCount + field.parameters.count
    let ridge = RidgeRegression(
      parameterCount: 2 * half, freeIndices: baseline.constantCount == 1 ? [0, half] : [])
    do throws(KramersMoyalError) {
      let choice = try ridge.chosenPenalty(clusters: clusters, folds: configuration.folds)
      let fit = try ClusterJackknife.estimate(clusters: clusters) {
        (sums) throws(KramersMoyalError) in
        try ridge.coefficients(sums, penalty: choice.penalty)
      }
      return baseline.coupling(layer, fit, choice)
    } catch {
      throw .regression(layer: layer.number, epoch: log.epochs[0], error)
    }
  }
}
