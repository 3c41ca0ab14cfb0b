public import Grids

/// What an ensemble looks like at one time.
public struct EnsembleSnapshot: Hashable, Sendable {
  /// The time.
  public let time: Double
  /// The number of particles that no absorbing wall has taken.
  public let survivingCount: Int
  /// The mean position of the survivors.
  public let mean: Double
  /// The standard error of the mean.
  public let meanStandardError: Double
  /// The variance of the survivors' positions, unbiased.
  public let variance: Double
  /// The standard error of the variance, for any law.
  public let varianceStandardError: Double
  /// The histogram of the survivors, normalised by the number of all particles: its mass is the
  /// fraction that survives and lies on the axis.
  public let density: Density
  /// The standard error of each cell's density, √(p(1 − p)/n)/h for the cell's probability p.
  public let densityStandardErrors: [Double]
  /// Every particle's position in the order of the paths, those taken by a wall at the wall; empty
  /// unless ``LangevinConfiguration/keepsPositions``.
  public let positions: [Double]
}

/// An ensemble's history at the requested times.
public struct EnsembleEvolution: Hashable, Sendable {
  /// One snapshot for each requested time.
  public let snapshots: [EnsembleSnapshot]
  /// The number of particles.
  public let particleCount: Int
  /// The number of steps each particle took.
  public let stepCount: Int
  /// When an absorbing wall took each particle, in the order of the paths: the middle of the step,
  /// or infinity for survivors; empty without absorbing walls.
  public let exitTimes: [Double]
}
