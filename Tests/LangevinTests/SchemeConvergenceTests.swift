import Langevin
import RealModule
import StochasticProcesses
import Testing

/// The mean slope of ln error against ln step when the step is halved from one error to the next.
private func slope(_ errors: [Double]) -> Double {
  Double.log2(errors[0] / errors[errors.count - 1]) / Double(errors.count - 1)
}

/// dX = (X − X³) dt + √(2 D(t)) dW with a noise that grows.
private struct HeatedDoubleWell: DiffusionProcess {
  func drift(at x: Double, time t: Double) -> Double { x - x * x * x }
  func diffusion(at x: Double, time t: Double) -> Double { 0.05 * (1 + t) * (1 + t) }
}

@Suite("Convergence of schemes")
struct SchemeConvergenceTests {
  /// E|X_h − X_{h/2}| along the same Brownian paths, which falls with the strong order.
  private func strongErrors<Process: DiffusionProcess<Double>>(
    _ scheme: SchemeUnderTest, _ process: Process
  ) async throws -> [Double] {
    var errors: [Double] = []
    for steps in [16, 32, 64, 128] {
      let coarse = try await scheme.positions(
        process, steps: steps, increments: 256 / steps, from: 1, count: 2000)
      let fine = try await scheme.positions(
        process, steps: 2 * steps, increments: 128 / steps, from: 1, count: 2000)
      errors.append(zip(coarse, fine).reduce(0) { $0 + abs($1.0 - $1.1) } / 2000)
    }
    return errors
  }

  @Test(
    "a scheme for any noise has its strong order for multiplicative noise",
    arguments: SchemeUnderTest.allCases.filter { !$0.declared.needsAdditiveNoise })
  func strongOrder(scheme: SchemeUnderTest) async throws {
    let errors = try await strongErrors(scheme, GeometricBrownianMotion(growth: 0.5))
    #expect(abs(slope(errors) - scheme.declared.strong) < 0.15, "errors \(errors)")
  }

  @Test(
    "a scheme for additive noise has its strong order when the noise depends on time",
    arguments: SchemeUnderTest.allCases.filter { $0.declared.needsAdditiveNoise })
  func strongOrderAdditive(scheme: SchemeUnderTest) async throws {
    let errors = try await strongErrors(scheme, HeatedDoubleWell())
    // The smooth part of the error is of a higher order and not yet negligible.
    #expect(slope(errors) > scheme.declared.strong - 0.15, "errors \(errors)")
    #expect(slope(errors) < scheme.declared.strong + 0.35, "errors \(errors)")
  }

  @Test("Euler and Maruyama's scheme has strong order 1 for constant noise")
  func eulerConstantNoise() async throws {
    let errors = try await strongErrors(.eulerMaruyama, DoubleWell())
    #expect(abs(slope(errors) - 1) < 0.12, "errors \(errors)")
  }

  /// |E X_h² − E X_{h/2}²| along the same Brownian paths, whose noise nearly cancels.
  private func weakErrors<Process: DiffusionProcess<Double>>(
    _ scheme: SchemeUnderTest, _ process: Process
  ) async throws -> [Double] {
    var errors: [Double] = []
    // Errors of a higher order vanish in the noise at finer steps.
    let finest = scheme.declared.weak > 1 ? 16 : 128
    for steps in [finest / 8, finest / 4, finest / 2] {
      let coarse = try await scheme.positions(
        process, steps: steps, increments: finest / steps, from: 1, count: 100_000)
      let fine = try await scheme.positions(
        process, steps: 2 * steps, increments: finest / steps / 2, from: 1, count: 100_000)
      let sum = zip(coarse, fine).reduce(0) { $0 + $1.0 * $1.0 - $1.1 * $1.1 }
      errors.append(abs(sum) / 100_000)
    }
    return errors
  }

