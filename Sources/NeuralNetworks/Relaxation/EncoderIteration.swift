/// An iteration of the encoder-decoder distributions of a layer, which says where its activations
/// should go.
///
/// Training knows no information theory; whoever does hands the iteration to
/// ``NetworkEnsemble/encoderIteration``. It must be a function of its arguments alone.
public protocol EncoderIteration: Sendable {
  /// The activations of a layer under the improved encoder.
  ///
  /// - Parameters:
  ///   - layer: The number of the layer, from 1.
  ///   - activations: Its activations on the training patterns, shape [unit][pattern].
  ///   - labels: The labels of the training patterns, from 0.
  ///   - classCount: The number of classes.
  /// - Returns: The activations that the improved encoder gives on average, same shape.
  /// - Throws: ``TrainingError/unusableEncoder(layer:reason:)``.
  func targets(
    ofLayer layer: Int, activations: [Double], labels: [Int], classCount: Int
  ) throws(TrainingError) -> [Double]
}
