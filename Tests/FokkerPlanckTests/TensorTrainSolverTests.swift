import FokkerPlanck
import Foundation
import LinearAlgebra
import StochasticProcesses
import Testing

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

@Suite("Tensor trains")
struct TensorTrainSolverTests {
  @Test("R20", arguments: [3, 6, 8]) func chains(count: Int) throws {
    let process = chain(count)
    let start = MultivariateGaussianLaw(
      mean: [Double](repeating: 0, count: count), variances: [Double](repeating: 0.2, count: count))
    let clock = ContinuousClock()
    var initial: TensorTrainDensity?
    print("init", clock.measure { initial = try? TensorTrainDensity(start) })
    guard let initial else { return }
    let times = [0.3, 1, 8.0]
    for tolerance in [1e-4, 1e-5, 1e-6] {
      let solver = TensorTrainSolver(tolerance: tolerance)
      var evolution: TensorTrainEvolution?
      let elapsed = try clock.measure {
        evolution = try solver.solve(process, from: initial, times: times)
      }
      guard let evolution else { return }
      print(
        "N", count, "tol", tolerance, elapsed, "steps", evolution.diagnostics.acceptedSteps, "rej",
        evolution.diagnostics.rejectedSteps, "products", evolution.diagnostics.products)
      for s in evolution.diagnostics.steps { print("   ", s) }
      for (time, density) in zip(times, evolution.densities) {
        let law = try process.law(from: start, after: time)
        let (mean, covariance) = try density.meanAndCovariance()
        let worst = zip(covariance.elements, law.covariance.elements).reduce(0) {
          max($0, abs($1.0 - $1.1))
        }
        var entropy: TensorTrainEntropy?
        let took = clock.measure { entropy = try? density.entropy(tolerance: 0.01 * tolerance) }
        print(
          "  t", time, "cov err", worst, "mean", mean.map(abs).max() ?? 0, "S err",
          (entropy?.value ?? .nan) - (try law.entropy()), "est", entropy?.estimatedError ?? .nan,
          "rank", entropy?.rank ?? -1, took, "ranks", density.ranks)
      }
      var d = evolution.diagnostics
      d.steps = []
      print(d)
    }
  }
}
