internal import RealModule

/// The information of one layer with Gaussian noise at one snapshot.
public struct NoisyLayerInformation: Hashable, Codable, Sendable {
  /// I(X;T) in bits.
  public var aboutInput: Double
  /// The standard error of ``aboutInput`` in bits from the drawn noise; an upper bound.
  public var aboutInputStandardError: Double
  /// I(T;Y) in bits.
  public var aboutLabel: Double
  /// The standard error of ``aboutLabel`` in bits from the drawn noise; an upper bound.
  public var aboutLabelStandardError: Double

  /// Creates a result from its parts.
  public init(
    aboutInput: Double, aboutInputStandardError: Double, aboutLabel: Double,
    aboutLabelStandardError: Double
  ) {
    self.aboutInput = aboutInput
    self.aboutInputStandardError = aboutInputStandardError
    self.aboutLabel = aboutLabel
    self.aboutLabelStandardError = aboutLabelStandardError
  }
}

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
  public let configuration: KernelDensityConfiguration

  /// Creates an estimator.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: KernelDensityConfiguration = .init()) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The information of one layer whose activations are single precision.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - normals: Standard normal numbers in the order [draw][unit][pattern], one draw or more.
  ///   - labels: The law of the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with their standard errors.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)``, also for a number of
  ///   normals that is no multiple of the activations, and
  ///   ``InformationError/activationNotFinite(unit:pattern:)``.
  public func information(
    of activations: UnsafeBufferPointer<Float>, normals: [Double], labels: LabelDistribution
  ) throws(InformationError) -> NoisyLayerInformation {
    try estimate(activations, normals, labels)
  }

  /// The information of one layer whose activations are double precision.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - normals: Standard normal numbers in the order [draw][unit][pattern], one draw or more.
  ///   - labels: The law of the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with their standard errors.
  /// - Throws: As for single precision.
  public func information(
    of activations: UnsafeBufferPointer<Double>, normals: [Double], labels: LabelDistribution
  ) throws(InformationError) -> NoisyLayerInformation {
    try estimate(activations, normals, labels)
  }

  @inline(__always)
  private func estimate<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, _ normals: [Double], _ labels: LabelDistribution
  ) throws(InformationError) -> NoisyLayerInformation {
    let patterns = labels.patternCount
    let units = activations.count / patterns
    guard units > 0, units * patterns == activations.count else {
      throw .wrongActivationCount(units: units, patterns: patterns, found: activations.count)
    }
    guard !normals.isEmpty, normals.count % activations.count == 0 else {
      throw .wrongActivationCount(units: units, patterns: patterns, found: normals.count)
    }
    try checkFinite(activations, patterns: patterns)
    let layer = NoisyLayer(
      activations, labels: labels, deviation: configuration.noiseVariance.squareRoot())
    return layer.information(normals)
  }
}
