/// What a random stream is for; part of its address, so that uses never overlap.
public enum StreamPurpose: UInt16, CaseIterable, Sendable {
  /// Anything without a purpose of its own, such as tests.
  case general = 0
  /// Initial weights of a network.
  case initialWeights = 1
  /// The choice of a network's training patterns.
  case trainingSplit = 2
  /// The order or choice of patterns in mini-batches.
  case batches = 3
  /// The random cut of the training set that gradient statistics are measured on.
  case gradientMeasurement = 4
  /// Noise injected into the optimiser.
  case injectedNoise = 5
  /// Initial positions of particles.
  case initialPositions = 6
  /// Brownian increments of particles.
  case brownianIncrements = 7
  /// Resampling of networks for intervals.
  case bootstrap = 8
  /// Noise on labels.
  case labels = 9
  /// Whether a particle touched an absorbing wall between two steps.
  case wallCrossings = 10
  /// The choice of a random rule that labels patterns.
  case rules = 11
  /// The first direction of a search for the largest curvature.
  case curvatureDirections = 12
  /// Noise that is added to the weights after a training has branched.
  case continuedNoise = 13
  /// Proposals of a Monte-Carlo chain and whether they are accepted.
  case monteCarlo = 14
}
