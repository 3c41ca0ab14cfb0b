internal import RealModule

/// What is kept of a training, and how often.
public struct RecordingConfiguration: Hashable, Codable, Sendable {
  /// The number of recorded epochs, spread evenly in the logarithm.
  ///
  /// Epoch 0 (the initial weights) and the last are among them. No more are kept than there are
  /// epochs, plus epoch 0.
  public var recordedEpochs = 100
  /// The number M of batches that the training set is cut into to measure the gradient's mean and
  /// covariance; at least 2.
  public var measurementBatches = 14
  /// Whether the gradients of the single training patterns are measured at every recorded epoch: the
  /// exact trace of their covariance, its participation ratio and their excess kurtosis.
  public var perSampleGradients = true
  /// The number of recorded epochs at which the participation ratio is measured, spread evenly among
  /// them with the first and the last; at least 2, or 0 for none.
  ///
  /// It costs about as much as five epochs of training, the other statistics about two.
  public var covarianceEpochs = 100
  /// The largest number of weights and biases that a layer may have for the participation ratio of
  /// its gradients to be measured.
  ///
  /// Time and memory grow with the square of the number.
  public var largestCovariance = 200

  /// The number of recorded epochs at which the largest eigenvalue of the loss's Hessian is measured,
  /// spread evenly among them with the first and the last; at least 2, or 0 for none.
  ///
  /// It costs about as much as forty epochs of training.
  public var sharpnessEpochs = 20

  /// Creates the configuration of the published experiment.
  public init() {}

  /// The recorded epochs of a training with the given number of them, in increasing order.
  ///
  /// The first is 0 and the last is `epochs`. Each step multiplies by the ratio that is left for
  /// the remaining ones, and goes at least one epoch on.
  public func epochs(upTo epochs: Int) -> [Int] {
    let count = min(recordedEpochs, epochs + 1)
    var result = [0]
    for index in 1..<max(count, 1) {
      let last = max(result[index - 1], 1)
      let ratio = Double(epochs) / Double(last)
      let next = Double(last) * Double.exp(Double.log(ratio) / Double(count - index))
      let remaining = count - 1 - index
      let rounded = index == 1 && remaining > 0 ? 1 : Int(next.rounded())
      result.append(min(max(rounded, result[index - 1] + 1), epochs - remaining))
    }
    return result
  }

  /// The indices of the recorded epochs at which the participation ratio is measured.
  ///
  /// - Parameter recorded: The number of recorded epochs.
  /// - Returns: The indices, increasing from 0 to the last; none when it is not measured.
  public func covarianceIndices(among recorded: Int) -> [Int] {
    spread(perSampleGradients ? covarianceEpochs : 0, among: recorded)
  }

  /// The indices of the recorded epochs at which the largest eigenvalue is measured.
  ///
  /// - Parameter recorded: The number of recorded epochs.
  /// - Returns: The indices, increasing from 0 to the last; none when it is not measured.
  public func sharpnessIndices(among recorded: Int) -> [Int] {
    spread(sharpnessEpochs, among: recorded)
  }

  private func spread(_ wanted: Int, among recorded: Int) -> [Int] {
    let count = min(wanted, recorded)
    guard count > 1 else { return count == 1 ? [0] : [] }
    return (0..<count).map { ($0 * (recorded - 1) + (count - 1) / 2) / (count - 1) }
  }

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try require(
      recordedEpochs >= 2, "recordedEpochs", recordedEpochs, "record at least 2 epochs")
    try require(
      measurementBatches >= 2, "measurementBatches", measurementBatches,
      "use at least 2 batches, or there is no covariance")
    try require(
      covarianceEpochs == 0 || covarianceEpochs >= 2, "covarianceEpochs", covarianceEpochs,
      "measure at 2 epochs or more, or give 0 for no participation ratio")
    try require(
      sharpnessEpochs == 0 || sharpnessEpochs >= 2, "sharpnessEpochs", sharpnessEpochs,
      "measure at 2 epochs or more, or give 0 for no eigenvalue")
    try require(
      largestCovariance >= 1, "largestCovariance", largestCovariance,
      "give a number of parameters, at least 1")
  }
}
