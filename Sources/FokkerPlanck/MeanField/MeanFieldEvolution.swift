public import StochasticProcesses

/// The densities of all populations at a sequence of times, with the field that they make.
public struct MeanFieldEvolution: Hashable, Codable, Sendable {
  /// The output times, ascending.
  public let times: [Double]
  /// The history of each population; all share the numbers of steps.
  public let populations: [DensityEvolution]
  /// The order parameters at each output time.
  public let fields: [MeanField]
  /// How often densities and field were made consistent, and how well.
  public let sweeps: SweepStatistics
}

/// How many sweeps over densities and field the steps took, and what they left.
public struct SweepStatistics: Hashable, Codable, Sendable {
  /// The number of sweeps of all kept steps.
  public var total = 0
  /// The largest number of sweeps of one kept step.
  public var largest = 0
  /// The largest L1 distance between the densities of the last two sweeps of a kept step.
  public var largestResidual = 0.0

  /// Creates the statistics of no step.
  public init() {}

  /// Adds the sweeps of a step.
  mutating func add(_ step: SweepStatistics) {
    total += step.total
    largest = max(largest, step.total)
    largestResidual = max(largestResidual, step.largestResidual)
  }
}
