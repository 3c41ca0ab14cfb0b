import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Mean-field equations in time")
struct MeanFieldTests {
  /// R19: the linear model, started from a normal law.
  private static let linear = MeanFieldOrnsteinUhlenbeck(
    relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4)
  private static let linearStart = GaussianLaw(mean: 1, variance: 0.1)

  private static func linearSolution(
    cells: Int, _ control: StepControl, _ scheme: TimeScheme = .trapezoidBackwardDifference
  ) throws -> MeanFieldEvolution {
    let axis = try Axis(-4...5, cellCount: cells)
    var solver = MeanFieldSolver()
    solver.stepControl = control
    solver.timeScheme = scheme
    let initial = gaussian(axis, mean: linearStart.mean, variance: linearStart.variance)
    return try solver.solve(linear, from: [initial], startingAt: 0, times: [0.8])
  }

  @Test("R19: the linear model has its known law, of second order in space")
  func linearModel() throws {
    let law = Self.linear.law(from: Self.linearStart, after: 0.8)
    #expect(abs(law.mean - 0.670_320_046) < 1e-9 && abs(law.variance - 0.195_923_780) < 1e-9)
    var (means, variances, distances) = ([Double](), [Double](), [Double]())
    for cells in [100, 200, 400] {
      let evolution = try Self.linearSolution(cells: cells, .adaptive(tolerance: 1e-10))
      let density = evolution.populations[0].densities[0]
      means.append(abs(evolution.fields[0][0, 0] - law.mean))
      variances.append(abs(density.variance - law.variance))
      distances.append(
        density.l1Distance(to: gaussian(density.axis, mean: law.mean, variance: law.variance)))
      #expect(evolution.populations[0].diagnostics.largestMassError < 1e-12)
    }
    #expect(means[2] < 2e-4 && variances[2] < 5e-5)
    for errors in [means, variances, distances] {
      #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
    }
  }

