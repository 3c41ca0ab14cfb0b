import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// A planar Ornstein-Uhlenbeck process, drift −A x, with a diffusion that may grow in time.
struct PlanarLinearProcess: PlanarDiffusionProcess {
  var a = [1.0, 0.8, -0.3, 0.5]
  var d = [0.2, 0.05, 0.1]
  var growth = 0.0
  var isAutonomous: Bool { growth == 0 }

  func coefficients(x: Double, y: Double, time t: Double) -> PlanarCoefficients {
    let factor = 1 + growth * t
    return PlanarCoefficients(
      driftX: -a[0] * x - a[1] * y, driftY: -a[2] * x - a[3] * y, diffusionXX: d[0] * factor,
      diffusionYY: d[2] * factor, diffusionXY: d[1] * factor)
  }

  /// Mean and covariance (xx, xy, yy) at a time, by the classical Runge-Kutta method.
  func moments(mean: [Double], covariance: [Double], at time: Double) -> [Double] {
    func slope(_ v: [Double], _ t: Double) -> [Double] {
      let f = 2 * (1 + growth * t)
      return [
        -a[0] * v[0] - a[1] * v[1], -a[2] * v[0] - a[3] * v[1],
        -2 * (a[0] * v[2] + a[1] * v[3]) + f * d[0],
        -a[0] * v[3] - a[1] * v[4] - a[2] * v[2] - a[3] * v[3] + f * d[1],
        -2 * (a[2] * v[3] + a[3] * v[4]) + f * d[2],
      ]
    }
    var v = mean + covariance
    let h = time / 2000
    func moved(_ v: [Double], _ k: [Double], _ h: Double) -> [Double] {
      zip(v, k).map { $0 + h * $1 }
    }
    for index in 0..<2000 {
      let t = Double(index) * h
      let k1 = slope(v, t)
      let k2 = slope(moved(v, k1, h / 2), t + h / 2)
      let k3 = slope(moved(v, k2, h / 2), t + h / 2)
      let k4 = slope(moved(v, k3, h), t + h)
      for i in v.indices { v[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) }
    }
    return v
  }
}

/// The cell averages of a planar Gaussian with moments (mean x, mean y, xx, xy, yy).
func planarGaussian(_ x: Axis, _ y: Axis, _ m: [Double]) -> PlanarDensity {
  let determinant = m[2] * m[4] - m[3] * m[3]
  let norm = 1 / (2 * .pi * determinant.squareRoot())
  return PlanarDensity(x: x, y: y) { px, py in
    let (u, v) = (px - m[0], py - m[1])
    return norm * exp(-0.5 * (m[4] * u * u - 2 * m[3] * u * v + m[2] * v * v) / determinant)
  }
}

@Suite("Two dimensions")
struct PlanarTests {
  static func error(
    cells: Int, step: Double, growth: Double = 0, time: Double = 1
  ) throws -> Double {
    let process = PlanarLinearProcess(growth: growth)
    let (x, y) = (try Axis(-4...4, cellCount: cells), try Axis(-4...4, cellCount: cells))
    let start = [1, -0.5, 0.1, 0.02, 0.15]
    let end = process.moments(
      mean: Array(start.prefix(2)), covariance: Array(start.suffix(3)), at: time)
    var solver = PlanarFiniteVolumeSolver()
    solver.timeStep = step
    let solution = try solver.solve(
      process, from: planarGaussian(x, y, start), startingAt: 0, times: [time])
    #expect(abs(solution.densities[0].mass - 1) < 1e-10)
    return solution.densities[0].l1Distance(to: planarGaussian(x, y, end))
  }

  @Test("The density of a planar Ornstein-Uhlenbeck process converges at second order")
  func secondOrder() throws {
    let errors = try [(40, 0.05), (80, 0.025), (160, 0.0125)].map {
      try Self.error(cells: $0.0, step: $0.1)
    }
    let orders = observedOrders(errors)
    #expect(abs(orders[1] - 2) < 0.15, "errors \(errors)")
    #expect(errors[2] < 3e-3)
  }

  @Test("Time steps are of second order, also when D depends on time", arguments: [0, 1.5])
  func secondOrderInTime(growth: Double) throws {
    let (x, y) = (try Axis(-4...4, cellCount: 48), try Axis(-4...4, cellCount: 40))
    func solve(_ steps: Int) throws -> PlanarDensity {
      var solver = PlanarFiniteVolumeSolver()
      solver.timeStep = 1 / Double(steps)
      return try solver.solve(
        PlanarLinearProcess(growth: growth),
        from: planarGaussian(x, y, [1, -0.5, 0.3, 0.02, 0.4]), startingAt: 0, times: [1]
      ).densities[0]
    }
    let reference = try solve(1280)
    let errors = try [40, 80, 160].map { try solve($0).l1Distance(to: reference) }
    #expect(observedOrders(errors).allSatisfy { abs($0 - 2) < 0.1 }, "errors \(errors)")
  }

