public import Grids
public import LinearAlgebra
internal import RealModule

/// What an ensemble of several variables looks like at one time.
public struct MultivariateSnapshot: Hashable, Sendable {
  /// The time.
  public let time: Double
  /// The number of particles that no absorbing wall has taken.
  public let survivingCount: Int
  /// The mean of each variable over the survivors.
  public let means: [Double]
  /// The standard errors of the means.
  public let meanStandardErrors: [Double]
  /// The covariance matrix of the survivors, unbiased.
  public let covariance: Matrix
  /// The standard error of each covariance, for any law.
  public let covarianceStandardErrors: Matrix
  /// The histogram of each variable, normalised by the number of all particles.
  public let marginals: [Density]
  /// The standard error of each cell's density, shape [variable][cell].
  public let marginalStandardErrors: [[Double]]
  /// The survivors in each cell of each axis and outside.
  public let counts: [HistogramCounts]
  /// The histograms of several variables together that were asked for.
  public let joint: [JointHistogram]
  /// Every particle's coordinates, variable by variable, those taken by a wall where they left;
  /// empty unless ``LangevinConfiguration/keepsPositions``.
  public let positions: [Double]
}

extension MultivariateSnapshot {
  /// The value of a variable that a fraction of the survivors is below, from the histogram.
  ///
  /// - Returns: The quantile with its standard error, or nil when it lies outside of the axis.
  public func quantile(_ probability: Double, of variable: Int) -> StatisticalEstimate? {
    counts[variable].quantile(probability, on: marginals[variable].axis)
  }

  /// The differential entropy of one variable in nats, from the histogram; see
  /// ``EnsembleSnapshot/entropy``.
  public func entropy(of variable: Int) -> StatisticalEstimate? {
    counts[variable].entropy(cellVolume: marginals[variable].axis.spacing)
  }

  /// The entropy ½ ln((2πe)ᵈ det Σ) in nats of the normal law with the survivors' covariance: an
  /// upper bound of the joint entropy that needs no histogram.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError/notPositiveDefinite(order:)`` when the survivors
  ///   lie in a subspace.
  public func gaussianEntropy() throws(LinearAlgebraError) -> Double {
    let logarithm = try CholeskyFactorization(covariance).logarithmOfDeterminant
    return 0.5 * (Double(means.count) * (1 + Double.log(2 * Double.pi)) + logarithm)
  }
}
