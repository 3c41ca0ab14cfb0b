import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Laws that every solution obeys")
struct ConservationTests {
  @Test("Ten thousand steps keep the mass within 1e-12", arguments: TimeScheme.allCases)
  func massOverManySteps(scheme: TimeScheme) throws {
    for boundaries in [BoundaryConditions.reflecting, .periodic] {
      let axis = try Axis(-3...3, cellCount: 300)
      var solver = FiniteVolumeSolver()
      solver.boundaries = boundaries
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 0.05)
      let solution = try solver.solve(
        DoubleWell(), from: gaussian(axis, mean: -1, variance: 0.05), startingAt: 0, times: [500])
      #expect(solution.diagnostics.acceptedSteps == 10_000)
      #expect(solution.diagnostics.largestMassError < 1e-12)
    }
  }

  /// Wild but finite coefficients: strong, rough, degenerate.
  static let wildProcesses: [ClosureProcess] = [
    ClosureProcess(drift: { x, t in 1e6 * sin(40 * x + t) }, diffusion: { _, _ in 1e-3 }),
    ClosureProcess(drift: { x, _ in -1e6 * x }, diffusion: { _, _ in 1 }),
    ClosureProcess(drift: { x, _ in x > 0 ? -3 : 2 }, diffusion: { _, _ in 0 }),
    ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in max(0, x) }),
    ClosureProcess(drift: { x, _ in cos(3 * x) }, diffusion: { x, _ in x * x }),
    ClosureProcess(drift: { _, t in 5 * cos(t) }, diffusion: { x, _ in x < 0.3 ? 1e-9 : 10 }),
    ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0 }),
  ]

  @Test(
    "Backward Euler never makes a density negative and never loses mass",
    arguments: wildProcesses.indices, [9, 50, 333])
  func positivity(process: Int, cells: Int) throws {
    let all: [BoundaryConditions] = [
      .reflecting, .periodic, .absorbing, .walls(lower: .absorbing, upper: .reflecting),
    ]
    for boundaries in all {
      for step in [1e-4, 0.1, 1e3] {
        let axis = try Axis(-1...1, cellCount: cells)
        var values = [Double](repeating: 0, count: cells)
        values[cells / 3] = 1 / axis.spacing
        let initial = try Density(axis: axis, values: values)
        var solver = FiniteVolumeSolver()
        solver.boundaries = boundaries
        solver.timeScheme = .backwardEuler
        solver.stepControl = .fixed(step: step)
        let solution = try solver.solve(
          Self.wildProcesses[process], from: initial, startingAt: 0, times: [step, 5 * step])
        #expect(solution.diagnostics.smallestDensity >= 0)
        let loss = solution.diagnostics.largestMassError
        #expect(loss < (boundaries.losesMass ? 1e-9 : 1e-12), "\(boundaries), step \(step)")
      }
    }
  }

  @Test("Adaptive steps cope with the same coefficients", arguments: wildProcesses.indices)
  func adaptiveOnWildProcesses(process: Int) throws {
    let axis = try Axis(-1...1, cellCount: 100)
    let initial = gaussian(axis, mean: 0, variance: 0.01)
    var solver = FiniteVolumeSolver()
    solver.stepControl = .adaptive(tolerance: 1e-5)
    let solution = try solver.solve(
      Self.wildProcesses[process], from: initial, startingAt: 0, times: [0.2])
    #expect(solution.diagnostics.largestMassError < 1e-11)
    #expect(solution.diagnostics.smallestDensity > -1e-3)
  }

  @Test("The Boltzmann density stays as it is between reflecting walls")
  func stationaryState() throws {
    let axis = try Axis(-2.5...2.5, cellCount: 60)
    let weights = axis.centers.map { x in exp(-(x * x * x * x / 4 - x * x / 2) / 0.1) }
    let total = weights.reduce(0, +) * axis.spacing
    let initial = try Density(axis: axis, values: weights.map { $0 / total })
    for scheme in TimeScheme.allCases {
      var solver = FiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 10)
      let solution = try solver.solve(DoubleWell(), from: initial, startingAt: 0, times: [1000])
      for (value, weight) in zip(solution.densities[0].values, initial.values) {
        #expect(abs(value - weight) < 1e-11 * weight + 1e-15)
      }
    }
  }

  @Test("The divergence of two solutions of one equation never grows")
  func divergenceFalls() throws {
    let axis = try Axis(-3...3, cellCount: 150)
    var solver = FiniteVolumeSolver()
    solver.timeScheme = .backwardEuler
    solver.stepControl = .fixed(step: 0.05)
    let times = (1...40).map { 0.1 * Double($0) }
    let process = ClosureProcess(
      drift: { x, t in x - x * x * x + sin(t) }, diffusion: { x, _ in 0.2 + 0.1 * x * x })
    let first = try solver.solve(
      process, from: gaussian(axis, mean: -1, variance: 0.1), startingAt: 0, times: times)
    let second = try solver.solve(
      process, from: gaussian(axis, mean: 0.8, variance: 0.3), startingAt: 0, times: times)
    let divergences = zip(first.densities, second.densities).map { $0.divergence(from: $1) }
    for (earlier, later) in zip(divergences, divergences.dropFirst()) {
      #expect(later <= earlier + 1e-12)
    }
    #expect(divergences[39] < divergences[0] / 5)
  }

  @Test("The spectral method keeps the mass and reports an undershoot of an unresolved start")
  func spectralUndershoot() throws {
    let axis = try Axis(-1...1, cellCount: 128)
    let box: (Double) -> Double = { min(max(($0 + 0.3) / 0.6, 0), 1) }
    let solution = try SpectralSolver().solve(
      LinearProcess(diffusion: 1e-5), from: Density(axis: axis, cumulative: box), startingAt: 0,
      times: [1])
    #expect(solution.diagnostics.largestMassError < 1e-13)
    #expect(solution.diagnostics.smallestDensity < -1e-3)
    #expect(abs(solution.densities[0].minimum - solution.diagnostics.smallestDensity) < 1)
    #expect(solution.densities[0].minimum < 0)
  }

  @Test("Sine modes lose through each wall what finite volumes lose")
  func absorbingExits() throws {
    let axis = try Axis(0...1, cellCount: 400)
    let initial = gaussian(axis, mean: 0.4, variance: 0.004)
    var finiteVolume = FiniteVolumeSolver()
    finiteVolume.boundaries = .absorbing
    var spectral = SpectralSolver()
    spectral.boundaries = .absorbing
    for rate in [0.0, 0.7] {
      let process = ClosureProcess(
        drift: { x, _ in rate * sin(2 * .pi * x) }, diffusion: { _, t in 0.1 + 0.05 * t })
      let a = try finiteVolume.solve(process, from: initial, startingAt: 0, times: [1])
      let b = try spectral.solve(process, from: initial, startingAt: 0, times: [1])
      #expect(a.densities[0].l1Distance(to: b.densities[0]) < 2e-5)
      #expect(abs(a.exits[0].lower - b.exits[0].lower) < 2e-5)
      #expect(abs(a.exits[0].upper - b.exits[0].upper) < 2e-5)
      #expect(b.diagnostics.largestMassError < 1e-7)
    }
  }
}

extension BoundaryConditions {
  var losesMass: Bool {
    switch self {
    case .periodic, .reflecting: false
    default: true
    }
  }
}
