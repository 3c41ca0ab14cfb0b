import FokkerPlanck
import Foundation
import LinearAlgebra
import RealModule
import StochasticProcesses
import Testing

@Suite("Tensor trains against linear processes", .enabled(if: runsSlowTests))
struct TensorTrainLinearTests {
  @Test("R20: stationary covariance and joint entropy of the chain of eight")
  func chainOfEight() throws {
    let initial = try TensorTrainDensity(independent(8, variance: 0.2))
    let evolution = try TensorTrainSolver(tolerance: 1e-5).solve(
      chain(8), from: initial, times: [12])
    let density = evolution.densities[0]
    let covariance = try density.meanAndCovariance().covariance
    #expect(abs(covariance[0, 0] - 0.203434054445) < 1e-4 * 0.2)
    #expect(abs(try density.entropy().value - 3.761842252727) < 1e-4)
    #expect(density.ranks.allSatisfy { $0 < 12 })
    #expect(evolution.diagnostics.largestMassError < 1e-4)
    #expect(evolution.diagnostics.smallestRelativeDensity > -1e-5)
    #expect(!evolution.diagnostics.reachedMaximumRank)
    #expect(evolution.diagnostics.largestUnresolvedPart <= 1e-5)
  }

  @Test("The chain of six follows its law in time, from a shifted start")
  func chainOfSix() throws {
    let start = MultivariateGaussianLaw(
      mean: [0.5, 0, -0.5, 0.3, 0, 0.2], variances: [0.1, 0.2, 0.3, 0.2, 0.1, 0.2])
    let times = [0, 0.15, 0.5, 0.5, 1.5]
    let evolution = try TensorTrainSolver(tolerance: 1e-4).solve(
      chain(6), from: try TensorTrainDensity(start), startingAt: 0, times: times)
    #expect(evolution.densities.count == times.count)
    for (time, density) in zip(times, evolution.densities) {
      let law = try chain(6).law(from: start, after: time)
      #expect(try largestMomentError(density, law) < 3e-4)
      #expect(abs(try density.entropy().value - (try law.entropy())) < 2e-3)
      #expect(abs(try density.mass() - 1) < 1e-6)
    }
    // Steps grow as the law settles.
    let lengths = evolution.diagnostics.steps.map(\.length)
    #expect(try #require(lengths.last) > 2 * lengths[0])
  }

