/// One estimate of a layer's information at one snapshot.
public struct InformationValue: Hashable, Sendable {
  /// I(X;T) in bits; NaN where it was not estimated.
  public var aboutInput: Double
  /// I(T;Y) in bits; NaN where it was not estimated.
  public var aboutLabel: Double
  /// The standard error of ``aboutInput`` in bits from drawn noise; NaN without drawn noise.
  public var aboutInputError: Double
  /// The standard error of ``aboutLabel`` in bits from drawn noise; NaN without drawn noise.
  public var aboutLabelError: Double

  /// Creates an estimate from its parts.
  public init(
    aboutInput: Double, aboutLabel: Double, aboutInputError: Double = .nan,
    aboutLabelError: Double = .nan
  ) {
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
    self.aboutInputError = aboutInputError
    self.aboutLabelError = aboutLabelError
  }

  /// What was not measured.
  public static let missing = InformationValue(aboutInput: .nan, aboutLabel: .nan)
}

/// What all estimators say about one layer at one snapshot.
public struct LayerMeasurement: Hashable, Sendable {
  /// The estimates in the order of ``InformationConfiguration/estimates``.
  public var values: [InformationValue]
  /// The bins and their symbols, if the binned estimator is asked for.
  public var binned: LayerInformation?
  /// The neighbours, if that estimator is asked for and was run.
  public var nearestNeighbor: NearestNeighborInformation?

  /// Creates a measurement from its parts.
  public init(
    values: [InformationValue], binned: LayerInformation? = nil,
    nearestNeighbor: NearestNeighborInformation? = nil
  ) {
    self.values = values
    self.binned = binned
    self.nearestNeighbor = nearestNeighbor
  }
}

// MARK: - What each estimator gives

extension LayerInformation {
  var value: InformationValue {
    InformationValue(aboutInput: aboutInput, aboutLabel: aboutLabel)
  }
}

extension KernelDensityInformation {
  /// The three estimates in the order of ``InformationMethod/estimates``.
  var values: [InformationValue] {
    [
      InformationValue(aboutInput: aboutInputUpper, aboutLabel: aboutLabelEstimate),
      InformationValue(aboutInput: aboutInputLower, aboutLabel: aboutLabelLower),
      InformationValue(aboutInput: aboutInputUpper, aboutLabel: aboutLabelUpper),
    ]
  }
}

extension NearestNeighborInformation {
  var value: InformationValue {
    InformationValue(aboutInput: aboutInput, aboutLabel: aboutLabel)
  }
}

extension NoisyLayerInformation {
  var value: InformationValue {
    InformationValue(
      aboutInput: aboutInput, aboutLabel: aboutLabel, aboutInputError: aboutInputStandardError,
      aboutLabelError: aboutLabelStandardError)
  }
}
