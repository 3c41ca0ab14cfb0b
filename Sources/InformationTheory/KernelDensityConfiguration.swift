/// The noise that pairwise bounds add to activations.
public struct KernelDensityConfiguration: Hashable, Codable, Sendable {
  /// The variance σ² of the Gaussian noise on each unit, in units of activation squared.
  ///
  /// Without noise the information of a continuous deterministic layer is infinite; the value that
  /// the bounds give belongs to this noise and must be stated with it.
  public var noiseVariance = 0.1

  /// Creates the configuration with σ² = 0.1.
  public init() {}

  /// Checks that there is noise.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard noiseVariance > 0, noiseVariance.isFinite else {
      throw .invalidParameter(
        "kernelDensity.noiseVariance", value: noiseVariance, remedy: "use a positive variance")
    }
  }
}

/// Bounds of the information of one noisy layer at one snapshot.
public struct KernelDensityInformation: Hashable, Codable, Sendable {
  /// The lower bound of I(X;T) in bits.
  public var aboutInputLower: Double
  /// The upper bound of I(X;T) in bits.
  public var aboutInputUpper: Double
  /// The lower bound of I(T;Y) in bits.
  public var aboutLabelLower: Double
  /// The upper bound of I(T;Y) in bits.
  public var aboutLabelUpper: Double
  /// The estimate of I(T;Y) in bits from the upper bounds of both entropies, as published studies
  /// quote it; not a bound.
  public var aboutLabelEstimate: Double

  /// Creates a result from its parts.
  public init(
    aboutInputLower: Double, aboutInputUpper: Double, aboutLabelLower: Double,
    aboutLabelUpper: Double, aboutLabelEstimate: Double
  ) {
    self.aboutInputLower = aboutInputLower
    self.aboutInputUpper = aboutInputUpper
    self.aboutLabelLower = aboutLabelLower
    self.aboutLabelUpper = aboutLabelUpper
    self.aboutLabelEstimate = aboutLabelEstimate
  }
}
