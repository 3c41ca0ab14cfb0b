internal import RealModule

/// The information of a layer with Gaussian noise, by Monte Carlo integration over the noise.
///
/// T = h(X) + σ Z with Z standard normal. Over P equally likely patterns and drawn zᵢ
///
/// ```
/// I(X;T) = log₂ P − mean log₂ Sᵢ,   Sᵢ = Σⱼ exp((|zᵢ|² − |hᵢ + σ zᵢ − hⱼ|²/σ²)/2)
/// I(T;Y) = mean Σ p(y|xᵢ) log₂ ((Sᵢ(y)/P(y))/(Sᵢ/P)),   Sᵢ(y) with the weights p(y|xⱼ), P(y) = Σⱼ p(y|xⱼ)
/// ```
///
/// Unbiased when the patterns are the whole input space. For layers of up to about 100 units: single
/// precision bounds |z|².
///
/// ## Reference
///
/// Z. Goldfeld et al., "Estimating information flow in deep neural networks", arXiv:1810.05728
/// (2019).
public struct NoisyLayerEstimator: Sendable {
  /// The noise.
  public let configuration: NoisyLayerConfiguration

  /// Creates an estimator.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: NoisyLayerConfiguration = .init()) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The information of one layer.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - normals: Standard normal numbers in the order [draw][unit][pattern], one draw or more.
  ///   - labels: The law of the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with their standard errors.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)``, also for a number of
  ///   normals that is no multiple of the activations, and
  ///   ``InformationError/activationNotFinite(unit:pattern:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func information<Scalar: BinaryFloatingPoint>(
    of activations: UnsafeBufferPointer<Scalar>, normals: [Double], labels: LabelDistribution
  ) throws(InformationError) -> NoisyLayerInformation {
    let patterns = labels.patternCount
    let units = try unitCount(activations: activations.count, patterns: patterns)
    guard !normals.isEmpty, normals.count % activations.count == 0 else {
      throw .wrongActivationCount(units: units, patterns: patterns, found: normals.count)
    }
    try checkFinite(activations, patterns: patterns)
    let layer = NoisyLayer(
      activations, labels: labels, deviation: configuration.noiseVariance.squareRoot())
    return layer.information(normals)
  }
}
