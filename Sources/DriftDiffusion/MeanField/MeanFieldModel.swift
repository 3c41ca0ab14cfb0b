internal import Grids
internal import KramersMoyal
internal import StochasticProcesses

/// The N coupled equations of all layers in the mean-field closure, with their initial laws.
///
/// ```
/// ∂p_k/∂s = −∂((α_k + β_k w) p_k)/∂w + D_k ∂²p_k/∂w²,   α_k, β_k functions of s and of ⟨w⟩, ⟨w²⟩ of all
/// ```
///
/// Finite volumes solve the nonlinear equations in co-moving frames. The spectral solution is that
/// of the Ornstein-Uhlenbeck processes with the rates that the closed equations of the moments give;
/// the ensemble is one of interacting particles.
public struct MeanFieldModel: Sendable {
  /// The layers in the frames of the closed moments.
  public let layers: [LayerModel]
  let rates: FieldRates
  let diffusions: [PiecewiseLinear]
  let parameters: [FieldParameter]
  /// The number of weights of each layer in one network.
  let weightCounts: [Int]

  /// Builds the equations.
  ///
  /// - Parameters:
  ///   - coefficients: The fit of the mean-field closure.
  ///   - layers: The fit of the other closures, layer by layer, whose diffusion is used.
  ///   - times: The learning times at which a prediction is wanted, the first of them the start; beyond
  ///     the times of the fit its coefficients are held.
  ///   - initial: The smoothed weights of every layer at the start.
  /// - Throws: ``DriftDiffusionError/explodingDrift(layer:closure:scale:)``,
  ///   ``DriftDiffusionError/grid(layer:_:)`` and the errors of counts.
  public init(
    _ coefficients: MeanFieldCoefficients, _ layers: [LayerCoefficients], times: [Double],
    initial: [SmoothedSample]
  ) throws(DriftDiffusionError) {
    guard layers.count == coefficients.layers.count, initial.count == layers.count else {
      throw .wrongCount(
        quantity: "layers of the mean-field closure", layer: 0, expected: layers.count,
        found: coefficients.layers.count)
    }
    rates = try FieldRates(coefficients)
    parameters = coefficients.parameters
    weightCounts = coefficients.layers.map(\.weightCount)
    diffusions = try layers.map { layer throws(DriftDiffusionError) in
      do throws(GridError) {
        return try PiecewiseLinear(
          knots: coefficients.times,
          values: (layer.resolved?.affineDiffusion ?? layer.homogeneousDiffusion).values)
      } catch {
        throw .grid(layer: layer.layer, error)
      }
    }
    let solution = MomentEquations(rates: rates, diffusions: diffusions).solution(
      from: .init(
        means: initial.map(\.mean),
        variances: initial.map { $0.standardDeviation * $0.standardDeviation }), times: times)
    var models: [LayerModel] = []
    for (index, layer) in layers.enumerated() {
      models.append(
        try LayerModel(
          layer: layer.layer, times: times, diffusion: diffusions[index], initial: initial[index],
          knots: solution.times, rates: solution.rates.map { $0[index] }))
    }
    self.layers = models
  }
}

extension LayerModel {
  /// A layer with known rates of its affine drift along the solution of the coupled moments.
  fileprivate init(
    layer: Int, times: [Double], diffusion: PiecewiseLinear, initial: SmoothedSample,
    knots: [Double], rates: [AffineRates]
  ) throws(DriftDiffusionError) {
    guard rates.allSatisfy({ $0.intercept.isFinite && $0.slope.isFinite }) else {
      throw .explodingDrift(layer: layer, closure: .meanField, scale: .infinity)
    }
    do throws(GridError) {
      try self.init(
        layer: layer, closure: .meanField, times: times,
        intercept: PiecewiseLinear(knots: knots, values: rates.map(\.intercept)),
        slope: PiecewiseLinear(knots: knots, values: rates.map(\.slope)), diffusion: diffusion,
        initial: initial)
    } catch {
      throw .grid(layer: layer, error)
    }
    try checkGrowth()
  }
}
