/// The size, the step and the seed of an ensemble.
public struct LangevinConfiguration: Hashable, Codable, Sendable {
  /// The number of particles.
  public var particleCount = 10_000
  /// The largest time step, in the process's unit of time.
  public var stepSize = 1e-3
  /// The seed of all random numbers.
  public var seed: UInt64 = 0
  /// Whether the result holds every particle's position at each requested time.
  public var keepsPositions = false
  /// Whether the result holds the state from which the ensemble can be continued.
  public var keepsState = false
  /// The indices of the paths to keep, in ascending order.
  public var tracedPaths: [Int] = []
  /// Every how many steps the traced paths are kept.
  public var traceStride = 1
  /// How many Brownian increments make up the increment of one step.
  ///
  /// An ensemble with step h·r and r increments per step follows the same Brownian paths as one
  /// with step h and one increment: what studies of strong convergence need.
  public var incrementsPerStep = 1

  /// Creates the configuration of 10 000 particles.
  public init() {}

  /// Checks that there are particles and steps.
  ///
  /// - Throws: ``LangevinError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(LangevinError) {
    guard particleCount > 0, particleCount < 1 << 32 else {
      throw .invalidParameter(
        "particleCount", value: Double(particleCount),
        remedy: "use at least one particle and fewer than 2³²")
    }
    guard stepSize > 0, stepSize.isFinite else {
      throw .invalidParameter("stepSize", value: stepSize, remedy: "use a positive step")
    }
    try positive(incrementsPerStep, "incrementsPerStep")
    try positive(traceStride, "traceStride")
    for (place, path) in tracedPaths.enumerated() {
      let isAscending = place == 0 || path > tracedPaths[place - 1]
      guard isAscending, path >= 0, path < particleCount else {
        throw .invalidParameter(
          "tracedPaths", value: Double(path),
          remedy: "use ascending indices from 0 to \(particleCount - 1)")
      }
    }
  }

  private func positive(_ count: Int, _ name: String) throws(LangevinError) {
    guard count > 0 else {
      throw .invalidParameter(name, value: Double(count), remedy: "use 1 or more")
    }
  }
}
