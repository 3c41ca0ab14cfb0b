import Langevin
import RealModule
import StochasticProcesses
import Testing

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
