import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Trigonometric modes: accuracy, folding, adaptive steps and the trap of a broken drift.
@Suite("Modes: accuracy, dealiasing and ends")
struct SpectralModesTests {
  let smoothStart: @Sendable (Double) -> Double = { exp(cos($0 - 1)) / 7.954_926_521_012_846 }

  @Test("R1 and R2: free diffusion is exact and advection reaches 1e-10 in wide boxes")
  func wideBoxes() throws {
    let cases: [(LinearProcess, ClosedRange<Double>, variance: Double, time: Double)] = [
      (LinearProcess(diffusion: 0.25), -10...10, 0.1, 2),
      (LinearProcess(velocity: 0.5, diffusion: 0.1), -6...9, 0.04, 3),
    ]
    for (process, domain, variance, time) in cases {
      let axis = try Axis(domain, cellCount: 512)
      let after = process.moments(mean: 0, variance: variance, at: time)
      let exact = gaussian(axis, mean: after.mean, variance: after.variance)
      for boundaries in [BoundaryConditions.periodic, .reflecting, .absorbing] {
        var solver = SpectralSolver()
        solver.boundaries = boundaries
        solver.stepControl = .adaptive(tolerance: 1e-12)
        let solution = try solver.solve(
          process, from: gaussian(axis, mean: 0, variance: variance), startingAt: 0, times: [time])
        #expect(solution.densities[0].l1Distance(to: exact) < 1e-10, "\(boundaries)")
        #expect(solution.diagnostics.smallestDensity > -1e-12)
        #expect(solution.diagnostics.largestEdgeMass < 1e-12)
      }
    }
  }

  @Test(
    "Adaptive steps of both schemes follow the tolerance", arguments: SpectralTimeScheme.allCases)
  func adaptiveSteps(scheme: SpectralTimeScheme) throws {
    let axis = try Axis(0...2 * .pi, cellCount: 128)
    let process = PeriodicProcess(modulation: 0.5)
    let initial = Density(axis: axis, averaging: smoothStart)
    var elements = SpectralElementSolver()
    elements.boundaries = .periodic
    let reference = try elements.solve(process, from: initial, startingAt: 0, times: [1])
    let runs = try [1e-6, 1e-8, 1e-10].map { tolerance in
      var solver = SpectralSolver()
      solver.boundaries = .periodic
      solver.timeScheme = scheme
      solver.stepControl = .adaptive(tolerance: tolerance)
      let solution = try solver.solve(process, from: initial, startingAt: 0, times: [1])
      #expect(
        solution.densities[0].l1Distance(to: reference.densities[0]) < 3 * tolerance)
      return solution.diagnostics.acceptedSteps
    }
    // Order three in the estimate: a hundredth of the tolerance for √10 times the steps.
    #expect(zip(runs, runs.dropFirst()).allSatisfy { $1 > 2 * $0 && $1 < 5 * $0 }, "steps \(runs)")
  }

  @Test("ETDRK4 follows a diffusion coefficient that leaves its reference behind")
  func fadingReference() throws {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 * sin(x) }, diffusion: { x, t in exp(-3 * t) * (1 + 0.3 * cos(x)) })
    let axis = try Axis(0...2 * .pi, cellCount: 96)
    let initial = Density(axis: axis, averaging: smoothStart)
    let solutions = try SpectralTimeScheme.allCases.map { scheme in
      var solver = SpectralSolver()
      solver.boundaries = .periodic
      solver.timeScheme = scheme
      solver.stepControl = .adaptive(tolerance: 1e-10)
      return try solver.solve(process, from: initial, startingAt: 0, times: [2]).densities[0]
    }
    #expect(solutions[0].l1Distance(to: solutions[1]) < 1e-9)
  }

  /// The amplitude of cos 6x and sin 6x in a density on the ring.
  func sixthMode(_ dealiasing: Dealiasing) throws -> Double {
    let axis = try Axis(0...2 * .pi, cellCount: 32)
    let process = ClosureProcess(drift: { x, _ in cos(9 * x) }, diffusion: { _, _ in 0.02 })
    let initial = Density(axis: axis, cumulative: { ($0 + sin(8 * $0) / 16) / (2 * .pi) })
    var solver = SpectralSolver()
    solver.boundaries = .periodic
    solver.dealiasing = dealiasing
    solver.stepControl = .fixed(step: 0.01)
    let density = try solver.solve(process, from: initial, startingAt: 0, times: [0.2]).densities[0]
    let (cosine, sine) = (density.moment { cos(6 * $0) }, density.moment { sin(6 * $0) })
    return hypot(cosine, sine)
  }

  @Test("Products fold high modes back onto low ones, unless two thirds are kept")
  func dealiasing() throws {
    // Modes 8 and 9 make 1 and 17; 32 nodes read 17 as 15, and 15 and 9 make 6, which the exact
    // solution does not contain.
    #expect(try sixthMode(.none) > 1e-3)
    #expect(try sixthMode(.twoThirds) < 1e-14)
  }

  @Test(
    "−x on a ring is exact to 1e-7 while the density stays inside, and refused when it does not",
    arguments: [BoundaryConditions.periodic, .reflecting])
  func plainDrift(boundaries: BoundaryConditions) throws {
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    var solver = SpectralSolver()
    solver.boundaries = boundaries
    var elements = SpectralElementSolver()
    elements.boundaries = boundaries
    var refused = 0
    for halfWidth in [2, 2.5, 3, 3.5, 4] {
      let axis = try Axis(-halfWidth...halfWidth, cellCount: 256)
      let initial = gaussian(axis, mean: 0.3, variance: 0.04)
      let reference = try elements.solve(process, from: initial, startingAt: 0, times: [1])
      do {
        let solution = try solver.solve(process, from: initial, startingAt: 0, times: [1])
        #expect(solution.densities[0].l1Distance(to: reference.densities[0]) < 2e-7)
      } catch FokkerPlanckError.notSmoothAtEnds {
        refused += 1
      }
    }
    #expect(refused == 2)
  }

  @Test("A density that touches the ends between two output times is refused as well")
  func transientContact() throws {
    // Driven to the end of the ring and back again.
    let process = ClosureProcess(
      drift: { x, t in 12 * cos(.pi * t) - 0.1 * x }, diffusion: { _, _ in 0.01 })
    let axis = try Axis(-4...4, cellCount: 256)
    #expect {
      var solver = SpectralSolver()
      solver.boundaries = .periodic
      return try solver.solve(
        process, from: gaussian(axis, mean: 0, variance: 0.02), startingAt: 0, times: [1])
    } throws: { error in
      guard case FokkerPlanckError.notSmoothAtEnds(_, _, _, let time) = error else { return false }
      return time > 0.2 && time < 0.6
    }
  }
}