  @Test("R19: every time scheme has its order", arguments: coupledTimeSchemes)
  func timeOrder(scheme: TimeScheme) throws {
    func density(_ steps: Int, _ scheme: TimeScheme) throws -> Density {
      try Self.linearSolution(cells: 150, .fixed(step: 0.8 / Double(steps)), scheme)
        .populations[0].densities[0]
    }
    let reference = try density(2560, .trapezoidBackwardDifference)
    let errors = try [20, 40, 80, 160].map { try density($0, scheme).l1Distance(to: reference) }
    #expect(
      observedOrders(errors).allSatisfy { abs($0 - scheme.order) < 0.1 }, "errors \(errors)")
  }

  @Test("adaptive steps keep the error near the tolerance, with few sweeps")
  func adaptive() throws {
    let reference = try Self.linearSolution(cells: 150, .adaptive(tolerance: 1e-11))
    for tolerance in [1e-4, 1e-6, 1e-8] {
      let evolution = try Self.linearSolution(cells: 150, .adaptive(tolerance: tolerance))
      let error = evolution.populations[0].densities[0]
        .l1Distance(to: reference.populations[0].densities[0])
      #expect(error < 30 * tolerance)
      let steps = evolution.populations[0].diagnostics.acceptedSteps
      #expect(evolution.sweeps.total <= 4 * steps && evolution.sweeps.largest <= 6)
      #expect(evolution.sweeps.largestResidual < 1e-8)
    }
  }

  @Test(
    "R11: Desai and Zwanzig's model goes to its magnetisation; its free energy never grows",
    arguments: coupledTimeSchemes)
  func desaiZwanzig(scheme: TimeScheme) throws {
    let axis = try Axis(-3...3, cellCount: 120)
    let system = DesaiZwanzig(diffusionCoefficient: 0.3)
    var solver = MeanFieldSolver()
    solver.timeScheme = scheme
    solver.stepControl = .adaptive(tolerance: scheme.order == 1 ? 1e-4 : 1e-6)
    let times = (1...120).map { 0.5 * Double($0) }
    let initial = gaussian(axis, mean: 0.05, variance: 0.05)
    let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: times)
    #expect(abs(evolution.fields[119][0, 0] - 0.705_495_273_209) < 1e-7)
    var last = system.freeEnergy(of: [initial])
    for density in evolution.populations[0].densities {
      let energy = system.freeEnergy(of: [density])
      #expect(energy <= last + 1e-13)
      last = energy
    }
  }

  @Test("R11: the growth of a small mean vanishes at the critical diffusion")
  func criticalGrowth() throws {
    let axis = try Axis(-3...3, cellCount: 96)
    let coefficients = [0.45, 0.457, 0.464]
    let rates = try coefficients.map { coefficient in
      let system = DesaiZwanzig(diffusionCoefficient: coefficient)
      let symmetric = try MeanFieldEquilibria(system, axes: [axis]).state(near: [0])
      var initial = symmetric.states[0].density
      for cell in initial.values.indices {
        initial.values[cell] *= 1 + 3e-5 * axis.center(ofCell: cell)
      }
      var solver = MeanFieldSolver()
      solver.stepControl = .fixed(step: 0.02)
      solver.sweepTolerance = 1e-12
      let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: [8, 14])
      return log(evolution.fields[1][0, 0] / evolution.fields[0][0, 0]) / 6
    }
    #expect(rates[0] > 0 && rates[2] < 0)
    // The root of the parabola through the three rates, as a function of the rate.
    var root = 0.0
    for i in 0..<3 {
      var term = coefficients[i]
      for j in 0..<3 where j != i { term *= rates[j] / (rates[j] - rates[i]) }
      root += term
    }
    #expect(abs(root - 0.456_946_581_044) < 1e-6)
  }

  @Test("R12: Kuramoto's model becomes coherent and keeps the phase of its start")
  func kuramoto() throws {
    let axis = try Axis(-Double.pi...Double.pi, cellCount: 128)
    let system = NoisyKuramoto(couplings: [2], diffusionCoefficient: 0.5)
    var solver = MeanFieldSolver()
    solver.boundaries = [.periodic]
    let initial = Density(axis: axis, averaging: { (1 + 0.1 * cos($0 - 1)) / (2 * .pi) })
    let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: [0, 5, 40])
    let coherence = evolution.fields.map { system.coherence(in: $0) }
    #expect(abs(coherence[0] - 0.05) < 1e-4)
    #expect(abs(coherence[2] - 0.831_462_024_754) < 1e-8)
    #expect(abs(atan2(evolution.fields[2][0, 1], evolution.fields[2][0, 0]) - 1) < 1e-6)
    #expect(evolution.populations[0].diagnostics.largestMassError < 1e-12)
  }

  @Test("two populations on axes of their own follow their coupled means")
  func twoPopulations() throws {
    // m₁′ = −m₁ + 0.8 m₂, m₂′ = −0.5 m₂ − 0.6 m₁: rates −0.75 ± iω, ω² = 0.48 − 0.0625.
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.mean], [.mean]],
      drift: { population, x, _, field in
        population == 0 ? -x + 0.8 * field[1, 0] : -0.5 * x - 0.6 * field[0, 0]
      }, diffusion: { population, _, _, _ in population == 0 ? 0.2 : 0.05 })
    let axes = try [Axis(-3...4, cellCount: 700), Axis(-2.5...2, cellCount: 450)]
    let evolution = try MeanFieldSolver().solve(
      system,
      from: [gaussian(axes[0], mean: 1, variance: 0.1), gaussian(axes[1], mean: 0, variance: 0.1)],
      startingAt: 0, times: [1.5])
    let (frequency, time) = ((0.48 - 0.0625).squareRoot(), 1.5)
    let decay = exp(-0.75 * time)
    let first = decay * (cos(frequency * time) - 0.25 / frequency * sin(frequency * time))
    let second = -decay * 0.6 / frequency * sin(frequency * time)
    #expect(abs(evolution.fields[0][0, 0] - first) < 2e-4)
    #expect(abs(evolution.fields[0][1, 0] - second) < 2e-4)
    let variance = OrnsteinUhlenbeck(relaxationRate: 0.5, diffusionCoefficient: 0.05)
      .law(from: GaussianLaw(mean: 0, variance: 0.1), after: time).variance
    #expect(abs(evolution.populations[1].densities[0].variance - variance) < 2e-4)
  }

  @Test("noise that feeds on the variance has its closed form")
  func varianceNoise() throws {
    // var′ = 2 (0.1 + 0.4 var) − 2 var.
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.variance]], drift: { _, x, _, _ in -x },
      diffusion: { _, _, _, field in 0.1 + 0.4 * field[0, 0] })
    let axis = try Axis(-4...4, cellCount: 400)
    let evolution = try MeanFieldSolver().solve(
      system, from: [gaussian(axis, mean: 0, variance: 0.4)], startingAt: 0, times: [1])
    let expected = 1.0 / 6 + (0.4 - 1.0 / 6) * exp(-1.2)
    #expect(abs(evolution.populations[0].densities[0].variance - expected) < 1e-4)
  }

  @Test("noise that fades with the survivors has its closed form")
  func survival() throws {
    // D = 0.1 S with the survival S: the lowest mode keeps its shape, S′ = −0.1 π² S².
    let system = ClosureMeanFieldProcess(
      orderParameters: [[.average(of: .power(0))]], drift: { _, _, _, _ in 0 },
      diffusion: { _, _, _, field in 0.1 * field[0, 0] })
    let axis = try Axis(0...1, cellCount: 200)
    var solver = MeanFieldSolver()
    solver.boundaries = [.absorbing]
    let initial = Density(axis: axis, averaging: { .pi / 2 * sin(.pi * $0) })
    let evolution = try solver.solve(system, from: [initial], startingAt: 0, times: [2])
    let expected = 1 / (1 + 0.1 * .pi * .pi * 2)
    #expect(abs(evolution.fields[0][0, 0] - expected) < 1e-5)
    #expect(abs(evolution.populations[0].survival[0] - expected) < 1e-5)
    #expect(abs(evolution.populations[0].exits[0].total - (1 - expected)) < 1e-5)
  }
}

/// The time schemes that solve coupled populations.
private let coupledTimeSchemes: [TimeScheme] = [
  .backwardEuler, .trapezoidBackwardDifference, .crankNicolson,
]
