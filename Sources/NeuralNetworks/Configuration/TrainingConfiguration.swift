/// The kind of number that networks are trained in.
public enum NumericalPrecision: String, Codable, CaseIterable, Hashable, Sendable {
  /// 32 bits, 24 of them significant; about twice as fast.
  case float32
  /// 64 bits, 53 of them significant.
  case float64
}

/// In what the networks of an ensemble differ.
///
/// The spread over networks means something else for each, so they must not be pooled.
public enum EnsembleKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// Every network has its own initial weights, training set and batches.
  case independent
  /// The networks differ in their initial weights alone.
  case initial
  /// The networks differ in their batches and injected noise alone, in groups of `replicas`.
  ///
  /// This is the only spread that is comparable with a diffusion coefficient. Every group has its
  /// own initial weights and training set.
  case noise
  /// The networks differ in their training sets alone.
  case split
}

/// The training of an ensemble of networks.
public struct TrainingConfiguration: Hashable, Codable, Sendable {
  /// What the networks learn from.
  public var data = DataConfiguration()
  /// The shape of a network.
  public var network = NetworkConfiguration()
  /// The optimiser and the size of its steps.
  public var optimizer = OptimizerConfiguration()
  /// What changes when the training has come to a certain epoch.
  public var continuation = ContinuationConfiguration()
  /// What is kept of the training.
  public var recording = RecordingConfiguration()
  /// The number of networks, each with its own weights, training set and batches; below 2¹⁶.
  public var networks = 50
  /// In what the networks differ.
  public var ensemble = EnsembleKind.independent
  /// The number of networks of a `noise` ensemble that share initial weights and training set; the
  /// other ensembles do not use it.
  public var replicas = 50
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
    try require(replicas >= 1, "replicas", replicas, "use at least 1 network in a group")
    try require((1..<1 << 32).contains(epochs), "epochs", epochs, "train for 1 to 2³² − 1 epochs")
    try continuation.validate(self)
  }

  /// Which streams of random numbers a network draws from.
  public func streams(ofNetwork network: Int) -> NetworkStreams {
    switch ensemble {
    case .independent:
      NetworkStreams(initialWeights: network, trainingSet: network, batches: network)
    case .initial: NetworkStreams(initialWeights: network, trainingSet: 0, batches: 0)
    case .noise:
      NetworkStreams(
        initialWeights: network / replicas, trainingSet: network / replicas, batches: network,
        sharedBatches: network / replicas * replicas)
    case .split: NetworkStreams(initialWeights: 0, trainingSet: network, batches: 0)
    }
  }

  /// Checks that the configuration can be applied to `patterns`.
  func validate(for patterns: LabelledPatterns) throws(TrainingError) {
    try validate()
    try network.validate(for: patterns)
    let size = data.trainingSetSize(of: patterns.patternCount)
    let parameterCount = ParameterLayout(widths: network.widths(for: patterns)).parameterCount
    try require(
      continuation.motion != .flatNoise
        || parameterCount <= ContinuationConfiguration.mostParameters,
      "continuation.motion", continuation.motion.rawValue,
      "its directions take the Hessian of \(parameterCount) parameters, and at most "
        + "\(ContinuationConfiguration.mostParameters) are possible")
    try require(
      size >= recording.measurementBatches, "trainingFraction", data.trainingFraction,
      "of \(patterns.patternCount) patterns it leaves \(size) for training, which cannot be cut into "
        + "\(recording.measurementBatches) measurement batches; give more patterns, a larger "
        + "fraction or fewer recording.measurementBatches")
  }
}

/// The indices of the streams of random numbers that make a network.
///
/// Two networks of an ensemble share what has the same index.
public struct NetworkStreams: Hashable, Sendable {
  /// The index of the initial weights.
  public let initialWeights: Int
  /// The index of the training set and the labels.
  public let trainingSet: Int
  /// The index of the batches and of injected noise.
  public let batches: Int
  /// The index of the batches up to the branching epoch, if there is one.
  public let sharedBatches: Int

  init(initialWeights: Int, trainingSet: Int, batches: Int, sharedBatches: Int? = nil) {
    self.initialWeights = initialWeights
    self.trainingSet = trainingSet
    self.batches = batches
    self.sharedBatches = sharedBatches ?? batches
  }
}
