internal import RealModule

/// Bounds of the information of a layer with Gaussian noise, from the distances of all pairs.
///
/// T = h(X) + ε with ε ~ N(0, σ² 1) is a mixture of P Gaussians. With dᵢⱼ = |hᵢ − hⱼ|
///
/// ```
/// −mean ln mean exp(−dᵢⱼ²/(8σ²))  ≤  I(X;T)  ≤  −mean ln mean exp(−dᵢⱼ²/(2σ²))
///        i     j                                    i     j
/// ```
///
/// (Chernoff's α = ½ and the divergence of Kullback and Leibler). I(T;Y) = H(T) − Σ p(y) H(T|y) is
/// bounded from the bounds of the parts, each pattern of a class with the weight p(y|x). Both I lie
/// between 0 and log₂ P or H(Y). Pairs are summed in single precision: values are good to 10⁻⁵ bit.
///
/// ## Reference
///
/// A. Kolchinsky and B. D. Tracey, "Estimating mixture entropy with pairwise distances", *Entropy*
/// 19 (2017) 361, [doi:10.3390/e19070361](https://doi.org/10.3390/e19070361).
public struct KernelDensityEstimator: Sendable {
  /// The noise.
  public let configuration: KernelDensityConfiguration

  /// Creates an estimator.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: KernelDensityConfiguration = .init()) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The bounds for one layer.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - labels: The law of the patterns' labels.
  /// - Returns: Bounds of I(X;T) and I(T;Y) in bits.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)`` and
  ///   ``InformationError/activationNotFinite(unit:pattern:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func information<Scalar: BinaryFloatingPoint>(
    of activations: UnsafeBufferPointer<Scalar>, labels: LabelDistribution
  ) throws(InformationError) -> KernelDensityInformation {
    let patterns = labels.patternCount
    _ = try unitCount(activations: activations.count, patterns: patterns)
    try checkFinite(activations, patterns: patterns)
    let scale = (Double.log2(Double.exp(1)) / (8 * configuration.noiseVariance)).squareRoot()
    let sums = PairwiseSums(activations, labels: labels, scale: scale)
    return bounds(sums, labels)
  }

  private func bounds(_ sums: PairwiseSums, _ labels: LabelDistribution) -> KernelDensityInformation
  {
    let patterns = Double(labels.patternCount)
    let whole = sums.entropies(weights: [Double](repeating: 1, count: labels.patternCount), row: 0)
    var conditional = (lower: 0.0, upper: 0.0)
    for label in 0..<labels.classCount {
      let start = label * labels.patternCount
      let weights = Array(labels.probabilities[start..<start + labels.patternCount])
      let mass = weights.reduce(0, +)
      guard mass > 0 else { continue }
      let part = sums.entropies(weights: weights, row: label + 1)
      conditional.lower += mass / patterns * part.lower
      conditional.upper += mass / patterns * part.upper
    }
    let (largest, labelEntropy) = (Double.log2(patterns), labels.entropy)
    return KernelDensityInformation(
      aboutInputLower: min(largest, max(0, whole.lower)),
      aboutInputUpper: min(largest, max(0, whole.upper)),
      aboutLabelLower: min(labelEntropy, max(0, whole.lower - conditional.upper)),
      aboutLabelUpper: min(labelEntropy, max(0, whole.upper - conditional.lower)),
      aboutLabelEstimate: min(labelEntropy, max(0, whole.upper - conditional.upper)))
  }
}
