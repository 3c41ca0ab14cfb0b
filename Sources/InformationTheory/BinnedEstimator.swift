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
  /// How activations become symbols.
  public let configuration: BinningConfiguration

  /// Creates an estimator.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: BinningConfiguration = .init()) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The information of one layer whose activations are single precision.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - workspace: The memory to work in, made for the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with the number of occupied symbols.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)``,
  ///   ``InformationError/activationNotFinite(unit:pattern:)`` and
  ///   ``InformationError/tooManyBins(width:range:)``.
  public func information(
    of activations: UnsafeBufferPointer<Float>, workspace: inout BinningWorkspace
  ) throws(InformationError) -> LayerInformation {
    try estimate(activations, &workspace)
  }

  /// The information of one layer whose activations are double precision.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - workspace: The memory to work in, made for the patterns' labels.
  /// - Returns: I(X;T) and I(T;Y) in bits with the number of occupied symbols.
  /// - Throws: As for single precision.
  public func information(
    of activations: UnsafeBufferPointer<Double>, workspace: inout BinningWorkspace
  ) throws(InformationError) -> LayerInformation {
    try estimate(activations, &workspace)
  }

  @inline(__always)
  private func estimate<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, _ workspace: inout BinningWorkspace
  ) throws(InformationError) -> LayerInformation {
    let patterns = workspace.labels.patternCount
    let units = activations.count / patterns
    guard units > 0, units * patterns == activations.count, let base = activations.baseAddress
    else {
      throw .wrongActivationCount(units: units, patterns: patterns, found: activations.count)
    }
    let bins = try workspace.place(configuration, activations)
    let bits = bins.bits
    var shift: UInt64 = 0
    let representativeBits = UInt64(Int.bitWidth - (patterns - 1).leadingZeroBitCount)
    var outside = 0
    workspace.clearKeys()
    for unit in 0..<units {
      if shift + bits > 64 {
        workspace.fold()
        shift = representativeBits
      }
      outside += workspace.append(base + unit * patterns, bins, configuration, shift: shift)
      shift += bits
    }
    if outside > 0 { try checkFinite(activations, patterns: patterns) }
    return workspace.information(outside: outside, correction: configuration.correction)
  }
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
