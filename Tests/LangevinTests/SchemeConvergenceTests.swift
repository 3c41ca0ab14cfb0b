import Langevin
import RealModule
import StochasticProcesses
import Testing

/// dX = (X − X³) dt + √(2 D(t)) dW with a noise that grows.
private struct HeatedDoubleWell: DiffusionProcess {
  func drift(at x: Double, time t: Double) -> Double { x - x * x * x }
  func diffusion(at x: Double, time t: Double) -> Double { 0.4 * (1 + t) * (1 + t) }
}

/// Errors against the solution X = exp(c T + σ W) of the geometric Brownian motion R7 along the same
/// paths.
private struct GeometricErrors {
  var scheme: SchemeUnderTest
  var process = GeometricBrownianMotion()
  var end = 2.0
  var count: Int

  /// The end points with as many increments per path as `finest`, and the exact ones.
  func pairs(steps: Int, finest: Int) async throws -> [(Double, Double)] {
    func positions<Process: DiffusionProcess<Double>>(
      _ process: Process, from start: Double
    ) async throws -> [Double] {
      try await scheme.positions(
        process, steps: steps, increments: finest / steps, until: end, from: start, count: count)
    }
    let approximate = try await positions(process, from: 1)
    // A Brownian motion with the same seed has the same increments.
    let motion = try await positions(DriftedBrownianMotion(coefficient: 0.5), from: 0)
    let (a, sigma) = (process.growth, process.volatility)
    let rate = scheme.isStratonovich ? a : a - sigma * sigma / 2
    return zip(approximate, motion).map { ($0, Double.exp(rate * end + sigma * $1)) }
  }
}

@Suite("Convergence of schemes")
struct SchemeConvergenceTests {
  @Test(
    "R7: a scheme for any noise has its strong order",
    arguments: SchemeUnderTest.allCases.filter { !$0.declared.needsAdditiveNoise })
  func strongOrder(scheme: SchemeUnderTest) async throws {
    let errors = GeometricErrors(scheme: scheme, count: 20_000)
    let order = try await observedOrder(steps: (32, 128)) { steps in
      try await errors.pairs(steps: steps, finest: 128).map { abs($0 - $1) }
    }
    order.expect(scheme.declared.strong, scheme.rawValue)
  }

  @Test(
    "R7: a scheme for any noise has its weak order",
    arguments: SchemeUnderTest.allCases.filter { !$0.declared.needsAdditiveNoise })
  func weakOrder(scheme: SchemeUnderTest) async throws {
    var errors = GeometricErrors(scheme: scheme, count: 300_000)
    var steps = (16, 64)
    if scheme.declared.weak > 1 {
      // Errors of second order need a stronger growth to be seen above the noise.
      errors.process = GeometricBrownianMotion(growth: 1.5, volatility: 0.5)
      errors.end = 1
      errors.count = 100_000
      steps = (32, 128)
    }
    let order = try await observedOrder(steps: steps) { count in
      try await errors.pairs(steps: count, finest: steps.1).map { $0 * $0 - $1 * $1 }
    }
    order.expect(scheme.declared.weak, scheme.rawValue)
  }

  /// The differences of some function between a number of steps and twice as many.
  private func differences<Process: DiffusionProcess<Double>>(
    _ scheme: SchemeUnderTest, _ process: Process, from start: Double, until end: Double = 1,
    steps: Int, finest: Int, count: Int, _ function: (Double, Double) -> Double
  ) async throws -> [Double] {
    let coarse = try await scheme.positions(
      process, steps: steps, increments: finest / steps, until: end, from: start, count: count)
    let fine = try await scheme.positions(
      process, steps: 2 * steps, increments: finest / steps / 2, until: end, from: start,
      count: count)
    return zip(coarse, fine).map(function)
  }

  @Test(
    "a scheme for additive noise has its strong order in a double well",
    arguments: SchemeUnderTest.allCases.filter { $0.declared.needsAdditiveNoise })
  func strongOrderAdditive(scheme: SchemeUnderTest) async throws {
    let order = try await observedOrder(steps: (64, 256)) { steps in
      if scheme == .exactOrnsteinUhlenbeck {
        // Made for a constant noise.
        return try await differences(
          scheme, DoubleWell(coefficient: 0.5), from: 0, steps: steps, finest: 512, count: 8000
        ) { abs($0 - $1) }
      }
      return try await differences(
        scheme, HeatedDoubleWell(), from: 0, steps: steps, finest: 512, count: 8000
      ) { abs($0 - $1) }
    }
    order.expect(scheme.declared.strong, scheme.rawValue)
  }

  @Test("Euler and Maruyama's scheme has strong order 1 for constant noise")
  func eulerConstantNoise() async throws {
    let order = try await observedOrder(steps: (32, 128)) { steps in
      try await differences(
        .eulerMaruyama, DoubleWell(coefficient: 0.5), from: 0, steps: steps, finest: 256,
        count: 8000
      ) { abs($0 - $1) }
    }
    order.expect(1, "Euler and Maruyama")
  }

  @Test(
    "R3: a scheme for additive noise has its weak order",
    arguments: [SchemeUnderTest.eulerMaruyama, .leimkuhlerMatthews, .strongOrderThreeHalves])
  func weakOrderAdditive(scheme: SchemeUnderTest) async throws {
    let process = OrnsteinUhlenbeck(rate: 2, center: 1, base: 0.5)
    let order = try await observedOrder(steps: (8, 32)) { steps in
      try await differences(
        scheme, process, from: -1, until: 0.3, steps: steps, finest: 64, count: 200_000
      ) { $0 - $1 }
    }
    order.expect(scheme.declared.weak, scheme.rawValue)
  }

  @Test("the exponential scheme has weak order 1 where the drift is not linear")
  func weakOrderExponential() async throws {
    let order = try await observedOrder(steps: (16, 64)) { steps in
      try await differences(
        .exactOrnsteinUhlenbeck, DoubleWell(coefficient: 0.5), from: 0, steps: steps, finest: 128,
        count: 50_000
      ) { $0 * $0 - $1 * $1 }
    }
    order.expect(1, "exponential")
  }

  @Test("Platen's scheme has weak order 2 for additive noise: the variance of R3")
  func platenAdditive() async throws {
    let process = OrnsteinUhlenbeck(rate: 2, center: 1, base: 0.5)
    let order = try await observedOrder(steps: (2, 8)) { steps in
      try await differences(
        .platenWeakOrderTwo, process, from: -1, until: 0.3, steps: steps, finest: 16,
        count: 400_000
      ) { $0 * $0 - $1 * $1 }
    }
    order.expect(2, "Platen")
  }
}
