import FokkerPlanck
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Gaussian closure")
struct GaussianClosureTests {
  @Test("A linear process follows its exact law", arguments: [1, 3, 8])
  func linear(count: Int) throws {
    let start = MultivariateGaussianLaw(
      mean: (0..<count).map { 0.3 * Double($0) - 0.5 },
      variances: (0..<count).map { 0.1 + 0.05 * Double($0) })
    let times = [0, 0.2, 0.2, 3]
    let laws = try GaussianClosure(tolerance: 1e-10).laws(
      of: chain(count), from: start, times: times)
    for (time, law) in zip(times, laws) {
      let exact = try chain(count).law(from: start, after: time)
      for (a, b) in zip(law.mean, exact.mean) { #expect(abs(a - b) < 1e-8) }
      for (a, b) in zip(law.covariance.elements, exact.covariance.elements) {
        #expect(abs(a - b) < 1e-8)
      }
    }
  }

  @Test("A cubic drift has the closed form E[x³] = m³ + 3 m σ²")
  func cubic() throws {
    let process = PolynomialDiffusion(
      drift: [[.init(1, [0: 1]), .init(-1, [0: 3])]], diffusion: [0.2])
    let law = try #require(
      try GaussianClosure(tolerance: 1e-10).laws(
        of: process, from: MultivariateGaussianLaw(mean: [0.4], variances: [0.1]), times: [1.5]
      ).first)
    // The closed moment equations by the classical Runge-Kutta method.
    func slope(_ y: SIMD2<Double>) -> SIMD2<Double> {
      let (m, v) = (y.x, y.y)
      return SIMD2(m - m * m * m - 3 * m * v, 2 * v * (1 - 3 * m * m - 3 * v) + 0.4)
    }
    var y = SIMD2(0.4, 0.1)
    let h = 1.5 / 3000
    for _ in 0..<3000 {
      let k1 = slope(y)
      let k2 = slope(y + h / 2 * k1)
      let k3 = slope(y + h / 2 * k2)
      let k4 = slope(y + h * k3)
      y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    }
    #expect(abs(law.mean[0] - y.x) < 1e-8)
    #expect(abs(law.covariance[0, 0] - y.y) < 1e-8)
  }

  @Test("It agrees with the tensor train while the law is nearly normal")
  func besideTensorTrain() throws {
    let process = wells(4, coupling: 0.3, diffusion: 0.05)
    let start = independent(4, mean: 1, variance: 0.01)
    let law = try #require(
      try GaussianClosure().laws(of: process, from: start, times: [0.5]).first)
    let evolution = try TensorTrainSolver(tolerance: 1e-4).solve(
      process, from: try TensorTrainDensity(start), times: [0.5])
    let error = try largestMomentError(evolution.densities[0], law)
    #expect(error < 3e-3)
    // The third moments that the closure leaves out are seen by the train.
    #expect(error > 1e-5)
  }

  @Test("Bad tolerances and singular starts are refused")
  func refusals() throws {
    #expect(throws: FokkerPlanckError.self) {
      try GaussianClosure(tolerance: 0).laws(
        of: chain(2), from: independent(2, variance: 1), times: [1])
    }
    #expect(throws: FokkerPlanckError.diverged(time: 0)) {
      try GaussianClosure().laws(
        of: chain(2), from: independent(2, variance: 0), times: [1])
    }
  }
}