  @Test("The error follows the tolerance", arguments: [(1e-3, 5e-3), (1e-5, 5e-5)])
  func errorFollowsTolerance(tolerance: Double, bound: Double) throws {
    let start = independent(3, variance: 1)
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1.5, 0, 0], [0, 1, 0], [0.5, 0.3, 1]]),
      diffusion: .diagonal([0.5, 0.5, 0.5]))
    let evolution = try TensorTrainSolver(tolerance: tolerance).solve(
      process, from: try TensorTrainDensity(start), times: [0.5, 5])
    for (time, density) in zip([0.5, 5], evolution.densities) {
      #expect(try largestMomentError(density, process.law(from: start, after: time)) < bound)
    }
  }

  @Test("R10: a stationary current, with a full diffusion matrix")
  func rotor() throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
      diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
    let start = MultivariateGaussianLaw(mean: [0.4, -0.3], variances: [0.1, 0.3])
    let evolution = try TensorTrainSolver(tolerance: 1e-7).solve(
      process, from: try TensorTrainDensity(start), times: [1, 30])
    #expect(
      try largestMomentError(evolution.densities[0], process.law(from: start, after: 1)) < 1e-6)
    #expect(
      try largestMomentError(
        evolution.densities[1], MultivariateGaussianLaw(mean: [0, 0], variances: [0.2, 0.2]))
        < 1e-6)
    #expect(abs(try evolution.densities[1].entropy().value - 1.228439153975) < 1e-5)
  }

  @Test("The order in time is 2s − 1", arguments: [1, 2, 3])
  func orderInTime(stageCount: Int) throws {
    let start = MultivariateGaussianLaw(mean: [0.5, -0.2], variances: [0.25, 0.3])
    let process = chain(2)
    let initial = try TensorTrainDensity(start, tolerance: 1e-10)
    let exact = try process.law(from: start, after: 1)
    let errors = try [4.0, 8].map { steps in
      var solver = TensorTrainSolver(tolerance: 1e-9)
      solver.stageCount = stageCount
      solver.adaptsStep = false
      solver.longestStep = 1 / steps
      let evolution = try solver.solve(process, from: initial, times: [1])
      #expect(evolution.diagnostics.acceptedSteps == Int(steps))
      return try largestMomentError(evolution.densities[0], exact)
    }
    let order = log2(errors[0] / errors[1])
    #expect(abs(order - Double(2 * stageCount - 1)) < 0.25, "errors \(errors)")
  }

  @Test("R13: coefficients that depend on time, beside others that do not")
  func timeDependentDiffusion() throws {
    /// Variable 0 is R13, D = 0.1 + 0.3 t; it is pulled by variable 1, which has mean zero.
    struct Warming: SeparableDiffusionProcess {
      let dimension = 3
      func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
        variable == 2
          ? [ProductTerm(-1, [2: { $0 }]), ProductTerm(0.5 * time, [0: { $0 }])]
          : [ProductTerm(-1, [variable: { $0 }])]
      }
      func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
        row == column ? [ProductTerm(row == 0 ? 0.1 + 0.3 * time : 0.2)] : []
      }
    }
    let evolution = try TensorTrainSolver(tolerance: 1e-6).solve(
      Warming(), from: try TensorTrainDensity(independent(3, variance: 0.2)), times: [1.5])
    let covariance = try evolution.densities[0].meanAndCovariance().covariance
    #expect(abs(covariance[0, 0] - 0.412446767092) < 1e-5)
    #expect(abs(covariance[1, 1] - 0.2) < 1e-5)
    // d⟨x₀x₂⟩/dt = −2⟨x₀x₂⟩ + t ⟨x₀²⟩/2, integrated with Simpson's rule.
    func variance(_ t: Double) -> Double {
      LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3).moments(
        mean: 0, variance: 0.2, at: t
      ).variance
    }
    let step = 1.5 / 200
    let sum = (0...200).reduce(0.0) { total, index in
      let t = Double(index) * step
      let weight = index == 0 || index == 200 ? 1.0 : index % 2 == 1 ? 4 : 2
      return total + weight * exp(-2 * (1.5 - t)) * t / 2 * variance(t)
    }
    #expect(abs(covariance[0, 2] - sum * step / 3) < 1e-5)
  }

  @Test("Coefficients interpolated by crosses give the same density as their terms")
  func interpolatedCoefficients() throws {
    let linear = chain(3)
    let closures = MultivariateClosureProcess(
      dimension: 3,
      drift: { x, _ in (linear.relaxation * x).map { -$0 } },
      diffusion: { _, _ in [[0.3, 0, 0], [0, 0.3, 0], [0, 0, 0.3]] })
    let initial = try TensorTrainDensity(independent(3, mean: 0.3, variance: 0.25))
    let solver = TensorTrainSolver(tolerance: 1e-5)
    let exact = try solver.solve(linear, from: initial, times: [0.7]).densities[0]
    let interpolated = try solver.solve(closures, from: initial, times: [0.7]).densities[0]
    let (a, b) = (try exact.meanAndCovariance(), try interpolated.meanAndCovariance())
    for (x, y) in zip(a.covariance.elements, b.covariance.elements) { #expect(abs(x - y) < 1e-5) }
    #expect(
      abs(try exact.value(at: [0, 0.1, 0.2]) - interpolated.value(at: [0, 0.1, 0.2])) < 1e-4)
  }
}
