public import LinearAlgebra
internal import RealModule

/// A normal distribution of several variables.
public struct MultivariateGaussianLaw: Hashable, Codable, Sendable {
  /// The means, in units of state.
  public var mean: [Double]
  /// The covariance matrix, in units of state²; symmetric and positive semidefinite.
  public var covariance: Matrix

  /// Creates the law with the given means and covariance; a covariance of zero is a point.
  public init(mean: [Double], covariance: Matrix) {
    precondition(
      covariance.rowCount == mean.count && covariance.isSymmetric(),
      "the covariance must be symmetric with one row per mean")
    self.mean = mean
    self.covariance = covariance
  }

  /// The law of independent variables.
  public init(mean: [Double], variances: [Double]) {
    precondition(variances.count == mean.count, "one variance per mean")
    self.init(mean: mean, covariance: .diagonal(variances))
  }

  /// The number of variables.
  public var dimension: Int { mean.count }

  /// The law of one variable alone.
  public func marginal(of variable: Int) -> GaussianLaw {
    GaussianLaw(mean: mean[variable], variance: covariance[variable, variable])
  }

  /// The density as a function of a point, factorised once.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError/notPositiveDefinite(order:)`` when the law lies in
  ///   a subspace.
  public func density() throws(LinearAlgebraError) -> @Sendable ([Double]) -> Double {
    let factor = try CholeskyFactorization(covariance)
    let (lower, mean, order) = (factor.lower, mean, dimension)
    let normalisation =
      -0.5 * (Double(order) * Double.log(2 * Double.pi) + factor.logarithmOfDeterminant)
    return { point in
      precondition(point.count == order, "one coordinate per variable")
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: order) { standard in
        var square = 0.0
        for row in 0..<order {
          var rest = point[row] - mean[row]
          for column in 0..<row { rest -= lower[row, column] * standard[column] }
          standard[row] = rest / lower[row, row]
          square += standard[row] * standard[row]
        }
        return Double.exp(normalisation - 0.5 * square)
      }
    }
  }

  /// The differential entropy ½ ln((2πe)ᵈ det Σ) in nats.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError/notPositiveDefinite(order:)`` when the law lies in
  ///   a subspace, whose entropy is −∞.
  public func entropy() throws(LinearAlgebraError) -> Double {
    let logarithm = try CholeskyFactorization(covariance).logarithmOfDeterminant
    return 0.5 * (Double(dimension) * (1 + Double.log(2 * Double.pi)) + logarithm)
  }
}
