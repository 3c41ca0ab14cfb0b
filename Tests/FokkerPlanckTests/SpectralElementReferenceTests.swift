import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Closed forms and an independent method, to 1e-10.
@Suite("Spectral elements: reference cases")
struct SpectralElementReferenceTests {
  @Test("An Ornstein-Uhlenbeck density far from its walls is right to 1e-11 in one step")
  func relaxation() throws {
    let process = LinearProcess(rate: 1, diffusion: 0.5)
    let axis = try Axis(-8...8, cellCount: 512)
    for time in [0.05, 0.5, 5, 50] {
      let after = process.moments(mean: 2, variance: 0.09, at: time)
      let solution = try SpectralElementSolver().solve(
        process, from: gaussian(axis, mean: 2, variance: 0.09), startingAt: 0, times: [time])
      let exact = gaussian(axis, mean: after.mean, variance: after.variance)
      #expect(solution.densities[0].l1Distance(to: exact) < 1e-11)
      #expect(solution.diagnostics.acceptedSteps == 1)
      #expect(solution.diagnostics.largestMassError < 1e-14)
      #expect(solution.diagnostics.smallestDensity > -1e-12)
    }
  }

  @Test("The double well agrees with trigonometric modes to 1e-10 and forgets its walls")
  func doubleWell() throws {
    let inner = try Axis(-2.8...2.8, cellCount: 280)
    let outer = try Axis(-4...4, cellCount: 400)
    let elements = SpectralElementSolver()
    let near = try elements.solve(
      DoubleWell(), from: gaussian(inner, mean: -1, variance: 0.05), startingAt: 0, times: [10])
    let far = try elements.solve(
      DoubleWell(), from: gaussian(outer, mean: -1, variance: 0.05), startingAt: 0, times: [10])
    var modes = SpectralSolver()
    modes.timeScheme = .exponentialTimeDifferencing
    modes.stepControl = .adaptive(tolerance: 1e-13)
    let reference = try modes.solve(
      DoubleWell(), from: gaussian(inner, mean: -1, variance: 0.05), startingAt: 0, times: [10])
    #expect(near.densities[0].l1Distance(to: reference.densities[0]) < 1e-10)
    let shared = zip(near.densities[0].values, far.densities[0].values[60..<340])
    #expect(shared.reduce(0) { $0 + abs($1.0 - $1.1) } * inner.spacing < 1e-11)
    #expect(far.diagnostics.acceptedSteps <= 2)
    #expect(far.diagnostics.largestMassError < 1e-14)
  }

