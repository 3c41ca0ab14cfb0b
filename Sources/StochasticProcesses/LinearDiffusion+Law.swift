public import LinearAlgebra
internal import RealModule

extension LinearDiffusion {
  /// The exact law after `time` when it starts from a normal law.
  ///
  /// ```
  /// mean = μ + e^{−At} (mean₀ − μ),   Σ = e^{−At} Σ₀ e^{−Aᵀt} + ∫₀ᵗ e^{−As} 2D e^{−Aᵀs} ds
  /// ```
  ///
  /// The integral is a block of one matrix exponential over a short time, doubled until `time` is
  /// reached: sums of positive terms only, for stable, neutral and unstable A alike.
  ///
  /// - Parameters:
  ///   - initial: The law at the start; covariance 0 is a point.
  ///   - time: The time since the start; not negative.
  /// - Returns: The normal law at `time`.
  /// - Throws: ``LinearAlgebra/LinearAlgebraError`` when an exponential overflows.
  ///
  /// ## Reference
  ///
  /// C. F. Van Loan, "Computing integrals involving the matrix exponential", *IEEE Transactions on
  /// Automatic Control* 23 (1978) 395-404,
  /// [doi:10.1109/TAC.1978.1101743](https://doi.org/10.1109/TAC.1978.1101743).
  public func law(
    from initial: MultivariateGaussianLaw, after time: Double
  ) throws(LinearAlgebraError) -> MultivariateGaussianLaw {
    precondition(initial.dimension == dimension, "the law must have the variables of the process")
    precondition(time >= 0, "a law has no past")
    let (flow, gained) = try transition(over: time)
    let displacement = flow * zip(initial.mean, center).map { $0 - $1 }
    let covariance = flow * initial.covariance * flow.transposed + gained
    return MultivariateGaussianLaw(
      mean: zip(center, displacement).map { $0 + $1 }, covariance: covariance.symmetrized)
  }

  /// The flow e^{−At} and the covariance that a point gains over a time.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError`` when an exponential overflows.
  public func transition(
    over time: Double
  ) throws(LinearAlgebraError) -> (flow: Matrix, covariance: Matrix) {
    let norm = relaxation.columnSumNorm * time
    let doublings = norm > 0.5 ? Int(Double.log2(2 * norm).rounded(.up)) : 0
    let step = time * Double.pow(0.5, Double(doublings))
    let order = dimension
    var block = Matrix(rowCount: 2 * order, columnCount: 2 * order)
    for row in 0..<order {
      for column in 0..<order {
        block[row, column] = -relaxation[row, column] * step
        block[row, order + column] = 2 * diffusionMatrix[row, column] * step
        block[order + row, order + column] = relaxation[column, row] * step
      }
    }
    let exponential = try block.exponential()
    var flow = Matrix(rowCount: order, columnCount: order)
    var upper = flow
    for row in 0..<order {
      for column in 0..<order {
        flow[row, column] = exponential[row, column]
        upper[row, column] = exponential[row, order + column]
      }
    }
    var covariance = (upper * flow.transposed).symmetrized
    for _ in 0..<doublings {
      covariance = covariance + flow * covariance * flow.transposed
      flow = flow * flow
    }
    return (flow, covariance.symmetrized)
  }

  /// The law that every law tends to, with A Σ + Σ Aᵀ = 2 D.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError/unstable(growthRate:)`` when an eigenvalue of A
  ///   has no positive real part.
  public func stationaryLaw() throws(LinearAlgebraError) -> MultivariateGaussianLaw {
    let equation = try LyapunovEquation(relaxation)
    let slowest = equation.eigenvalueRealParts.min() ?? 0
    guard slowest > 0 else { throw .unstable(growthRate: -slowest) }
    return MultivariateGaussianLaw(
      mean: center, covariance: try equation.solve(2 * diffusionMatrix).symmetrized)
  }

  /// The rate at which the stationary current produces entropy, in nats per unit of time.
  ///
  /// With the velocity v = (D Σ⁻¹ − A)(x − μ) of the current it is E[vᵀ D⁻¹ v]; zero in equilibrium.
  ///
  /// - Throws: ``LinearAlgebra/LinearAlgebraError`` when there is no stationary law or D is singular.
  public func stationaryEntropyProduction() throws(LinearAlgebraError) -> Double {
    let covariance = try stationaryLaw().covariance
    // Σ and D are symmetric: D Σ⁻¹ is the transpose of Σ⁻¹ D.
    let velocity = try covariance.solve(diffusionMatrix).transposed - relaxation
    let force = try diffusionMatrix.solve(velocity)
    let product = velocity.transposed * force * covariance
    return (0..<dimension).reduce(0) { $0 + product[$1, $1] }
  }
}

extension Matrix {
  /// The mean of the matrix and its transpose.
  fileprivate var symmetrized: Matrix { 0.5 * (self + transposed) }
}
