import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Spectral elements: orders, tolerances and laws")
struct SpectralElementAdaptivityTests {
  @Test("The error falls exponentially with the degree")
  func degrees() throws {
    let axis = try Axis(-4...4, cellCount: 400)
    func solve(_ degree: Int, elements: Int) throws -> Density {
      var solver = SpectralElementSolver()
      solver.degree = degree
      solver.elementControl = .fixed(count: elements)
      return try solver.solve(
        DoubleWell(), from: gaussian(axis, mean: -1, variance: 0.09), startingAt: 0, times: [1]
      ).densities[0]
    }
    let reference = try solve(20, elements: 48)
    let errors = try [6, 8, 10, 12, 14, 16].map {
      try solve($0, elements: 24).l1Distance(to: reference)
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect(fine < coarse / 10) }
    #expect(errors[5] < 1e-11, "errors \(errors)")
  }

  @Test("Halving the elements gains at least the order of the degree", arguments: [4, 6, 8])
  func elements(degree: Int) throws {
    let axis = try Axis(-5...5, cellCount: 400)
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let after = process.moments(mean: 1, variance: 0.2, at: 0.5)
    let errors = try [16, 32].map { count in
      var solver = SpectralElementSolver()
      solver.degree = degree
      solver.elementControl = .fixed(count: count)
      return try solver.solve(
        process, from: gaussian(axis, mean: 1, variance: 0.2), startingAt: 0, times: [0.5]
      ).densities[0].l1Distance(
        to: gaussian(axis, mean: after.mean, variance: after.variance))
    }
    #expect(observedOrders(errors)[0] > Double(degree), "errors \(errors)")
  }

