/// A way of estimating the information of a layer.
public enum InformationMethod: String, Codable, CaseIterable, Hashable, Sendable {
  /// The entropy of binned activations; ``BinnedEstimator``.
  case binned
  /// Bounds with Gaussian noise from the distances of all pairs; ``KernelDensityEstimator``.
  case kernelDensity
  /// Distances to nearest neighbours; ``NearestNeighborEstimator``.
  case nearestNeighbor
  /// Monte Carlo integration over Gaussian noise; ``NoisyLayerEstimator``.
  case noisy

  /// The estimates that the method gives, in their order.
  public var estimates: [InformationEstimate] {
    switch self {
    case .binned: [.binned]
    case .kernelDensity: [.kernelDensity, .kernelDensityLower, .kernelDensityUpper]
    case .nearestNeighbor: [.nearestNeighbor]
    case .noisy: [.noisy]
    }
  }

  /// Whether the work grows with the square of the number of patterns.
  public var isCostly: Bool { self != .binned }
}

/// A number for I(X;T) and one for I(T;Y) that a method gives.
public enum InformationEstimate: String, Codable, CaseIterable, Hashable, Sendable {
  /// From bins.
  case binned
  /// The pair that published studies quote: the upper bound of I(X;T) and, for I(T;Y), the
  /// difference of two upper bounds of entropies, which is no bound.
  case kernelDensity
  /// The lower bounds.
  case kernelDensityLower
  /// The upper bounds.
  case kernelDensityUpper
  /// From nearest neighbours.
  case nearestNeighbor
  /// From drawn noise.
  case noisy
}

/// On how many networks and epochs costly estimators are run.
public struct ThinningConfiguration: Hashable, Codable, Sendable {
  /// The number of networks, spread evenly over the trained ones; 0 for all.
  public var networks = 10
  /// The number of epochs, spread evenly over the recorded ones; 0 for all.
  public var epochs = 40

  /// Creates the configuration with 10 networks and 40 epochs.
  public init() {}

  /// Checks the numbers.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    for (name, value) in [("networks", networks), ("epochs", epochs)] where value < 0 {
      throw .invalidParameter(
        "thinning.\(name)", value: Double(value), remedy: "use a positive number, or 0 for all")
    }
  }

  /// Places spread evenly from the first to the last of `count`; for one place the last.
  ///
  /// - Parameters:
  ///   - wanted: How many, or 0 for all.
  ///   - count: How many there are.
  /// - Returns: The places in ascending order.
  public static func places(_ wanted: Int, of count: Int) -> [Int] {
    guard wanted > 0, wanted < count else { return Array(0..<count) }
    guard wanted > 1 else { return [count - 1] }
    return (0..<wanted).map { ($0 * (count - 1) + (wanted - 1) / 2) / (wanted - 1) }
  }
}

/// How the information of layers is estimated.
public struct InformationConfiguration: Hashable, Codable, Sendable {
  /// The ways of estimating, side by side; comparisons and figures take the binned one if it is
  /// there, else the first.
  public var estimators = [InformationMethod.binned]
  /// On how many networks and epochs all but the binned estimator are run.
  public var thinning = ThinningConfiguration()
  /// How activations become symbols.
  public var binning = BinningConfiguration()
  /// The noise of the pairwise bounds.
  public var kernelDensity = KernelDensityConfiguration()
  /// The number of nearest neighbours.
  public var nearestNeighbor = NearestNeighborConfiguration()
  /// The noise that is drawn.
  public var noisy = NoisyLayerConfiguration()

  /// Creates the configuration of the published experiment, bins alone.
  public init() {}

  /// The estimates of all estimators, in their order.
  public var estimates: [InformationEstimate] { estimators.flatMap(\.estimates) }

  /// Checks every section.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)`` and
  ///   ``InformationError/estimatorList(_:)``.
  public func validate() throws(InformationError) {
    guard !estimators.isEmpty, Set(estimators).count == estimators.count else {
      throw .estimatorList(estimators.map(\.rawValue))
    }
    try thinning.validate()
    try binning.validate()
    try kernelDensity.validate()
    try nearestNeighbor.validate()
    try noisy.validate()
  }
}
