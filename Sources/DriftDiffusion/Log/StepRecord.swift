/// What was measured of the steps of a training beside the mean and the spread of its gradients.
///
/// Every array may be empty: then what it tells of the assumptions of a fit stays unknown. A value
/// that was not measured is NaN.
public struct StepRecord: Hashable, Sendable {
  /// The number of steps in an epoch, or NaN.
  public var stepsPerEpoch = Double.nan
  /// The number of patterns in a mini-batch, or NaN.
  public var batchSize = Double.nan
  /// The largest eigenvalue of the loss's Hessian, shape [network][epoch].
  public var sharpness: [Double] = []
  /// The correlation of successive steps' gradients, shape [network][epoch][layer].
  public var autocorrelation: [Double] = []
  /// The number of directions that share the noise, shape [network][epoch][layer].
  public var participationRatio: [Double] = []
  /// The excess kurtosis of single patterns' gradients, shape [network][epoch][layer].
  public var excessKurtosis: [Double] = []

  /// Creates a record of nothing.
  public init() {}

  func validate(
    networks: Int, epochs: Int, layers: [Int]
  ) throws(DriftDiffusionError) {
    let perEpoch = networks * epochs
    let arrays = [
      ("sharpness", sharpness, perEpoch),
      ("step autocorrelation", autocorrelation, perEpoch * layers.count),
      ("participation ratio", participationRatio, perEpoch * layers.count),
      ("excess kurtosis", excessKurtosis, perEpoch * layers.count),
    ]
    for (quantity, values, expected) in arrays where !values.isEmpty && values.count != expected {
      throw .wrongCount(
        quantity: quantity, layer: layers[0], expected: expected, found: values.count)
    }
  }
}
