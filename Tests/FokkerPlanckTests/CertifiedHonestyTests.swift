import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Estimates against true errors.
///
/// An estimate may exceed thirty times the error only where both are
/// far below the tolerance, since cells are halved and orders doubled, not tuned.
@Suite("Certified solutions are as good as they claim")
struct CertifiedHonestyTests {
  private func solve(_ one: CertifiedCase, _ tolerance: Double) throws -> CertifiedEvolution {
    var solver = CertifiedSolver()
    solver.boundaries = one.boundaries
    solver.tolerance = tolerance
    return try solver.solve(one.process, on: one.domain, from: one.law, times: one.times)
  }

  /// The L1 error of a density, with that of the probability that has left.
  private func trueError(
    _ solution: CertifiedEvolution, _ index: Int, _ one: CertifiedCase
  ) -> Double {
    let evolution = solution.evolution
    let exact = Density(axis: evolution.axis, cumulative: { one.cumulative($0, one.times[index]) })
    return evolution.densities[index].l1Distance(to: exact)
  }

  @Test(
    "The estimate bounds the true error and is not far above it",
    arguments: CertifiedCase.smooth)
  func honesty(one: CertifiedCase) throws {
    for tolerance in one.tolerances {
      let solution = try solve(one, tolerance)
      #expect(solution.shortfall == nil)
      for index in one.times.indices {
        let error = trueError(solution, index, one)
        let estimate = solution.errors[index].total
        #expect(error <= estimate, "\(one), tolerance \(tolerance), time \(one.times[index])")
        #expect(estimate <= tolerance)
        #expect(
          estimate <= max(30 * error, 1e-2 * tolerance),
          "\(one), tolerance \(tolerance): estimate \(estimate), error \(error)")
      }
      #expect(solution.evolution.diagnostics.largestMassError < 1e-12)
    }
  }

  @Test("R9: a density with an infinite slope is refined without false extrapolation")
  func jacobi() throws {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    for tolerance in [1e-3, 1e-4, 1e-5] {
      var solver = CertifiedSolver()
      solver.tolerance = tolerance
      let solution = try solver.solve(process, on: 0...1, from: .uniform(0...1), times: [40])
      let exact = Density(axis: solution.evolution.axis, cumulative: Self.betaCumulative)
      let error = solution.evolution.densities[0].l1Distance(to: exact)
      #expect(error <= solution.errors[0].total)
      #expect(solution.errors[0].total <= 10 * error)
      #expect(solution.errors[0].total <= tolerance)
    }
  }

  /// The distribution function of Beta(1.5, 3.5): (128/5π) ∫ 2 sin²θ cos⁶θ dθ with x = sin²θ.
  private static let betaCumulative: @Sendable (Double) -> Double = { x in
    let end = asin(x.squareRoot())
    let count = 200
    var sum = 0.0
    for step in 0..<count {
      for node in [-(0.6.squareRoot()), 0, 0.6.squareRoot()] {
        let angle = end * (Double(step) + 0.5 + 0.5 * node) / Double(count)
        let weight = node == 0 ? 8.0 / 18 : 5.0 / 18
        sum += weight * end / Double(count) * 2 * pow(sin(angle), 2) * pow(cos(angle), 6)
      }
    }
    return sum * 128 / (5 * Double.pi)
  }

  /// Coefficients without a closed form, against a solution to a far smaller tolerance.
  static let hard: [CertifiedCase] = [
    CertifiedCase(
      name: "a kink between faces",
      process: ClosureProcess(drift: { x, _ in x > 0.1 ? -1 : 1 }, diffusion: { _, _ in 0.3 }),
      domain: -4...4, law: .normal(GaussianLaw(mean: -0.5, variance: 0.09)), times: [0.5, 5],
      tolerances: [1e-2, 1e-3, 1e-4], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "a jump of the diffusion",
      process: ClosureProcess(drift: { x, _ in -x }, diffusion: { x, _ in x < 0.3 ? 0.1 : 1 }),
      domain: -6...6, law: .normal(GaussianLaw(mean: -0.5, variance: 0.09)), times: [0.5, 5],
      tolerances: [1e-2, 1e-3], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "jumps in time",
      process: ClosureProcess(
        drift: { _, t in t < 0.33 ? 1 : -1 }, diffusion: { _, t in t < 0.71 ? 0.1 : 0.3 }),
      domain: -4...4, law: .normal(GaussianLaw(mean: 0, variance: 0.09)), times: [0.5, 1],
      tolerances: [1e-3, 1e-5], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "a driven double well",
      process: ClosureProcess(
        drift: { x, t in x - x * x * x + 0.3 * sin(2 * t) },
        diffusion: { x, t in 0.1 + 0.02 * x * x * (1 + cos(t)) }),
      domain: -3...3, law: .normal(GaussianLaw(mean: -0.5, variance: 0.09)), times: [1, 4],
      tolerances: [1e-3, 1e-5], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "a wall whose drift changes in time",
      process: ClosureProcess(
        drift: { x, t in sin(3 * x + t) },
        diffusion: { x, t in 0.1 * (1 + 0.5 * cos(5 * t)) + 0.05 * x }),
      domain: 0...1, law: .density { 1 + cos(Double.pi * $0) }, times: [0.1, 1],
      tolerances: [1e-3, 1e-5], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "a rough drift",
      process: ClosureProcess(
        drift: { x, _ in 5 * sin(40 * x) - x }, diffusion: { _, _ in 0.2 }),
      domain: -4...4, law: .normal(GaussianLaw(mean: -0.5, variance: 0.09)), times: [0.5, 5],
      tolerances: [1e-3, 1e-5], cumulative: { _, _ in 0 }),
    CertifiedCase(
      name: "the double well of the peers",
      process: ClosureProcess(drift: { x, _ in x - x * x * x }, diffusion: { _, _ in 0.1 }),
      domain: -4...4, law: .point(-0.4), times: [0.3, 10],
      tolerances: [1e-3, 1e-5], cumulative: { _, _ in 0 }),
  ]

  @Test("So does it without a closed form, against a much better solution", arguments: hard)
  func selfConsistency(one: CertifiedCase) throws {
    let reference = try solve(one, (one.tolerances.min() ?? 1) / 20)
    for tolerance in one.tolerances {
      let solution = try solve(one, tolerance)
      for index in one.times.indices {
        var better = reference.evolution.densities[index]
        var density = solution.evolution.densities[index]
        while better.axis.cellCount > density.axis.cellCount { better = better.coarsened }
        while density.axis.cellCount > better.axis.cellCount { density = density.coarsened }
        let error = density.l1Distance(to: better)
        let estimate = solution.errors[index].total
        #expect(
          error <= estimate + reference.errors[index].total,
          "\(one), tolerance \(tolerance), error \(error), estimate \(estimate)")
        #expect(estimate <= tolerance)
      }
    }
  }
}
