import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

/// A process on a torus with the stationary density e^{−U}/Z, U = 0.8 cos x + 0.5 cos y + 0.3 sin(x − y),
/// whose full diffusion matrix varies in space.
struct TorusBoltzmann: MultivariateDiffusionProcess {
  var dimension: Int { 2 }
  var isAutonomous: Bool { true }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / 2
    for index in 0..<count {
      let (x, y) = (points[index], points[count + index])
      let slope = (-0.8 * sin(x) + 0.3 * cos(x - y), -0.5 * sin(y) - 0.3 * cos(x - y))
      let d = (0.5 + 0.2 * sin(y), 0.1 * cos(x), 0.4 + 0.1 * cos(x + y))
      // a = ∇·D − D ∇U.
      drift[index] = -d.0 * slope.0 - d.1 * slope.1
      drift[count + index] =
        -0.1 * sin(x) - 0.1 * sin(x + y) - d.1 * slope.0 - d.2 * slope.1
      (diffusion[index], diffusion[count + index], diffusion[2 * count + index]) = (d.0, d.1, d.2)
    }
  }

  /// The point values of e^{−U}, not normalised.
  func weight(_ x: [Double]) -> Double {
    exp(-0.8 * cos(x[0]) - 0.5 * cos(x[1]) - 0.3 * sin(x[0] - x[1]))
  }
}

/// A drift along x that depends on y, with a full constant diffusion matrix.
struct ShearFlow: MultivariateDiffusionProcess {
  var dimension: Int { 2 }
  var isAutonomous: Bool { true }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / 2
    for index in 0..<count {
      drift[index] = 2 * sin(points[count + index])
      drift[count + index] = 0
      diffusion[index] = 0.1
      diffusion[count + index] = 0.04
      diffusion[2 * count + index] = 0.1
    }
  }
}

@Suite("Modes on a box")
struct BoxSpectralTests {
  private func torus(_ counts: [Int]) throws -> [Axis] {
    try counts.map { try Axis(0...2 * .pi, cellCount: $0) }
  }

  @Test("Homogeneous drift and diffusion are solved exactly in one step")
  func exactStep() throws {
    let process = TorusWave()
    let axes = try torus([16, 15])
    let solution = try BoxSpectralSolver().solve(
      process, from: process.density(on: axes, at: 0), startingAt: 0, times: [0.7, 3])
    #expect(solution.densities[1].l1Distance(to: process.density(on: axes, at: 3)) < 1e-14)
    #expect(solution.diagnostics.acceptedSteps == 2)
  }

