import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// The orders log₂(eᵢ/eᵢ₊₁) of errors at successively halved steps.
func observedOrders(_ errors: [Double]) -> [Double] {
  zip(errors, errors.dropFirst()).map { log2($0 / $1) }
}

@Suite("Observed orders")
struct ConvergenceTests {
  @Test("Finite volumes are of second order in space for an affine drift")
  func affineDrift() throws {
    let process = LinearProcess(velocity: 2, rate: 2, diffusion: 0.5)
    let errors = try [200, 400, 800].map { cells in
      let axis = try Axis(-5...5, cellCount: cells)
      let (before, after) = (
        process.moments(mean: -1, variance: 0.1, at: 0),
        process.moments(mean: -1, variance: 0.1, at: 0.5)
      )
      var solver = FiniteVolumeSolver()
      solver.stepControl = .adaptive(tolerance: 1e-9)
      let initial = gaussian(axis, mean: before.mean, variance: before.variance)
      let solution = try solver.solve(process, from: initial, startingAt: 0, times: [0.5])
      let exact = gaussian(axis, mean: after.mean, variance: after.variance)
      return solution.densities[0].l1Distance(to: exact)
    }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test("Extrapolation makes them of fourth order, also when D depends on time")
  func extrapolation() throws {
    let process = LinearProcess(velocity: 1, rate: 1, diffusion: 0.1, diffusionGrowth: 0.3)
    let (before, after) = (
      process.moments(mean: -1, variance: 0.2, at: 0),
      process.moments(mean: -1, variance: 0.2, at: 1)
    )
    let errors = try [120, 240].map { cells in
      let axis = try Axis(-5...5, cellCount: cells)
      var base = FiniteVolumeSolver()
      base.stepControl = .fixed(step: 2e-4)
      let solution = try ExtrapolatedSolver(base).solve(
        process, from: gaussian(axis, mean: before.mean, variance: before.variance),
        startingAt: 0, times: [1])
      #expect(solution.diagnostics.largestMassError < 1e-11)
      return solution.densities[0].l1Distance(
        to: gaussian(axis, mean: after.mean, variance: after.variance))
    }
    #expect(abs(observedOrders(errors)[0] - 4) < 0.1, "errors \(errors)")
  }

  @Test("Finite volumes are of second order for a diffusion that varies in space and time")
  func varyingDiffusion() throws {
    let process = PeriodicProcess(modulation: 0.7)
    let errors = try [64, 128, 256].map { cells in
      let axis = try Axis(0...2 * .pi, cellCount: cells)
      let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
      var finiteVolume = FiniteVolumeSolver()
      finiteVolume.boundaries = .periodic
      finiteVolume.stepControl = .adaptive(tolerance: 1e-9)
      var spectral = SpectralSolver()
      spectral.boundaries = .periodic
      return try finiteVolume.solve(process, from: initial, startingAt: 0, times: [1])
        .densities[0].l1Distance(
          to: spectral.solve(process, from: initial, startingAt: 0, times: [1]).densities[0])
    }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test("Finite volumes are of second order beside absorbing walls")
  func absorbingWalls() throws {
    // exp(a x/2D) sin πx decays at the rate a²/4D + π² D.
    let process = LinearProcess(velocity: 1, diffusion: 0.5)
    let norm = Double.pi * (1 + M_E) / (1 + .pi * .pi)
    let errors = try [50, 100, 200].map { cells in
      let axis = try Axis(0...1, cellCount: cells)
      var solver = FiniteVolumeSolver()
      solver.boundaries = .absorbing
      solver.stepControl = .adaptive(tolerance: 1e-9)
      let initial = Density(axis: axis, averaging: { exp($0) * sin(.pi * $0) / norm })
      let solution = try solver.solve(process, from: initial, startingAt: 0, times: [0.3])
      let decay = exp(-0.3 * (0.5 + 0.5 * .pi * .pi))
      let difference = zip(solution.densities[0].values, initial.values)
        .map { abs($0 - decay * $1) }
      return difference.reduce(0, +) * axis.spacing / decay
    }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test(
    "R13: every time scheme has its order for coefficients that depend on time",
    arguments: TimeScheme.allCases)
  func timeSchemes(scheme: TimeScheme) throws {
    let process = LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3)
    let axis = try Axis(-5...5, cellCount: 200)
    let initial = gaussian(axis, mean: 0.5, variance: 0.2)
    func solve(_ scheme: TimeScheme, steps: Int) throws -> Density {
      var solver = FiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 1.5 / Double(steps))
      let solution = try solver.solve(process, from: initial, startingAt: 0, times: [1.5])
      #expect(solution.diagnostics.acceptedSteps == steps)
      return solution.densities[0]
    }
    let reference = try solve(.trapezoidBackwardDifference, steps: 6400)
    let errors = try [40, 80, 160, 320].map {
      try solve(scheme, steps: $0).l1Distance(to: reference)
    }
    #expect(
      observedOrders(errors).allSatisfy { abs($0 - scheme.order) < 0.1 }, "errors \(errors)")
  }