  @Test("R1, R2, R3 and R13: Gaussian densities to 1e-10, with drift, and with D(t)")
  func gaussians() throws {
    let cases: [(LinearProcess, ClosedRange<Double>, mean: Double, variance: Double, Double)] = [
      (LinearProcess(diffusion: 0.25), -9...9, 0, 0.1, 2),
      (LinearProcess(velocity: 0.5, diffusion: 0.1), -6...8, 0, 0.04, 3),
      (LinearProcess(velocity: 2, rate: 2, diffusion: 0.5), -6...6, -0.9, 0.045, 0.25),
      (LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3), -6...6, 0, 0.2, 1.5),
    ]
    for (process, domain, mean, variance, time) in cases {
      let axis = try Axis(domain, cellCount: 900)
      let after = process.moments(mean: mean, variance: variance, at: time)
      let solution = try SpectralElementSolver().solve(
        process, from: gaussian(axis, mean: mean, variance: variance), startingAt: 0, times: [time])
      let exact = gaussian(axis, mean: after.mean, variance: after.variance)
      #expect(solution.densities[0].l1Distance(to: exact) < 1e-10)
      #expect(solution.diagnostics.largestMassError < 1e-13)
    }
  }

  @Test("R4: a point in a reflecting box")
  func reflectingBox() throws {
    let axis = try Axis(0...1, cellCount: 512)
    func images(_ time: Double) -> (Double) -> Double {
      { x in
        (-4...4).reduce(0) { sum, image in
          let shift = 2 * Double(image)
          return sum + gaussianCumulative(mean: 0.3 + shift, variance: 0.1 * time)(x)
            + gaussianCumulative(mean: -0.3 + shift, variance: 0.1 * time)(x)
        }
      }
    }
    let times = [0.05, 0.4, 4]
    let solution = try SpectralElementSolver().solve(
      LinearProcess(diffusion: 0.05), from: Density(axis: axis, cumulative: images(0.01)),
      startingAt: 0.01, times: times)
    for (time, density) in zip(times, solution.densities) {
      #expect(density.l1Distance(to: Density(axis: axis, cumulative: images(time))) < 1e-11)
    }
    for (x, density) in [0.3: 2.016_870_644_113, 0: 1.295_175_956_659, 1: 0.008_726_829_620] {
      #expect(abs(solution.value(at: x, timeIndex: 1) - density) < 1e-10)
    }
  }

  @Test("R6: stationary variance and entropy of the double well")
  func stationaryWell() throws {
    let axis = try Axis(-2.8...2.8, cellCount: 1400)
    let solution = try SpectralElementSolver().solve(
      DoubleWell(), from: gaussian(axis, mean: 0, variance: 0.04), startingAt: 0, times: [2000])
    let values = axis.centers.map { solution.value(at: $0, timeIndex: 0) }
    let second = zip(axis.centers, values).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * axis.spacing }
    let entropy = values.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) * axis.spacing : 0) }
    #expect(abs(second - 0.871_362_908_042) < 1e-10)
    #expect(abs(entropy - 0.790_925_454_859) < 1e-10)
  }

  @Test("R8 and R9: D vanishes at a wall, the density is a power law there")
  func degenerateWalls() throws {
    let squareRoot = ClosureProcess(
      drift: { x, _ in 1.5 * (0.8 - x) }, diffusion: { x, _ in 0.18 * x })
    let axis = try Axis(0...4, cellCount: 2000)
    func law(_ time: Double) -> Density {
      Density(axis: axis, averaging: { ReferenceCaseTests.squareRootDensity($0, at: time) })
    }
    let solution = try SpectralElementSolver().solve(
      squareRoot, from: law(0.1), startingAt: 0.1, times: [0.5])
    #expect(solution.densities[0].l1Distance(to: law(0.5)) < 1e-9)

    let jacobi = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    let box = try Axis(0...1, cellCount: 1000)
    let flat = try Density(axis: box, values: [Double](repeating: 1, count: 1000))
    let relaxed = try SpectralElementSolver().solve(jacobi, from: flat, startingAt: 0, times: [60])
    #expect(abs(relaxed.value(at: 0.3, timeIndex: 0) - 1.829_767_123_113) < 1e-9)
    // The slowest mode decays at the rate 1, the next at 2.4.
    let early = try SpectralElementSolver().solve(jacobi, from: flat, startingAt: 0, times: [4, 5])
    let means = early.densities.map(\.mean)
    #expect(abs((means[1] - 0.3) / (means[0] - 0.3) - exp(-1)) < 1e-6)
  }

  @Test("D that grows as 1 + x²: the hyperbolic sine of an Ornstein-Uhlenbeck process")
  func transformedProcess() throws {
    // x = sinh y with dy = −y dt + √0.2 dW.
    let process = ClosureProcess(
      drift: { x, _ in -asinh(x) * (1 + x * x).squareRoot() + 0.1 * x },
      diffusion: { x, _ in 0.1 * (1 + x * x) })
    let hidden = LinearProcess(rate: 1, diffusion: 0.1)
    let axis = try Axis(-12...12, cellCount: 1600)
    func law(_ time: Double) -> Density {
      let state = hidden.moments(mean: 0.8, variance: 0.05, at: time)
      let cumulative = gaussianCumulative(mean: state.mean, variance: state.variance)
      return Density(axis: axis, cumulative: { cumulative(asinh($0)) })
    }
    let solution = try SpectralElementSolver().solve(
      process, from: law(0), startingAt: 0, times: [0.3, 2])
    #expect(solution.densities[0].l1Distance(to: law(0.3)) < 1e-10)
    #expect(solution.densities[1].l1Distance(to: law(2)) < 1e-10)
  }

  @Test("A drift without diffusion squeezes a density to 1e-10")
  func deterministic() throws {
    let axis = try Axis(0...1, cellCount: 400)
    let solution = try SpectralElementSolver().solve(
      ClosureProcess(drift: { x, _ in 0.3 - x }, diffusion: { _, _ in 0 }),
      from: gaussian(axis, mean: 0.5, variance: 0.002), startingAt: 0, times: [1])
    let cumulative = gaussianCumulative(mean: 0.5, variance: 0.002)
    let exact = Density(axis: axis, cumulative: { cumulative(0.3 + ($0 - 0.3) * M_E) })
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-10)
  }
}
