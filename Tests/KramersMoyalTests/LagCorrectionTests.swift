import Foundation
import KramersMoyal
import Testing

/// Samples without chance: from every point two increments, mean ± spread, so that regression finds the
/// moments exactly.
@Suite("Correction for the lag")
struct LagCorrectionTests {
  static func sample(
    lags: [Double], mean: (Double, Double) -> Double, variance: (Double, Double) -> Double
  ) throws -> IncrementSample {
    var (positions, increments, times) = ([Double](), [Double](), [Double]())
    for lag in lags {
      for index in 0..<20_000 {
        let x = -2 + 4 * (Double(index) + 0.5) / 20_000
        for sign in [-1.0, 1] {
          positions.append(x)
          increments.append(mean(x, lag) + sign * variance(x, lag).squareRoot())
          times.append(lag)
        }
      }
    }
    return try IncrementSample(
      positions: [positions], increments: [increments], lags: .individual(times))
  }

  @Test("is exact for an Ornstein-Uhlenbeck process at any lag", arguments: [0.02, 0.2, 1, 2.5])
  func ornsteinUhlenbeck(lag: Double) throws {
    let sample = try Self.sample(
      lags: [lag], mean: { x, t in x * (exp(-t) - 1) },
      variance: { _, t in 0.5 * (1 - exp(-2 * t)) })
    let process = try ProcessFit().process(sample)
    let drift = try #require(process.driftCurve.powers)
    #expect(abs(drift.values[1] + 1) < 1e-4 && abs(drift.values[0]) < 1e-4)
    #expect(abs(process.diffusionCurve(0) - 0.5) < 1e-4)
  }

  @Test("takes lags of different lengths together")
  func unequal() throws {
    let sample = try Self.sample(
      lags: [0.1, 0.5, 0.9], mean: { x, t in (x - 0.5) * (exp(-2 * t) - 1) },
      variance: { _, t in 0.15 * (1 - exp(-4 * t)) })
    let process = try ProcessFit().process(sample)
    let drift = try #require(process.driftCurve.powers)
    #expect(abs(drift.values[1] + 2) < 1e-3 && abs(drift.values[0] - 1) < 1e-3)
    #expect(abs(process.diffusionCurve(0) - 0.3) < 1e-3)
  }

  @Test("knows the moments of geometric Brownian motion, whose noise depends on the state")
  func geometric() throws {
    // dX = 0.3 X dt + 0.4 X dW: mean x (e^{0.3 t} − 1), variance x² e^{0.6 t} (e^{0.16 t} − 1).
    let (a, s, lag) = (-0.3, 0.4, 0.2)
    let shifted = try Self.sample(
      lags: [lag], mean: { x, t in (x + 4) * (exp(a * t) - 1) },
      variance: { x, t in (x + 4) * (x + 4) * exp(2 * a * t) * (exp(s * s * t) - 1) })
    var configuration = ProcessFitConfiguration(
      drift: .polynomial(degree: 1), diffusion: .polynomial(degree: 2))
    configuration.diffusionContinuation = .linear
    let process = try ProcessFit(configuration).process(shifted)
    let drift = try #require(process.driftCurve.powers)
    #expect(abs(drift.values[1] - a) < 3e-3 && abs(drift.values[0] - 4 * a) < 1e-2)
    for x in [-1.0, 0, 1] {
      let expected = s * s / 2 * (x + 4) * (x + 4)
      #expect(abs(process.diffusionCurve(x) / expected - 1) < 0.01)
    }
  }

  @Test("refuses increments that no process of the family makes")
  func impossible() throws {
    // Relaxation to the middle and beyond within one lag: no e^{−θτ} is negative.
    let sample = try Self.sample(
      lags: [1], mean: { x, _ in -1.5 * x }, variance: { _, _ in 0.1 })
    #expect(throws: KramersMoyalError.self) { try ProcessFit().process(sample) }
    var configuration = ProcessFitConfiguration()
    configuration.correctsLag = false
    let plain = try ProcessFit(configuration).process(sample)
    #expect(abs(plain.driftCurve(1) + 1.5) < 1e-9)
  }
}