  @Test("Time-dependent coefficients are integrated to fourth order")
  func timeOrder() throws {
    let process = LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3)
    let axis = try Axis(-6...6, cellCount: 400)
    let after = process.moments(mean: 0.5, variance: 0.2, at: 1.5)
    let errors = try [2, 4, 8, 16].map { steps in
      var solver = SpectralElementSolver()
      solver.stepControl = .fixed(step: 1.5 / Double(steps))
      let solution = try solver.solve(
        process, from: gaussian(axis, mean: 0.5, variance: 0.2), startingAt: 0, times: [1.5])
      #expect(solution.diagnostics.acceptedSteps == steps)
      return solution.densities[0].l1Distance(
        to: gaussian(axis, mean: after.mean, variance: after.variance))
    }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 4) < 0.1 }, "errors \(errors)")
  }

  @Test("Adaptive steps follow the tolerance", arguments: [1e-5, 1e-7, 1e-9])
  func timeTolerance(tolerance: Double) throws {
    // The mean of this process is known: m′ = sin 3t − m.
    let process = ClosureProcess(
      drift: { x, t in sin(3 * t) - x }, diffusion: { _, t in 0.2 * (1 + 0.5 * cos(2 * t)) })
    let axis = try Axis(-5...5, cellCount: 400)
    var solver = SpectralElementSolver()
    solver.stepControl = .adaptive(tolerance: tolerance)
    solver.elementControl = .adaptive(tolerance: tolerance)
    let solution = try solver.solve(
      process, from: gaussian(axis, mean: 0.5, variance: 0.2), startingAt: 0, times: [2])
    let (decay, t) = (exp(-2.0), 2.0)
    let mean = 0.5 * decay + (sin(3 * t) - 3 * cos(3 * t) + 3 * decay) / 10
    // v′ = 2 D − 2 v.
    let driven = 0.2 * (1 - decay * decay)
    let wave = 0.1 * ((cos(2 * t) + sin(2 * t)) / 2 - decay * decay / 2)
    let variance = 0.2 * decay * decay + driven + wave
    let exact = gaussian(axis, mean: mean, variance: variance)
    let error = solution.densities[0].l1Distance(to: exact)
    #expect(error < 10 * tolerance, "\(error) after \(solution.diagnostics.acceptedSteps) steps")
    #expect(solution.diagnostics.acceptedSteps < 60)
  }

  /// Smooth drift and diffusion drawn at random.
  struct RandomProblem {
    var process: ClosureProcess
    var boundaries: BoundaryConditions
    var initial: Density
    var time: Double

    init(seed: UInt64) throws {
      var state = seed &* 0x9E37_79B9_7F4A_7C15
      func draw(_ low: Double, _ high: Double) -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return low + (high - low) * Double(state >> 11) / 9_007_199_254_740_992
      }
      let q = Double.pi / 2
      let kind = Int(seed % 5)
      let ring = kind == 4
      let c = (0..<5).map { _ in draw(-1, 1) }
      let strength = pow(10, draw(-1, 0.7))
      let diffusion = pow(10, draw(-1.5, 0))
      let (modulation, wave) = (draw(0, 0.9), ring ? 1 : draw(0.5, 3))
      process = ClosureProcess(
        drift: { x, _ in
          let periodic = c[0] + c[1] * sin(q * x + c[2]) + c[3] * cos(2 * q * x)
          return strength * (periodic + (ring ? 0 : c[4] * (x - 2)))
        },
        diffusion: { x, _ in diffusion * (1 + modulation * sin(q * wave * x)) })
      boundaries =
        [
          .reflecting, .absorbing, .walls(lower: .reflecting, upper: .absorbing),
          .walls(lower: .absorbing, upper: .reflecting), .periodic,
        ][kind]
      let deviation = draw(0.05, 0.25)
      initial = try gaussian(
        Axis(0...4, cellCount: 400), mean: draw(1, 3), variance: deviation * deviation
      ).normalized()
      time = pow(10, draw(-2, 1))
    }
  }

  @Test(
    "The error stays below the tolerance for smooth problems drawn at random", arguments: 1...40)
  func spatialTolerance(seed: UInt64) throws {
    let problem = try RandomProblem(seed: seed)
    func solve(_ tolerance: Double, degree: Int) throws -> DensityEvolution {
      var solver = SpectralElementSolver()
      solver.boundaries = problem.boundaries
      solver.degree = degree
      solver.elementControl = .adaptive(tolerance: tolerance)
      solver.stepControl = .adaptive(tolerance: tolerance)
      return try solver.solve(
        problem.process, from: problem.initial, startingAt: 0, times: [problem.time])
    }
    let reference = try solve(1e-12, degree: 18)
    for (tolerance, degree) in [(1e-5, 8), (1e-8, 12)] {
      let solution = try solve(tolerance, degree: degree)
      #expect(solution.densities[0].l1Distance(to: reference.densities[0]) < tolerance)
      #expect(solution.diagnostics.spatialErrorEstimate < tolerance)
      #expect(solution.diagnostics.largestMassError < 1e-12)
      #expect(solution.diagnostics.smallestDensity > -100 * tolerance)
    }
  }

  @Test("Few elements of low degree undershoot, and say so")
  func undershoot() throws {
    let axis = try Axis(-4...4, cellCount: 400)
    var solver = SpectralElementSolver()
    solver.degree = 4
    solver.elementControl = .fixed(count: 8)
    let solution = try solver.solve(
      DoubleWell(), from: gaussian(axis, mean: -1, variance: 0.01), startingAt: 0, times: [0.05])
    #expect(solution.diagnostics.smallestDensity < -1e-3)
    #expect(solution.densities[0].minimum < -1e-3)
    #expect(solution.diagnostics.largestMassError < 1e-13)
  }

  @Test("Narrow starts are met with small elements, and only there")
  func narrowStart() throws {
    let axis = try Axis(-8...8, cellCount: 16_000)
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let variance = 4e-6
    let after = process.moments(mean: 1, variance: variance, at: 0.01)
    let solution = try SpectralElementSolver().solve(
      process, from: gaussian(axis, mean: 1, variance: variance), startingAt: 0, times: [0.01])
    let exact = gaussian(axis, mean: after.mean, variance: after.variance)
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-9)
    #expect(solution.diagnostics.elementCount < 80)
  }

  @Test("A start with jumps at faces is read as it is")
  func jumps() throws {
    let axis = try Axis(0...1, cellCount: 400)
    let initial = Density(axis: axis, cumulative: { min(max(2 * $0 - 0.5, 0), 1) })
    let solution = try SpectralElementSolver().solve(
      LinearProcess(diffusion: 0.05), from: initial, startingAt: 0, times: [0.01, 0.1])
    for (time, density) in zip([0.01, 0.1], solution.densities) {
      // Cosines of the box from 1/4 to 3/4.
      let exact = Density(
        axis: axis,
        cumulative: { x in
          (1...400).reduce(x) { sum, index in
            let k = Double.pi * Double(index)
            let amplitude = 4 * (sin(0.75 * k) - sin(0.25 * k)) / k
            return sum + amplitude * exp(-0.05 * k * k * time) * sin(k * x) / k
          }
        })
      #expect(density.l1Distance(to: exact) < 1e-6)
      #expect(density.minimum > -1e-6)
    }
  }

  @Test("A diffusion coefficient that jumps inside is met with ever smaller elements")
  func diffusionJump() throws {
    let axis = try Axis(-1...1, cellCount: 200)
    let solution = try SpectralElementSolver().solve(
      ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in x > 0.1 ? 1 : 0.1 }),
      from: gaussian(axis, mean: 0, variance: 0.02), startingAt: 0, times: [100])
    // Without flux D p is the same on both sides.
    let level = 1 / (1.1 / 0.1 + 0.9)
    let exact = Density(axis: axis, averaging: { level / ($0 > 0.1 ? 1 : 0.1) })
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-9)
  }

  @Test("One hundred steps of a time-dependent problem keep the mass to rounding")
  func mass() throws {
    let axis = try Axis(-3...3, cellCount: 200)
    for boundaries in [BoundaryConditions.reflecting, .absorbing, .periodic] {
      var solver = SpectralElementSolver()
      solver.boundaries = boundaries
      solver.degree = 10
      solver.elementControl = .adaptive(tolerance: 1e-6)
      solver.stepControl = .fixed(step: 0.02)
      let process = ClosureProcess(
        drift: { x, t in sin(.pi * x / 3 + t) },
        diffusion: { x, t in 0.2 + 0.1 * cos(.pi * x / 3 - t) })
      let solution = try solver.solve(
        process, from: gaussian(axis, mean: 0, variance: 0.1), startingAt: 0, times: [2])
      #expect(solution.diagnostics.acceptedSteps == 100)
      #expect(solution.diagnostics.largestMassError < 1e-13)
    }
  }
}