  @Test("Homogeneous coefficients that depend on time are integrated exactly")
  func timeDependentHomogeneous() throws {
    let axes = try torus([16, 16])
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { _, t in [0.7 * cos(t), -0.4 * t] },
      diffusion: { _, t in [[0.3 + 0.1 * t, 0.05 * t], [0.05 * t, 0.2 * exp(-t)]] })
    let start = TorusWave(drift: [0, 0], matrix: [0, 0, 0]).density(on: axes, at: 0)
    let solution = try BoxSpectralSolver().solve(process, from: start, startingAt: 0, times: [2])
    // The same wave, carried and damped by the means of the coefficients.
    let same = TorusWave(
      drift: [0.35 * sin(2.0), -0.4], matrix: [0.4, 0.05, 0.1 * (1 - exp(-2.0))])
    #expect(solution.densities[0].l1Distance(to: same.density(on: axes, at: 2)) < 1e-13)
  }

  @Test("The Boltzmann density is stationary to 1e-10, with a full matrix that varies in space")
  func boltzmann() throws {
    let axes = try torus([32, 32])
    let process = TorusBoltzmann()
    var weights = BoxDensity(axes: axes, averaging: process.weight)
    let mass = weights.mass
    for cell in weights.values.indices { weights.values[cell] /= mass }
    let start = BoxDensity(axes: axes) { x in (1 + 0.5 * sin(x[0] + x[1])) / (4 * .pi * .pi) }
    var solver = BoxSpectralSolver()
    solver.stepControl = .adaptive(tolerance: 1e-10)
    let solution = try solver.solve(process, from: start, startingAt: 0, times: [100])
    let density = solution.densities[0]
    // Averages by quadrature with three points per cell have errors of 1e-8; points have none.
    let points = try pointValues(of: density)
    var exact = axes[0].centers.flatMap { x in axes[1].centers.map { process.weight([x, $0]) } }
    let sum = exact.reduce(0, +) * axes[0].spacing * axes[1].spacing
    for index in exact.indices { exact[index] /= sum }
    let distance =
      zip(points, exact).reduce(0) { $0 + abs($1.0 - $1.1) } * axes[0].spacing * axes[1].spacing
    #expect(distance < 1e-10, "\(distance)")
    #expect(density.l1Distance(to: weights) < 1e-6)
    #expect(solution.diagnostics.largestMassError < 1e-13)
    #expect(solution.diagnostics.smallestDensity > 0)
    let current = try ProbabilityCurrent(
      of: process, in: density, boundaries: [.periodic, .periodic], at: 0)
    #expect(current.entropyBalance.production < 1e-6)
  }

  /// The values at the middles of the cells of a smooth periodic density from its averages, by
  /// dividing its modes by sin(kh/2)/(kh/2).
  private func pointValues(of density: BoxDensity) throws -> [Double] {
    var values = density.values
    let counts = density.axes.map(\.cellCount)
    for axis in counts.indices {
      let (n, stride) = (counts[axis], counts[(axis + 1)...].reduce(1, *))
      // The circulant matrix of the division.
      let row = (0..<n).map { offset in
        (0..<n).reduce(0.0) { sum, mode in
          let number = Double(2 * mode <= n ? mode : mode - n)
          let half = .pi * number / Double(n)
          let factor = number == 0 ? 1 : half / sin(half)
          return sum + factor * cos(2 * .pi * number * Double(offset) / Double(n)) / Double(n)
        }
      }
      var result = values
      for place in values.indices {
        let index = place / stride % n
        let first = place - index * stride
        result[place] = (0..<n).reduce(0) {
          $0 + row[(index - $1 + n) % n] * values[first + $1 * stride]
        }
      }
      values = result
    }
    return values
  }

  @Test("Independent coordinates are those of one dimension, to 1e-10")
  func independentCoordinates() throws {
    let axes = try torus([64, 48])
    let (first, second) = (
      PeriodicProcess(tilt: 0.5, diffusion: 0.3, modulation: 0.4),
      PeriodicProcess(tilt: -0.2, diffusion: 0.5)
    )
    let process = MultivariateClosureProcess(
      dimension: 2,
      drift: { x, t in [first.drift(at: x[0], time: t), second.drift(at: x[1], time: t)] },
      diffusion: { x, t in
        [[first.diffusion(at: x[0], time: t), 0], [0, second.diffusion(at: x[1], time: t)]]
      })
    var single = SpectralSolver()
    single.boundaries = .periodic
    single.stepControl = .adaptive(tolerance: 1e-12)
    let starts = axes.map { axis in
      Density(axis: axis, averaging: { (1 + 0.6 * cos($0 - 1)) / (2 * .pi) })
    }
    let alone = [
      try single.solve(first, from: starts[0], startingAt: 0, times: [1.5]).densities[0],
      try single.solve(second, from: starts[1], startingAt: 0, times: [1.5]).densities[0],
    ]
    func product(_ parts: [Density]) throws -> BoxDensity {
      try BoxDensity(
        axes: axes, values: parts[0].values.flatMap { p in parts[1].values.map { p * $0 } })
    }
    var solver = BoxSpectralSolver()
    solver.stepControl = .adaptive(tolerance: 1e-12)
    let solution = try solver.solve(process, from: product(starts), startingAt: 0, times: [1.5])
    #expect(solution.densities[0].l1Distance(to: try product(alone)) < 1e-10)
  }

  @Test("Both methods are of fourth order in time", arguments: SpectralTimeScheme.allCases)
  func fourthOrder(scheme: SpectralTimeScheme) throws {
    let axes = try torus([24, 24])
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { x, t in [sin(x[1] + t), 0.5 * cos(x[0]) + 0.3 * sin(t)] },
      diffusion: { x, t in
        let d = 0.3 + 0.05 * sin(x[0] + t)
        return [[d, 0.1], [0.1, 0.3]]
      })
    let start = BoxDensity(axes: axes) { x in (1 + 0.5 * cos(x[0] - x[1])) / (4 * .pi * .pi) }
    func solve(_ steps: Int) throws -> BoxDensity {
      var solver = BoxSpectralSolver()
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 2 / Double(steps))
      return try solver.solve(process, from: start, startingAt: 0, times: [2]).densities[0]
    }
    let reference = try solve(320)
    let errors = try [20, 40, 80].map { try solve($0).l1Distance(to: reference) }
    #expect(abs(observedOrders(errors)[1] - 4) < 0.1, "errors \(errors)")
  }

  @Test("A shear flow: finite volumes converge to the modes at second order")
  func shear() throws {
    let process = ShearFlow()
    func start(_ axes: [Axis]) -> BoxDensity {
      BoxDensity(axes: axes) { x in (1 + 0.8 * cos(x[0])) / (4 * .pi * .pi) }
    }
    let errors = try [64, 128].map { cells in
      let axes = try torus([cells, cells])
      var modes = BoxSpectralSolver()
      modes.stepControl = .adaptive(tolerance: 1e-8)
      let exact = try modes.solve(process, from: start(axes), startingAt: 0, times: [1])
      var volumes = BoxFiniteVolumeSolver()
      volumes.boundaries = [.periodic, .periodic]
      volumes.stepControl = .fixed(step: 0.8 / Double(cells))
      let solution = try volumes.solve(process, from: start(axes), startingAt: 0, times: [1])
      #expect(solution.diagnostics.largestMassError < 1e-13)
      return solution.densities[0].l1Distance(to: exact.densities[0])
    }
    #expect(abs(observedOrders(errors)[0] - 2) < 0.1, "errors \(errors)")
  }

  @Test("Coupled linear drift in a wide box", arguments: SpectralTimeScheme.allCases)
  func wideBox(scheme: SpectralTimeScheme) throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, -0.5], [0.3, 1.2]]), diffusion: .diagonal([0.5, 0.5]))
    let axes = try cube(-6...6, cells: 64, dimension: 2)
    let law = MultivariateGaussianLaw(mean: [2, -1], variances: [0.25, 0.25])
    var solver = BoxSpectralSolver()
    solver.timeScheme = scheme
    solver.stepControl =
      scheme == .interactionPicture ? .adaptive(tolerance: 7e-7) : .fixed(step: 0.025)
    solver.guardFraction = 0.05
    let solution = try solver.solve(
      process, from: averages(of: law, on: axes), startingAt: 0, times: [2])
    let exact = try averages(of: process.law(from: law, after: 2), on: axes)
    let distance = solution.densities[0].l1Distance(to: exact)
    #expect(distance < 1e-7, "\(distance)")
  }

  @Test("Three variables with correlated noise")
  func threeDimensions() throws {
    let process = try correlatedChain()
    let axes = try cube(-3.6...3.6, cells: 36, dimension: 3)
    let law = MultivariateGaussianLaw(mean: [0.5, -0.5, 0.3], variances: [0.3, 0.3, 0.3])
    var solver = BoxSpectralSolver()
    solver.stepControl = .adaptive(tolerance: 1e-6)
    let solution = try solver.solve(
      process, from: averages(of: law, on: axes), startingAt: 0, times: [0.5])
    let exact = try averages(of: process.law(from: law, after: 0.5), on: axes)
    let distance = solution.densities[0].l1Distance(to: exact)
    #expect(distance < 1e-5, "\(distance)")
  }

  @Test("A drift that breaks off where the density is not negligible is refused")
  func notSmooth() throws {
    let axes = try cube(-1...1, cells: 16, dimension: 2)
    let uniform = BoxDensity(axes: axes) { _ in 0.25 }
    let error = #expect(throws: FokkerPlanckError.self) {
      try BoxSpectralSolver().solve(planarRotor(), from: uniform, startingAt: 0, times: [0.01])
    }
    if case .notSmoothAtEnds(let coefficient, _, _, _) = error {
      #expect(coefficient == "drift of variable 1 across axis 1")
    } else {
      Issue.record("another error: \(String(describing: error))")
    }
    var solver = BoxSpectralSolver()
    solver.timeScheme = .exponentialTimeDifferencing
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
  }
}
