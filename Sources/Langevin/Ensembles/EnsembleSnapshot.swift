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
  /// The survivors in each cell and outside of the axis.
  public let counts: HistogramCounts
  /// Every particle's position in the order of the paths, those taken by a wall at the wall; empty
  /// unless ``LangevinConfiguration/keepsPositions``.
  public let positions: [Double]
}

extension EnsembleSnapshot {
  /// The position that a fraction of the survivors is below, from the histogram.
  ///
  /// Within a cell positions count as uniform, so the resolution is a fraction of a cell.
  ///
  /// - Parameter probability: The fraction, between 0 and 1.
  /// - Returns: The quantile with its standard error √(p(1 − p)/n)/density, or nil when it lies
  ///   outside of the axis.
  public func quantile(_ probability: Double) -> StatisticalEstimate? {
    counts.quantile(probability, on: density.axis)
  }

  /// The differential entropy of the survivors' law in nats, from the histogram.
  ///
  /// The plug-in estimate with Miller and Madow's correction; positions outside of the axis are left
  /// out. Cells much narrower than the law's features and n much larger than their number make it
  /// good; for few particles use estimators on positions.
  ///
  /// - Returns: The entropy with its standard error, or nil when no particle is on the axis.
  public var entropy: StatisticalEstimate? { counts.entropy(cellVolume: density.axis.spacing) }
}
