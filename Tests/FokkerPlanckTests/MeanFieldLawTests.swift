import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Numbers between 0 and 1 that look random and are the same every time.
private struct Scatter {
  var state: UInt64

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}

@Suite("Laws of mean-field equations")
struct MeanFieldLawTests {
  @Test("populations that feel nobody are those solved alone, to the last bit")
  func uncoupled() throws {
    let system = ClosureMeanFieldProcess(
      orderParameters: [[], []],
      drift: { population, x, _, _ in population == 0 ? x - x * x * x : -x },
      diffusion: { _, _, _, _ in 0.2 })
    let axis = try Axis(-3...3, cellCount: 150)
    let initial = gaussian(axis, mean: 0.3, variance: 0.1)
    var solver = MeanFieldSolver()
    solver.stepControl = .fixed(step: 0.01)
    var alone = FiniteVolumeSolver()
    alone.stepControl = .fixed(step: 0.01)
    let evolution = try solver.solve(
      system, from: [initial, initial], startingAt: 0, times: [0.5, 1])
    let process = ClosureProcess(drift: { x, _ in x - x * x * x }, diffusion: { _, _ in 0.2 })
    let single = try alone.solve(process, from: initial, startingAt: 0, times: [0.5, 1])
    #expect(evolution.populations[0].densities == single.densities)
    #expect(evolution.populations[1].densities != single.densities)
    #expect(evolution.sweeps.total == 100)
  }

  @Test("mass is kept and backward Euler never goes below zero, whatever the coupling")
  func randomSystems() throws {
    var scatter = Scatter(state: 7)
    for _ in 0..<60 {
      let numbers = (0..<12).map { _ in 4 * scatter.next() - 2 }
      let system = ClosureMeanFieldProcess(
        orderParameters: [[.mean, .variance], [.cosine(wavenumber: 1), .gain(count: 3)]],
        drift: { population, x, t, field in
          let own = numbers[6 * population]
          return own * x - 0.3 * x * x * x + numbers[6 * population + 1] * field[0, 0]
            + numbers[6 * population + 2] * sin(t) * field[1, 0]
            + numbers[6 * population + 3] * field[1, 1]
        },
        diffusion: { population, x, _, field in
          abs(numbers[6 * population + 4]) * (0.1 + max(0, field[0, 1])) * (1 + cos(x)) / 2
        })
      let axes = try [
        Axis(-3...3, cellCount: 20 + Int(40 * scatter.next())),
        Axis(-2 * scatter.next() - 0.5...3, cellCount: 3 + Int(40 * scatter.next())),
      ]
      // All mass of the first population in one cell.
      var point = [Double](repeating: 0, count: axes[0].cellCount)
      point[Int(scatter.next() * Double(axes[0].cellCount))] = 1 / axes[0].spacing
      let flat = [Double](repeating: 1 / axes[1].length, count: axes[1].cellCount)
      var solver = MeanFieldSolver()
      solver.timeScheme = .backwardEuler
      solver.stepControl = .adaptive(tolerance: 3e-3)
      solver.boundaries = [.reflecting, scatter.next() < 0.5 ? .reflecting : .absorbing]
      let evolution = try solver.solve(
        system,
        from: [Density(axis: axes[0], values: point), Density(axis: axes[1], values: flat)],
        startingAt: 0, times: [0.3, 1])
      for population in evolution.populations {
        #expect(population.diagnostics.smallestDensity >= 0)
        #expect(population.diagnostics.largestMassError < 1e-12)
      }
    }
  }

  @Test("densities of any start approach each other where one state attracts all")
  func contraction() throws {
    let axis = try Axis(-3...3, cellCount: 120)
    let system = DesaiZwanzig(diffusionCoefficient: 0.8)
    let ends = try [-1.5, 0.2, 1.8].map { mean in
      try MeanFieldSolver().solve(
        system, from: [gaussian(axis, mean: mean, variance: 0.02)], startingAt: 0, times: [60]
      ).populations[0].densities[0]
    }
    #expect(ends[0].l1Distance(to: ends[1]) < 1e-6)
    #expect(ends[2].l1Distance(to: ends[1]) < 1e-6)
  }

  @Test("strong coupling makes adaptive steps short and fixed ones fail")
  func strongCoupling() throws {
    let system = MeanFieldOrnsteinUhlenbeck(
      relaxationRate: 0.5, coupling: 300, diffusionCoefficient: 0.4)
    let axis = try Axis(-1...2, cellCount: 300)
    let initial = gaussian(axis, mean: 1, variance: 0.01)
    var solver = MeanFieldSolver()
    solver.stepControl = .adaptive(tolerance: 1e-4)
    let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: [0.4])
    #expect(abs(evolution.fields[0][0, 0] - exp(-0.2)) < 5e-3)
    solver.stepControl = .fixed(step: 0.2)
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(system, from: [initial], startingAt: 0, times: [0.4])
    }
  }

  @Test("bad input is refused")
  func badInput() throws {
    let axis = try Axis(-3...3, cellCount: 60)
    let initial = gaussian(axis, mean: 0, variance: 0.1)
    let system = DesaiZwanzig(diffusionCoefficient: 0.3)
    var solver = MeanFieldSolver()
    #expect(throws: FokkerPlanckError.wrongPopulationCount(expected: 1, found: 2)) {
      try solver.solve(system, from: [initial, initial], startingAt: 0, times: [1])
    }
    #expect(throws: FokkerPlanckError.wrongPopulationCount(expected: 2, found: 1)) {
      try MeanFieldEquilibria(
        NoisyKuramoto(frequencies: [0, 1], couplings: [1], diffusionCoefficient: 1), axes: [axis])
    }
    solver.boundaries = [.reflecting, .reflecting, .reflecting]
    #expect(throws: FokkerPlanckError.wrongPopulationCount(expected: 1, found: 3)) {
      try solver.solve(system, from: [initial], startingAt: 0, times: [1])
    }
    solver = MeanFieldSolver()
    solver.sweepTolerance = 0
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(system, from: [initial], startingAt: 0, times: [1])
    }
    let negative = ClosureMeanFieldProcess(
      orderParameters: [[.mean]], drift: { _, _, _, _ in 0 },
      diffusion: { _, _, _, field in field[0, 0] - 1 })
    #expect(throws: FokkerPlanckError.self) {
      try MeanFieldSolver().solve(negative, from: [initial], startingAt: 0, times: [1])
    }
  }
}
