/// The noise that is put on activations, and how often it is drawn.
public struct NoisyLayerConfiguration: Hashable, Codable, Sendable {
  /// The variance σ² of the Gaussian noise on each unit, in units of activation squared.
  ///
  /// The information belongs to this noise and must be stated with it.
  public var noiseVariance = 0.1
  /// How often the noise of every pattern is drawn; the standard error falls with its square root.
  public var draws = 1

  /// Creates the configuration with σ² = 0.1 and one draw.
  public init() {}

  /// Checks that there is noise.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard noiseVariance > 0, noiseVariance.isFinite else {
      throw .invalidParameter(
        "noisy.noiseVariance", value: noiseVariance, remedy: "use a positive variance")
    }
    guard (1...10_000).contains(draws) else {
      throw .invalidParameter("noisy.draws", value: Double(draws), remedy: "use 1 to 10000 draws")
    }
  }
}

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
