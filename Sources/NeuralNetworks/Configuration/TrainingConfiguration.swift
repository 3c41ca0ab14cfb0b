/// The kind of number that networks are trained in.
public enum NumericalPrecision: String, Codable, CaseIterable, Hashable, Sendable {
  /// 32 bits, 24 of them significant; about twice as fast.
  case float32
  /// 64 bits, 53 of them significant.
  case float64
}

/// The training of an ensemble of networks.
public struct TrainingConfiguration: Hashable, Codable, Sendable {
  /// What the networks learn from.
  public var data = DataConfiguration()
  /// The shape of a network.
  public var network = NetworkConfiguration()
  /// The optimiser and the size of its steps.
  public var optimizer = OptimizerConfiguration()
  /// What is kept of the training.
  public var recording = RecordingConfiguration()
  /// The number of networks, each with its own weights, training set and batches; below 2¹⁶.
  public var networks = 50
  /// The number of passes through the training set; below 2³².
  public var epochs = 10000
  /// The kind of number that networks are trained in.
  public var precision = NumericalPrecision.float32
  /// The seed of all randomness; network i is a function of (seed, i).
  public var seed: UInt64 = 1

  /// Creates the configuration of the published experiment.
  public init() {}

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try data.validate()
    try network.validate()
    try optimizer.validate()
    try recording.validate()
    try require((1..<1 << 16).contains(networks), "networks", networks, "train 1 to 65535 networks")
    try require((1..<1 << 32).contains(epochs), "epochs", epochs, "train for 1 to 2³² − 1 epochs")
  }

  /// Checks that the configuration can be applied to `patterns`.
  func validate(for patterns: LabelledPatterns) throws(TrainingError) {
    try validate()
    let size = data.trainingSetSize(of: patterns.patternCount)
    try require(
      size >= recording.measurementBatches, "trainingFraction", data.trainingFraction,
      "train on at least as many patterns as there are measurement batches")
  }
}