  @Test("R10: the stationary covariance is 0.2 times the identity, and the entropy follows")
  func stationaryState() throws {
    let (x, y) = (try Axis(-3...3, cellCount: 150), try Axis(-3...3, cellCount: 150))
    var solver = PlanarFiniteVolumeSolver()
    solver.timeStep = 0.05
    let solution = try solver.solve(
      PlanarLinearProcess(), from: planarGaussian(x, y, [0.2, 0.3, 0.3, 0, 0.2]), startingAt: 0,
      times: [15])
    let density = solution.densities[0]
    let shift = x.spacing * x.spacing / 12
    #expect(abs(density.moment { u, _ in u * u } - shift - 0.2) < 5e-4)
    #expect(abs(density.moment { _, v in v * v } - shift - 0.2) < 5e-4)
    #expect(abs(density.moment { u, v in u * v }) < 5e-4)
    #expect(abs(density.entropy - 1.228_439_153_975) < 2e-3)
    #expect(density.minimum > -1e-9)
  }

  @Test("Independent coordinates keep the marginals of one dimension")
  func independentCoordinates() throws {
    struct Product: PlanarDiffusionProcess {
      func coefficients(x: Double, y: Double, time t: Double) -> PlanarCoefficients {
        PlanarCoefficients(
          driftX: x - x * x * x, driftY: 1 - y, diffusionXX: 0.2, diffusionYY: 0.1 + 0.05 * y)
      }
    }
    let (x, y) = (try Axis(-2...2, cellCount: 80), try Axis(0...2, cellCount: 60))
    let (startX, startY) = (
      gaussian(x, mean: 0.3, variance: 0.05), gaussian(y, mean: 0.8, variance: 0.02)
    )
    let values = startX.values.flatMap { p in startY.values.map { p * $0 } }
    let start = try PlanarDensity(x: x, y: y, values: values)
    var solver = PlanarFiniteVolumeSolver()
    solver.timeStep = 0.005
    let solution = try solver.solve(Product(), from: start, startingAt: 0, times: [1])
    let alone = try FiniteVolumeSolver().solve(
      DoubleWell(diffusion: 0.2), from: startX, startingAt: 0, times: [1])
    let marginal = try Density(axis: x, values: solution.densities[0].marginalX)
    #expect(marginal.l1Distance(to: alone.densities[0]) < 1e-4)
    #expect(abs(solution.densities[0].mass - start.mass) < 1e-11)
    #expect(abs(solution.densities[0].marginalY.reduce(0, +) * y.spacing - start.mass) < 1e-11)
  }

  @Test("Strong mixed diffusion stays stable and conserves mass for long steps")
  func strongMixedDiffusion() throws {
    var process = PlanarLinearProcess()
    process.d = [1, 0.98, 1]
    let (x, y) = (try Axis(-6...6, cellCount: 60), try Axis(-6...6, cellCount: 60))
    var solver = PlanarFiniteVolumeSolver()
    solver.timeStep = 0.5
    solver.startingSteps = 2
    let solution = try solver.solve(
      process, from: planarGaussian(x, y, [0, 0, 0.05, 0, 0.05]), startingAt: 0, times: [50])
    #expect(abs(solution.densities[0].mass - 1) < 1e-10)
    #expect(solution.densities[0].values.allSatisfy { abs($0) < 1 })
  }

  @Test("Absorbing walls take mass away and reflecting ones do not")
  func walls() throws {
    let (x, y) = (try Axis(-1...1, cellCount: 40), try Axis(-1...1, cellCount: 40))
    var process = PlanarLinearProcess()
    process.d = [0.3, 0, 0.3]
    var solver = PlanarFiniteVolumeSolver()
    solver.boundariesX = .absorbing
    solver.timeStep = 0.01
    let start = planarGaussian(x, y, [0, 0, 0.02, 0, 0.02])
    let solution = try solver.solve(process, from: start, startingAt: 0, times: [0.2, 0.4])
    #expect(solution.densities[0].mass < 0.995)
    #expect(solution.densities[1].mass < solution.densities[0].mass)
  }

  @Test("Bad input is refused")
  func badInput() throws {
    let (x, y) = (try Axis(-4...4, cellCount: 20), try Axis(-4...4, cellCount: 20))
    let start = planarGaussian(x, y, [0, 0, 0.4, 0, 0.4])
    var solver = PlanarFiniteVolumeSolver()
    var indefinite = PlanarLinearProcess()
    indefinite.d = [0.1, 0.2, 0.1]
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(indefinite, from: start, startingAt: 0, times: [1])
    }
    #expect(throws: FokkerPlanckError.self) {
      try solver.solve(PlanarLinearProcess(), from: start, startingAt: 0, times: [1, 0.5])
    }
    solver.boundariesY = .periodic
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
    solver.boundariesY = .reflecting
    solver.timeStep = 0
    #expect(throws: FokkerPlanckError.self) { try solver.validate() }
  }
}
