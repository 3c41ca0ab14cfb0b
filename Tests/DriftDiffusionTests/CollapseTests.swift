import DriftDiffusion
import Foundation
import RandomStreams
import Testing

@Suite("Collapse of curves under several learning rates and batch sizes")
struct CollapseTests {
  /// Curves that fall with the logarithm of some clock; networks differ in level and speed, and share
  /// both between conditions.
  private static func conditions(
    _ clock: TrainingClock, seed: UInt64, networks: Int = 10
  ) -> [ScaledCurves] {
    [(0.01, 256.0), (0.02, 256), (0.005, 256), (0.01, 64), (0.01, 1024)].map { rate, size in
      let count = 200 / rate
      let steps = (0...30).map { Foundation.exp(Foundation.log(count) * Double($0) / 30) }
      // The clocks agree for η = 0.01 and B = 256.
      let unit =
        clock.step(learningRate: rate, batchSize: size)
        / clock.step(learningRate: 0.01, batchSize: 256)
      let values = (0..<networks).map { network in
        var shared = RandomStream(seed: seed, purpose: .general, index: UInt64(network))
        let (level, speed) = (5 + 0.2 * shared.normal(), 0.6 + 0.1 * shared.normal())
        var own = RandomStream(
          seed: seed, purpose: .bootstrap, index: UInt64(1000 * network) + UInt64(size / rate))
        return steps.map { step in
          level - speed * Foundation.log(1 + step * unit / 30) + 0.05 * own.normal()
        }
      }
      return ScaledCurves(learningRate: rate, batchSize: size, steps: steps, values: values)
    }
  }

  private static func collapse(_ clock: TrainingClock, seed: UInt64) -> LayerCollapse {
    LayerCollapse(
      layer: 1, conditions(clock, seed: seed),
      bootstrap: NetworkBootstrap(
        networkCount: 10, resamples: 300,
        level: NetworkBootstrap.expandedLevel(0.95, networkCount: 10), seed: seed))
  }

  @Test(
    "Curves collapse on the clock that made them and on no other",
    arguments: TrainingClock.allCases)
  func clocks(_ clock: TrainingClock) throws {
    for seed in 0..<5 {
      let found = Self.collapse(clock, seed: UInt64(seed))
      #expect(found.bestClock == clock, "\(found.clocks)")
      for own in found.clocks {
        let isRight = own.clock == clock
        #expect((own.outcome == .collapses) == isRight, "\(own)")
        // The clocks t and ηt differ in three of five conditions by a factor of 2, the others by up to 4.
        if own.clock == .noiseTime || clock == .noiseTime, !isRight {
          #expect(own.outcome == .fansOut, "\(own)")
        }
        #expect(own.window != nil)
      }
      let excess = try #require(found.clocks.first { $0.clock == .learningTime }).excess
      #expect(excess.estimate == 0 && excess.lower == 0 && excess.upper == 0)
    }
  }

  @Test("Noise does nothing to curves of drift, and what time does to curves of diffusion")
  func shares() {
    let drift = Self.collapse(.learningTime, seed: 3)
    #expect(drift.noiseShare.contains(0) && drift.noiseShare.upper < 0.1, "\(drift.noiseShare)")
    #expect(drift.perTime.upper < 0)
    // ln(1 + u/30) has a slope below 1 where the window begins, so the share is close to 1 only.
    let diffusion = Self.collapse(.noiseTime, seed: 3)
    #expect(diffusion.noiseShare.lower > 0.8 && diffusion.noiseShare.upper < 1.2)
    #expect(diffusion.perNoise.upper < 0)
  }

  @Test("The residual of the right clock is zero in the mean, and its interval holds that")
  func unbiased() {
    // 200 ensembles; the standard error of the mean residual is what they spread by over √200.
    var (residuals, covered) = ([Double](), 0.0)
    for seed in 0..<200 {
      let found = Self.collapse(.learningTime, seed: UInt64(seed)).clocks[1].residual
      residuals.append(found.estimate)
      covered += found.contains(0) ? 1.0 / 200 : 0
    }
    let mean = residuals.reduce(0, +) / 200
    let spread = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    #expect(abs(mean) < 4 * (spread / 200).squareRoot(), "\(mean) ± \((spread / 200).squareRoot())")
    #expect(covered > 0.9, "\(covered)")
  }

  @Test("There is no residual without times in common, nor a best clock")
  func apart() {
    let curves = [[5.0, 4, 3], [5, 4.5, 3.5]]
    let conditions = [(1.0, [1.0, 2, 3]), (1.0, [10.0, 20, 30])].map { rate, steps in
      ScaledCurves(learningRate: rate, batchSize: 1, steps: steps, values: curves)
    }
    let found = LayerCollapse(
      layer: 2, conditions, bootstrap: NetworkBootstrap(networkCount: 2, resamples: 50))
    #expect(found.clocks.allSatisfy { $0.residual.estimate.isNaN && $0.window == nil })
    #expect(found.clocks.allSatisfy { $0.outcome == .undecided } && found.bestClock == nil)
    #expect(found.noiseShare.estimate.isNaN)
  }
}
