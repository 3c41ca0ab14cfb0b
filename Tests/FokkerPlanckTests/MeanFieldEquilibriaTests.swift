import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Stationary states of mean-field systems")
struct MeanFieldEquilibriaTests {
  @Test("R11: Desai and Zwanzig's model has three states below the critical noise, one above")
  func desaiZwanzig() throws {
    let axis = try Axis(-3...3, cellCount: 100)
    let below = try MeanFieldEquilibria(DesaiZwanzig(diffusionCoefficient: 0.3), axes: [axis])
    let states = try below.states(from: [[0.1]])
    let means = states.map { $0.field[0, 0] }
    try #require(means.count == 3)
    #expect(abs(means[0] + 0.705_495_273_209) < 1e-11)
    #expect(abs(means[1]) < 1e-11)
    #expect(abs(means[2] - 0.705_495_273_209) < 1e-11)
    #expect(states.allSatisfy { $0.residual < 1e-11 })
    #expect(try states.map { try below.growingModeCount(in: $0) } == [0, 1, 0])
    #expect(try #require(try below.growthRate(in: states[1])) > 0)
    #expect(try #require(try below.growthRate(in: states[2])) < 0)

    let above = try MeanFieldEquilibria(DesaiZwanzig(diffusionCoefficient: 0.5), axes: [axis])
    let single = try above.states(from: [[0.1], [1], [-0.7]])
    #expect(single.count == 1)
    #expect(try above.growingModeCount(in: single[0]) == 0)
  }

