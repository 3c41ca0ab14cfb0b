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
  /// The histograms of pairs of variables that were asked for.
  public let pairs: [PairHistogram]
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

/// Two different variables of a process.
public struct VariablePair: Hashable, Codable, Sendable {
  /// The variable along the first axis.
  public let first: Int
  /// The variable along the second axis.
  public let second: Int

  /// Creates a pair.
  public init(_ first: Int, _ second: Int) {
    self.first = first
    self.second = second
  }
}

/// The joint histogram of two variables.
public struct PairHistogram: Hashable, Sendable {
  /// The variables.
  public let variables: VariablePair
  /// The joint density on both axes, normalised by the number of all particles.
  public let density: BoxDensity
  /// The standard error of each cell's density.
  public let standardErrors: [Double]
  /// The number of survivors in each cell, the second axis varying fastest.
  public let counts: [Int]

  init(
    _ variables: VariablePair, counts: [Int], axes: [Axis], particleCount: Int
  ) throws(GridError) {
    self.variables = variables
    self.counts = counts
    let (n, volume) = (Double(particleCount), axes[0].spacing * axes[1].spacing)
    let shares = counts.map { Double($0) / n }
    density = try BoxDensity(axes: axes, values: shares.map { $0 / volume })
    standardErrors = shares.map { ($0 * (1 - $0) / n).squareRoot() / volume }
  }

  /// The joint differential entropy in nats; see ``EnsembleSnapshot/entropy``.
  public var entropy: StatisticalEstimate? {
    HistogramCounts.entropy(of: counts, cellVolume: density.cellVolume)
  }
}
