/// The mutual information of a layer's binned activations with the input and with the label.
///
/// The symbol T of a pattern is the tuple of the bins of all units. The patterns are equally likely
/// and the network is deterministic, so H(T|X) = 0 and
///
/// ```
/// I(X;T) = H(T) = −Σ p(t) log₂ p(t)
/// I(T;Y) = Σ p(t) Σ p(y|t) log₂ (p(y|t)/p(y)),   p(y|t) = mean of p(y|x) over the patterns of t
/// ```
///
/// Exact for any number of units. The value depends on the bins: for a deterministic network with
/// continuous activations it is a statement about the estimator as much as about the network.
///
/// ## Reference
///
/// R. Shwartz-Ziv and N. Tishby, "Opening the black box of deep neural networks via information",
/// arXiv:1703.00810 (2017).
public struct BinnedEstimator: Sendable {
  /// How activations become symbols; automatic placement is decided.
  public let configuration: BinningConfiguration

  /// Creates an estimator.
  ///
  /// - Parameters:
  ///   - configuration: How activations become symbols.
  ///   - units: The values that the units can take, which automatic placement follows.
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(
    _ configuration: BinningConfiguration = .init(), units: UnitRange = .signed
  ) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration.resolved(for: units)
  }

  /// The information of one layer.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - workspace: The memory to work in, made for the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with the number of occupied symbols.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)``,
  ///   ``InformationError/activationNotFinite(unit:pattern:)`` and
  ///   ``InformationError/tooManyBins(width:range:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func information<Scalar: BinaryFloatingPoint>(
    of activations: UnsafeBufferPointer<Scalar>, workspace: inout BinningWorkspace
  ) throws(InformationError) -> LayerInformation {
    let patterns = workspace.labels.patternCount
    _ = try unitCount(activations: activations.count, patterns: patterns)
    let bins = try workspace.place(configuration, activations)
    let outside = workspace.group(activations, bins, configuration)
    if outside > 0 { try checkFinite(activations, patterns: patterns) }
    return workspace.information(
      outside: outside, ends: ends(of: bins), correction: configuration.correction)
  }

  /// The range that the bins cover; the published code's last symbol is its upper end alone.
  private func ends(of bins: ActivationBins) -> (lower: Double, upper: Double) {
    configuration.placement == .publishedCode
      ? (configuration.lowerBound, configuration.upperBound) : bins.ends
  }
}

/// The number of units whose activations on all patterns these are.
func unitCount(activations: Int, patterns: Int) throws(InformationError) -> Int {
  let units = activations / patterns
  guard units > 0, units * patterns == activations else {
    throw .wrongActivationCount(units: units, patterns: patterns, found: activations)
  }
  return units
}

/// Throws when an activation is not finite.
@inline(__always)
func checkFinite<Scalar: BinaryFloatingPoint>(
  _ activations: UnsafeBufferPointer<Scalar>, patterns: Int
) throws(InformationError) {
  for index in 0..<activations.count where !activations[index].isFinite {
    throw .activationNotFinite(unit: index / patterns, pattern: index % patterns)
  }
}