  @Test("R11: the symmetric state changes its stability at the critical diffusion")
  func criticalDiffusion() throws {
    let branches = EquilibriumBranches(axes: [try Axis(-3...3, cellCount: 100)]) {
      DesaiZwanzig(diffusionCoefficient: $0)
    }
    let critical = try branches.criticalPoint(near: [0], between: 0.3...0.6)
    #expect(abs(critical.parameter - 0.456_946_581_044) < 1e-10)
    #expect(critical.growingModeCountBelow == 1 && critical.growingModeCountAbove == 0)
    #expect(throws: FokkerPlanckError.self) {
      try branches.criticalPoint(near: [0], between: 0.5...0.6)
    }
  }

  @Test("R11: the growth rate is that of a small mean in time")
  func growthRate() throws {
    let axis = try Axis(-3...3, cellCount: 100)
    let system = DesaiZwanzig(diffusionCoefficient: 0.35)
    let equilibria = try MeanFieldEquilibria(system, axes: [axis])
    let symmetric = try equilibria.state(near: [0])
    var initial = symmetric.states[0].density
    for cell in initial.values.indices {
      initial.values[cell] *= 1 + 3e-5 * axis.center(ofCell: cell)
    }
    var solver = MeanFieldSolver()
    solver.stepControl = .fixed(step: 0.02)
    solver.sweepTolerance = 1e-12
    let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: [8, 14])
    let measured = log(evolution.fields[1][0, 0] / evolution.fields[0][0, 0]) / 6
    let rate = try #require(try equilibria.growthRate(in: symmetric))
    #expect(abs(rate - measured) < 1e-6)
  }

  @Test(
    "R11: a branch of magnetised states leads through the critical diffusion to its mirror image")
  func branch() throws {
    let branches = EquilibriumBranches(axes: [try Axis(-3...3, cellCount: 80)]) {
      DesaiZwanzig(diffusionCoefficient: $0)
    }
    let points = try branches.branch(near: [0.7], at: 0.3, in: 0.2...0.6, goingUp: true)
    let largest = try #require(points.map(\.parameter).max())
    #expect(largest < 0.456_946_581_044 + 1e-9 && largest > 0.4569)
    let last = try #require(points.last)
    #expect(last.parameter < 0.22 && last.state.field[0, 0] < -0.8)
    #expect(points.allSatisfy { abs($0.state.field[0, 0]) < 0.01 || $0.growingModeCount == 0 })
    // Halfway the branch passes no mean, steadily.
    for (before, after) in zip(points, points.dropFirst()) {
      #expect(after.state.field[0, 0] < before.state.field[0, 0])
    }
    let symmetric = try branches.branch(near: [0], at: 0.3, in: 0.2...0.6, goingUp: true)
    #expect(symmetric.allSatisfy { $0.growingModeCount == ($0.parameter < 0.456_946 ? 1 : 0) })
    #expect(try #require(symmetric.last).parameter > 0.57)
  }

  @Test("R19: deviations of the linear model decay at its rate, of second order in space")
  func linear() throws {
    let system = MeanFieldOrnsteinUhlenbeck(
      relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4)
    let errors = try [100, 200, 400].map { cells in
      let equilibria = try MeanFieldEquilibria(
        system, axes: [try Axis(-4...4, cellCount: cells)])
      let state = try equilibria.state(near: [0.3])
      #expect(abs(state.field[0, 0]) < 1e-10)
      return abs(try #require(try equilibria.growthRate(in: state)) + 0.5)
    }
    #expect(errors[2] < 2e-4)
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test("R12: Kuramoto's model has its stationary coherence, stable but for a rotation")
  func kuramoto() throws {
    let axis = try Axis(-Double.pi...Double.pi, cellCount: 256)
    let equilibria = try MeanFieldEquilibria(
      NoisyKuramoto(couplings: [2], diffusionCoefficient: 0.5), axes: [axis],
      boundaries: [.periodic])
    let coherent = try equilibria.state(near: [0.5, 0])
    #expect(abs(coherent.field[0, 0] - 0.831_462_024_754) < 1e-10)
    #expect(try equilibria.growingModeCount(in: coherent) == 0)
    let incoherent = try equilibria.state(near: [0, 0])
    #expect(try equilibria.growingModeCount(in: incoherent) == 2)
    // K/2 − D.
    #expect(abs(try #require(try equilibria.growthRate(in: incoherent)) - 0.5) < 1e-4)
  }

  @Test(
    "phases of two frequencies become coherent at the known coupling, at rest or oscillating",
    arguments: [(0.0, 1.0, 2), (0.3, 1.36, 2), (0.8, 2.0, 4)])
  func bimodal(frequency: Double, critical: Double, modes: Int) throws {
    // (K/2)(s + D)/((s + D)² + ω²) = 1: K = 2 (D + ω²/D) for ω < D, K = 4 D above, each mode twice.
    let ring = try Axis(-Double.pi...Double.pi, cellCount: 192)
    let branches = EquilibriumBranches(axes: [ring, ring], boundaries: [.periodic]) {
      NoisyKuramoto(
        frequencies: [frequency, -frequency], couplings: [$0], diffusionCoefficient: 0.5)
    }
    let point = try branches.criticalPoint(near: [0, 0, 0, 0], between: 0.5...2.5)
    #expect(abs(point.parameter - critical) < 1e-3)
    #expect(point.growingModeCountBelow == 0 && point.growingModeCountAbove == modes)
  }

  @Test("guesses and ranges without a meaning are refused")
  func badInput() throws {
    let axis = try Axis(-3...3, cellCount: 60)
    let equilibria = try MeanFieldEquilibria(
      DesaiZwanzig(diffusionCoefficient: 0.3), axes: [axis])
    #expect(throws: FokkerPlanckError.self) { try equilibria.state(near: [0, 1]) }
    let absorbing = try MeanFieldEquilibria(
      DesaiZwanzig(diffusionCoefficient: 0.3), axes: [axis], boundaries: [.absorbing])
    #expect(throws: FokkerPlanckError.self) { try absorbing.state(near: [0]) }
    let branches = EquilibriumBranches(axes: [axis]) { DesaiZwanzig(diffusionCoefficient: $0) }
    #expect(throws: FokkerPlanckError.self) {
      try branches.branch(near: [0], at: 0.7, in: 0.3...0.6, goingUp: true)
    }
  }
}