  @Test(
    "The spectral method is of fourth order in time", arguments: SpectralTimeScheme.allCases)
  func spectralTime(scheme: SpectralTimeScheme) throws {
    let axis = try Axis(0...2 * .pi, cellCount: 64)
    let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
    func solve(_ scheme: SpectralTimeScheme, steps: Int) throws -> Density {
      var solver = SpectralSolver()
      solver.timeScheme = scheme
      solver.boundaries = .periodic
      solver.stepControl = .fixed(step: 1 / Double(steps))
      return try solver.solve(
        PeriodicProcess(modulation: 0.5), from: initial, startingAt: 0, times: [1]
      ).densities[0]
    }
    let reference = try solve(.interactionPicture, steps: 4000)
    let errors = try [80, 160, 320].map { try solve(scheme, steps: $0).l1Distance(to: reference) }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 4) < 0.1 }, "errors \(errors)")
  }

  @Test("The spectral method is exact to rounding for smooth densities")
  func spectralAccuracy() throws {
    // The solution of a rotating, spreading wrapped Gaussian is known.
    let process = LinearProcess(velocity: 0.8, diffusion: 0.05)
    let axis = try Axis(0...2 * .pi, cellCount: 96)
    func wrapped(mean: Double, variance: Double) -> Density {
      let cumulative: (Double) -> Double = { x in
        (-3...3).reduce(0) {
          $0 + gaussianCumulative(mean: mean + 2 * .pi * Double($1), variance: variance)(x)
        }
      }
      return Density(axis: axis, cumulative: cumulative)
    }
    var solver = SpectralSolver()
    solver.boundaries = .periodic
    let solution = try solver.solve(
      process, from: wrapped(mean: 1, variance: 0.2), startingAt: 0, times: [0.5, 3])
    #expect(solution.densities[0].l1Distance(to: wrapped(mean: 1.4, variance: 0.25)) < 1e-12)
    #expect(solution.densities[1].l1Distance(to: wrapped(mean: 3.4, variance: 0.5)) < 1e-12)
    #expect(solution.diagnostics.acceptedSteps == 2)
  }

  @Test("The spectral method reaches 1e-10 on a smooth process with drift")
  func spectralAccuracyWithDrift() throws {
    func solve(cells: Int) throws -> DensityEvolution {
      let axis = try Axis(0...2 * .pi, cellCount: cells)
      let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
      var solver = SpectralSolver()
      solver.boundaries = .periodic
      solver.stepControl = .adaptive(tolerance: 1e-12)
      return try solver.solve(
        PeriodicProcess(modulation: 0.5), from: initial, startingAt: 0, times: [1])
    }
    let (coarse, fine) = (try solve(cells: 96), try solve(cells: 192))
    let differences = (0..<96).map { cell in
      let pair = fine.densities[0].values[2 * cell] + fine.densities[0].values[2 * cell + 1]
      return abs(coarse.densities[0].values[cell] - pair / 2)
    }
    #expect(differences.reduce(0, max) < 1e-10)
  }
}

@Suite("Adaptive steps")
struct AdaptiveStepTests {
  @Test("The error follows the tolerance", arguments: TimeScheme.allCases)
  func errorFollowsTolerance(scheme: TimeScheme) throws {
    let axis = try Axis(-5...5, cellCount: 200)
    let process = LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3)
    func solve(_ control: StepControl, _ scheme: TimeScheme) throws -> DensityEvolution {
      var solver = FiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = control
      return try solver.solve(
        process, from: gaussian(axis, mean: 0.5, variance: 0.2), startingAt: 0, times: [1.5])
    }
    let reference = try solve(.fixed(step: 1e-4), .trapezoidBackwardDifference)
    let errors = try [1e-4, 1e-6].map { tolerance in
      try solve(.adaptive(tolerance: tolerance), scheme)
        .densities[0].l1Distance(to: reference.densities[0])
    }
    // One step may err by the tolerance; the sum over the steps of a smooth problem stays within
    // some hundred times that.
    #expect(errors[0] < 1e-2 && errors[1] < 3e-4, "errors \(errors)")
    #expect(errors[1] < errors[0] / 5)
  }

  @Test("A start with jumps is smoothed by every scheme", arguments: TimeScheme.allCases)
  func jumps(scheme: TimeScheme) throws {
    let axis = try Axis(-2...2, cellCount: 400)
    let box: (Double) -> Double = { min(max($0 + 0.5, 0), 1) }
    var solver = FiniteVolumeSolver()
    solver.timeScheme = scheme
    solver.stepControl = .fixed(step: 0.02)
    let solution = try solver.solve(
      LinearProcess(diffusion: 0.1), from: Density(axis: axis, cumulative: box), startingAt: 0,
      times: [0.4])
    let width = (4 * 0.1 * 0.4).squareRoot()
    let exact = Density(
      axis: axis, averaging: { 0.5 * (erf(($0 + 0.5) / width) - erf(($0 - 0.5) / width)) })
    let limit = scheme == .backwardEuler ? 2e-2 : 2e-3
    #expect(solution.densities[0].l1Distance(to: exact) < limit)
    #expect(solution.densities[0].minimum > -1e-6)
  }
}
