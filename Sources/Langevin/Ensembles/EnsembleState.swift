/// Where an ensemble is: all that its future depends on besides its process and its seed.
///
/// An ensemble continued from the state at a requested time has the same bits as one that went on.
public struct EnsembleState: Hashable, Codable, Sendable {
  /// The time.
  public var time: Double
  /// The number of steps taken, which addresses the noise of the next ones.
  public var stepCount: Int
  /// The position of every particle in the order of the paths; of several variables, variable by
  /// variable.
  public var positions: [Double]
  /// When each path was taken out, infinity for survivors; empty when no wall takes paths out.
  public var exitTimes: [Double]

  /// Creates a state in which every particle is still there.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - positions: The positions in the order of the paths; of several variables, variable by
  ///     variable.
  ///   - stepCount: The number of steps taken.
  ///   - exitTimes: When each path was taken out; empty when none was.
  public init(
    time: Double = 0, positions: [Double], stepCount: Int = 0, exitTimes: [Double] = []
  ) {
    self.time = time
    self.positions = positions
    self.stepCount = stepCount
    self.exitTimes = exitTimes
  }
}
