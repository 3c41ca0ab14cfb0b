import FokkerPlanck
import LinearAlgebra
import StochasticProcesses

/// R20: Ornstein-Uhlenbeck processes in a chain, relaxation 1 + 0.7 L with the Laplacian L of a path.
func chain(_ count: Int) -> LinearDiffusion {
  var relaxation = Matrix.identity(count)
  for site in 0..<count {
    let neighbours = [site - 1, site + 1].filter { (0..<count).contains($0) }
    relaxation[site, site] += 0.7 * Double(neighbours.count)
    for neighbour in neighbours { relaxation[site, neighbour] -= 0.7 }
  }
  return LinearDiffusion(
    relaxation: relaxation, diffusion: .diagonal([Double](repeating: 0.3, count: count)))
}

/// Double wells in a chain: aᵢ = xᵢ − xᵢ³ + k Σ (xⱼ − xᵢ) over neighbours, constant D.
func wells(_ count: Int, coupling: Double, diffusion: Double) -> PolynomialDiffusion {
  let drift = (0..<count).map { site -> [PolynomialDiffusion.Monomial] in
    let neighbours = [site - 1, site + 1].filter { (0..<count).contains($0) }
    let linear = 1 - coupling * Double(neighbours.count)
    return [.init(linear, [site: 1]), .init(-1, [site: 3])]
      + neighbours.map { .init(coupling, [$0: 1]) }
  }
  return PolynomialDiffusion(
    drift: drift, diffusion: [Double](repeating: diffusion, count: count))
}

/// A normal law of independent variables, all alike.
func independent(_ count: Int, mean: Double = 0, variance: Double) -> MultivariateGaussianLaw {
  MultivariateGaussianLaw(
    mean: [Double](repeating: mean, count: count),
    variances: [Double](repeating: variance, count: count))
}

/// The largest difference of means or covariances between a density and a law.
func largestMomentError(
  _ density: TensorTrainDensity, _ law: MultivariateGaussianLaw
) throws -> Double {
  let (mean, covariance) = try density.meanAndCovariance()
  let pairs = zip(mean + covariance.elements, law.mean + law.covariance.elements)
  return pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
}