  @Test("a scheme has its weak order", arguments: SchemeUnderTest.allCases)
  func weakOrder(scheme: SchemeUnderTest) async throws {
    let errors =
      if scheme.declared.needsAdditiveNoise {
        try await weakErrors(scheme, HeatedDoubleWell())
      } else {
        try await weakErrors(scheme, GeometricBrownianMotion(growth: 0.8, volatility: 0.2))
      }
    // Coarse steps are not yet asymptotic: a higher order than declared is no failure.
    #expect(slope(errors) > scheme.declared.weak - 0.35, "errors \(errors)")
    #expect(slope(errors) < scheme.declared.weak + 1.2, "errors \(errors)")
  }
}

@Suite("What sets schemes apart")
struct SchemeTests {
  /// The variance of an Ornstein-Uhlenbeck process at time 8 after steps of ½.
  private func stationaryVariance(_ scheme: SchemeUnderTest) async throws -> Double {
    let x = try await scheme.positions(
      OrnsteinUhlenbeck(rate: 1, base: 0.5), steps: 16, increments: 1, until: 8, from: 0,
      count: 40_000)
    return x.reduce(0) { $0 + $1 * $1 } / 40_000
  }

  @Test("Leimkuhler and Matthews' scheme keeps a stationary normal law at any step")
  func leimkuhlerMatthews() async throws {
    // The exact variance is ½, its standard error 0.5 √(2/40000); Euler's variance is ½/(1 − h/2).
    let error = 0.5 * (2.0 / 40_000).squareRoot()
    let transient = Double.exp(-2 * 8)
    #expect(abs(try await stationaryVariance(.leimkuhlerMatthews) - 0.5) < 4 * error + transient)
    #expect(abs(try await stationaryVariance(.eulerMaruyama) - 0.5 / 0.75) < 4 * error * 4 / 3)
  }

  @Test("the exact scheme has the law of an Ornstein-Uhlenbeck process after a single step")
  func exactOrnsteinUhlenbeck() async throws {
    let x = try await SchemeUnderTest.exactOrnsteinUhlenbeck.positions(
      OrnsteinUhlenbeck(rate: 1, center: 2, base: 0.5), steps: 1, increments: 1, until: 1.5,
      from: 5,
      count: 40_000)
    let mean = x.reduce(0, +) / 40_000
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
    let exact = 0.5 * (1 - Double.exp(-3))
    #expect(abs(mean - (2 + 3 * Double.exp(-1.5))) < 4 * (exact / 40_000).squareRoot())
    #expect(abs(variance - exact) < 4 * exact * (2.0 / 40_000).squareRoot())
  }

  @Test("the tamed scheme comes back from where Euler and Maruyama's diverges")
  func tamedEuler() async throws {
    let x = try await SchemeUnderTest.tamedEuler.positions(
      DoubleWell(), steps: 2000, increments: 1, until: 20, from: 10, count: 100)
    #expect(x.allSatisfy { abs($0) < 3 })
    await #expect(throws: LangevinError.self) {
      try await SchemeUnderTest.eulerMaruyama.positions(
        DoubleWell(), steps: 40, increments: 1, until: 20, from: 10, count: 100)
    }
  }

  @Test("Heun's scheme reads the coefficients in the sense of Stratonovich")
  func stochasticHeun() async throws {
    // Stratonovich: E X = exp(a + σ²/2); Itô: exp(a).
    let x = try await SchemeUnderTest.stochasticHeun.positions(
      GeometricBrownianMotion(growth: 0.1, volatility: 0.4), steps: 50, increments: 1, from: 1,
      count: 40_000)
    let mean = x.reduce(0, +) / 40_000
    let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
    let expected = Double.exp(0.1 + 0.08)
    #expect(abs(mean - expected) < 4 * (spread / 40_000).squareRoot() + 1e-3)
  }

  @Test("the exact scheme refuses a rate that is not positive", arguments: [0, -1, Double.nan])
  func badRate(rate: Double) {
    #expect(throws: LangevinError.self) { try ExactOrnsteinUhlenbeck(rate: rate) }
  }
}
