import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// The cases with closed forms; see docs/validation.md.
@Suite("Reference cases")
struct ReferenceCaseTests {
  /// Both solvers on a line, wide enough that the walls do not matter.
  static func solveBoth<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, startingAt start: Double, to time: Double
  ) throws -> (finiteVolume: DensityEvolution, spectral: DensityEvolution)
  where Process.Scalar == Double {
    var finiteVolume = FiniteVolumeSolver()
    finiteVolume.stepControl = .adaptive(tolerance: 1e-9)
    return (
      try finiteVolume.solve(process, from: initial, startingAt: start, times: [time]),
      try SpectralSolver().solve(process, from: initial, startingAt: start, times: [time])
    )
  }

  @Test("R1, R2, R3 and R13: Gaussian densities have their mean, variance, entropy and values")
  func gaussians() throws {
    struct Case {
      var process: LinearProcess
      var domain: ClosedRange<Double>
      var mean: Double
      var variance: Double
      var start = 0.0
      var time: Double
      var expected: (mean: Double, variance: Double)
      var value: (x: Double, density: Double)
    }
    let point = LinearProcess(velocity: 2, rate: 2, diffusion: 0.5)
    let early = point.moments(mean: -1, variance: 0, at: 0.05)
    let cases = [
      Case(
        process: LinearProcess(diffusion: 0.25), domain: -9...9, mean: 0, variance: 0.1, time: 2,
        expected: (0, 1.1), value: (0, 0.380_376_539_631_1)),
      Case(
        process: LinearProcess(velocity: 0.5, diffusion: 0.1), domain: -6...8, mean: 0,
        variance: 0.04, time: 3, expected: (1.5, 0.64), value: (2, 0.410_201_210_688)),
      Case(
        process: point, domain: -5...5, mean: early.mean, variance: early.variance, start: 0.05,
        time: 0.3, expected: (-0.097_623_272_188_1, 0.174_701_447_022),
        value: (0, 0.928_786_749_547)),
      Case(
        process: LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3), domain: -6...6,
        mean: 0, variance: 0.2, time: 1.5, expected: (0, 0.412_446_767_092),
        value: (0, 1 / (2 * .pi * 0.412_446_767_092).squareRoot())),
    ]
    for one in cases {
      let axis = try Axis(one.domain, cellCount: 1024)
      let initial = gaussian(axis, mean: one.mean, variance: one.variance)
      let both = try Self.solveBoth(one.process, from: initial, startingAt: one.start, to: one.time)
      let entropy = 0.5 * log(2 * .pi * M_E * one.expected.variance)
      for (solution, tolerance) in [(both.finiteVolume, 3e-4), (both.spectral, 1e-8)] {
        let density = solution.densities[0]
        #expect(abs(density.mean - one.expected.mean) < tolerance)
        #expect(abs(density.variance - one.expected.variance) < tolerance)
        #expect(abs(solution.value(at: one.value.x, timeIndex: 0) - one.value.density) < tolerance)
        // Averages over cells of width h have an entropy higher by h²/(24 variance).
        let shift = axis.spacing * axis.spacing / (24 * one.expected.variance)
        #expect(abs(density.entropy - shift - entropy) < tolerance)
      }
    }
  }

  @Test("R4: a point in a reflecting box spreads as its images do")
  func reflectingBox() throws {
    let axis = try Axis(0...1, cellCount: 1024)
    let cumulative: (Double) -> Double = { x in
      let variance = 2 * 0.05 * 0.01
      return (-2...2).reduce(0) { sum, image in
        let shift = 2 * Double(image)
        return sum + gaussianCumulative(mean: 0.3 + shift, variance: variance)(x)
          + gaussianCumulative(mean: -0.3 + shift, variance: variance)(x)
      }
    }
    let initial = Density(axis: axis, cumulative: cumulative)
    let process = LinearProcess(diffusion: 0.05)
    let both = try Self.solveBoth(process, from: initial, startingAt: 0.01, to: 0.4)
    let expected = [0.3: 2.016_870_644_113, 0: 1.295_175_956_659, 1: 0.008_726_829_620]
    for (x, density) in expected {
      #expect(abs(both.finiteVolume.value(at: x, timeIndex: 0) - density) < 1e-5)
      #expect(abs(both.spectral.value(at: x, timeIndex: 0) - density) < 1e-10)
    }
    #expect(both.spectral.diagnostics.acceptedSteps == 1)
  }

  @Test("R5: the mean velocity in a tilted periodic potential is Stratonovich's")
  func tiltedPotential() throws {
    let axis = try Axis(0...2 * .pi, cellCount: 256)
    let flat = try Density(
      axis: axis, values: [Double](repeating: 1 / axis.length, count: axis.cellCount))
    var finiteVolume = FiniteVolumeSolver()
    finiteVolume.boundaries = .periodic
    var spectral = SpectralSolver()
    spectral.boundaries = .periodic
    let solvers: [(any FokkerPlanckSolver, Double)] = [(finiteVolume, 1e-5), (spectral, 1e-10)]
    for (solver, tolerance) in solvers {
      let solution = try solver.solve(PeriodicProcess(), from: flat, startingAt: 0, times: [150])
      let velocity = axis.centers.reduce(0) {
        $0 + (sin($1) + 0.5) * solution.value(at: $1, timeIndex: 0) * axis.spacing
      }
      #expect(abs(velocity - 0.073_670_432_311_1) < tolerance)
    }
  }

  @Test("R6: the double well relaxes to its stationary variance and entropy")
  func doubleWell() throws {
    let axis = try Axis(-2.2...2.2, cellCount: 400)
    let initial = gaussian(axis, mean: 0, variance: 0.04)
    let both = try Self.solveBoth(DoubleWell(), from: initial, startingAt: 0, to: 40)
    for (solution, tolerance) in [(both.finiteVolume, 2e-5), (both.spectral, 1e-8)] {
      let centers = axis.centers
      let values = centers.map { solution.value(at: $0, timeIndex: 0) }
      let second = zip(centers, values).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * axis.spacing }
      let entropy = values.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) * axis.spacing : 0) }
      #expect(abs(second - 0.871_362_908_042) < tolerance)
      #expect(abs(entropy - 0.790_925_454_859) < 5 * tolerance)
    }
  }

  @Test("R7: geometric Brownian motion keeps its log-normal law")
  func geometricBrownianMotion() throws {
    let process = ClosureProcess(drift: { x, _ in 0.1 * x }, diffusion: { x, _ in 0.08 * x * x })
    func cumulative(_ time: Double) -> (Double) -> Double {
      { $0 > 0 ? gaussianCumulative(mean: 0.02 * time, variance: 0.16 * time)(log($0)) : 0 }
    }
    let axis = try Axis(0...25, cellCount: 4000)
    let initial = Density(axis: axis, cumulative: cumulative(0.5))
    let solution = try FiniteVolumeSolver()
      .solve(process, from: initial, startingAt: 0.5, times: [2])
    let density = solution.densities[0]
    #expect(abs(density.mean - 1.221_402_758_160) < 1e-4)
    #expect(abs(density.variance - 0.562_608_513_003) < 3e-3)
    #expect(abs(density.pointValue(at: 1) - 0.703_476_089_016) < 1e-4)
    #expect(density.minimum >= 0)
  }

  @Test("R8: the square-root process keeps its non-central chi-square law")
  func squareRootProcess() throws {
    let process = ClosureProcess(
      drift: { x, _ in 1.5 * (0.8 - x) }, diffusion: { x, _ in 0.18 * x })
    let axis = try Axis(0...3, cellCount: 2000)
    let initial = Density(
      axis: axis, averaging: { Self.squareRootDensity($0, at: 0.1) })
    let solution = try FiniteVolumeSolver()
      .solve(process, from: initial, startingAt: 0.1, times: [0.5])
    let density = solution.densities[0]
    #expect(abs(density.mean - 0.563_816_723_629) < 1e-5)
    #expect(abs(density.variance - 0.044_671_137_515) < 1e-5)
    #expect(abs(density.pointValue(at: 0.5) - 1.989_883_155_361) < 1e-4)
  }

  /// The density of the square-root process from x = 0.3, as a Poisson mixture of gamma laws.
  static func squareRootDensity(_ x: Double, at time: Double) -> Double {
    let decay = exp(-1.5 * time)
    let scale = 2 * 1.5 / (0.36 * (1 - decay))
    let (u, v) = (scale * 0.3 * decay, scale * x)
    let shape = 2 * 1.5 * 0.8 / 0.36
    return (0..<400).reduce(0) { sum, j in
      let k = Double(j)
      let poisson: Double = k * log(u) - u - lgamma(k + 1)
      let gamma: Double = (k + shape - 1) * log(v) - v - lgamma(k + shape)
      return sum + scale * exp(poisson + gamma)
    }
  }

  @Test("R9: the Jacobi process relaxes to its beta law although D vanishes at both walls")
  func jacobiProcess() throws {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    let axis = try Axis(0...1, cellCount: 1000)
    let flat = try Density(axis: axis, values: [Double](repeating: 1, count: 1000))
    let solution = try FiniteVolumeSolver().solve(process, from: flat, startingAt: 0, times: [30])
    #expect(abs(solution.value(at: 0.3, timeIndex: 0) - 1.829_767_123_113) < 2e-3)
    #expect(solution.diagnostics.smallestDensity >= 0)
  }

  @Test("R14: survival and exit at an absorbing wall follow the inverse Gaussian law")
  func firstPassage() throws {
    let axis = try Axis(-10...2, cellCount: 2400)
    let start = 0.05
    let cumulative: (Double) -> Double = { x in
      let free = gaussianCumulative(mean: start, variance: start)(x)
      return free - exp(4) * gaussianCumulative(mean: 4 + start, variance: start)(x)
    }
    let initial = Density(axis: axis, cumulative: cumulative)
    var solver = FiniteVolumeSolver()
    solver.boundaries = .walls(lower: .reflecting, upper: .absorbing)
    let process = LinearProcess(velocity: 1, diffusion: 0.5)
    let solution = try solver.solve(
      process, from: initial, startingAt: start, times: [1.49, 1.51, 2])
    #expect(abs(solution.densities[2].mass - 0.372_302_161_845) < 1e-5)
    #expect(abs(solution.exits[2].upper - (1 - 0.372_302_161_845)) < 1e-5)
    #expect(solution.exits[2].lower == 0)
    let rate = (solution.exits[1].upper - solution.exits[0].upper) / 0.02
    #expect(abs(rate - 0.399_587_566_267) < 5e-5)
    #expect(solution.diagnostics.largestMassError < 1e-12)
  }
}
