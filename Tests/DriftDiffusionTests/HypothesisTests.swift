import DriftDiffusion
import Foundation
import RandomStreams
import Testing

@Suite("What causes compression")
struct HypothesisTests {
  static let isSlow = ProcessInfo.processInfo.environment["FOKKER_SLOW_TESTS"] == "1"

  /// The repetitions of a control: 1000 in the slow suite.
  static let repetitions = isSlow ? 1000 : 60

  /// How often H1 and H2 are seen at the 5 % level, and how often H1 is supported.
  private static func rates(
    _ cause: SyntheticCourses.Cause
  ) throws -> (diffusion: Double, saturation: Double, supported: Double) {
    var (diffusion, saturation, supported) = (0.0, 0.0, 0.0)
    for seed in 0..<repetitions {
      let course = try SyntheticCourses(cause: cause).course(seed: UInt64(seed))
      let layer = try #require(CompressionHypotheses([course]).layers.first)
      diffusion += layer.diffusion.coefficient.pValue <= 0.05 ? 1 : 0
      saturation += layer.saturation.coefficient.pValue <= 0.05 ? 1 : 0
      supported += layer.diffusion.verdict == .supported ? 1 : 0
    }
    let count = Double(repetitions)
    return (diffusion / count, saturation / count, supported / count)
  }

  @Test("Positive control: information that follows the entropy is recognised as diffusion")
  func positive() throws {
    let rates = try Self.rates(.entropy)
    print("positive control: power \(rates.supported), gain seen \(rates.saturation)")
    #expect(rates.supported >= 0.9)
  }

  @Test("Negative controls: gain and separate trends are taken for diffusion in 5 %")
  func negative() throws {
    let gain = try Self.rates(.gain)
    let trend = try Self.rates(.trend)
    print("negative controls: gain \(gain.diffusion), trend \(trend.diffusion)")
    #expect(gain.saturation >= 0.9)
    // 3 to 7 % of 1000; of 60 the binomial standard error is 2.8 %, and three are allowed.
    let margin = Self.isSlow ? 0.02 : 0.085
    #expect(abs(gain.diffusion - 0.05) <= margin, "\(gain.diffusion)")
    #expect(abs(trend.diffusion - 0.05) <= margin, "\(trend.diffusion)")
  }

  /// How often swapped pairings exclude at the 5 % level that entropy and information of a unit have
  /// nothing to do with each other.
  private static func pairingRates(
    _ cause: SyntheticCourses.Cause
  ) throws -> (seen: Double, falling: Double) {
    var (seen, falling) = (0.0, 0.0)
    for seed in 0..<repetitions {
      let course = try SyntheticCourses(cause: cause).course(seed: UInt64(seed))
      let hypotheses = CompressionHypotheses([course], seed: UInt64(seed))
      let layer = try #require(hypotheses.layers.first)
      #expect(hypotheses.pairing == layer.pairing)
      guard layer.pairing.pValue <= 0.05 else { continue }
      seen += 1 / Double(repetitions)
      falling += layer.pairing.statistic > 0 ? 1 / Double(repetitions) : 0
    }
    return (seen, falling)
  }

  @Test("Swapped pairings see a coupling within units, and no trend that all share")
  func pairings() throws {
    let power = try Self.pairingRates(.entropy).falling
    let (gain, trend) = (
      try Self.pairingRates(.gain).seen, try Self.pairingRates(.trend).seen
    )
    print("swapped pairings: power \(power), gain \(gain), trend \(trend)")
    #expect(power >= 0.9)
    // As for the other negative controls.
    let margin = Self.isSlow ? 0.02 : 0.085
    #expect(abs(gain - 0.05) <= margin, "\(gain)")
    #expect(abs(trend - 0.05) <= margin, "\(trend)")
  }

  @Test("The coefficient and the share of known courses")
  func known() throws {
    // Exact courses: I = 5 − 0.5 S − 2 G with units that differ in both.
    let times = (0..<14).map { Foundation.exp(0.3 * Double($0)) }
    var (entropy, gain) = ([[Double]](), [[Double]]())
    for unit in 0..<6 {
      var stream = RandomStream(seed: 4, purpose: .general, index: UInt64(unit))
      var (s, g) = (0.0, 0.0)
      entropy.append(
        times.map { _ in
          s += 0.2 + 0.1 * stream.normal()
          return s
        })
      gain.append(
        times.map { _ in
          g += 0.1 + 0.05 * stream.normal()
          return g
        })
    }
    let information = zip(entropy, gain).map { zip($0, $1).map { 5 - 0.5 * $0 - 2 * $1 } }
    let course = LayerCourse(
      layer: 3, times: times, information: information, entropy: entropy, logGain: gain)
    let layer = try #require(CompressionHypotheses([course], seed: 1).layers.first)
    #expect(layer.layer == 3)
    #expect(abs(layer.diffusion.coefficient.interval.estimate - 0.5) < 1e-9)
    #expect(abs(layer.saturation.coefficient.interval.estimate - 2) < 1e-9)
    let whole = layer.diffusion.share.estimate + layer.saturation.share.estimate
    #expect(abs(whole - 1) < 1e-9)
    #expect(layer.varianceInflation >= 1 && layer.trendCorrelation < -0.9)
    var rising = course
    rising.information = information.map { Array($0.reversed()) }
    #expect(CompressionHypotheses([rising]).layers.isEmpty)
  }

  @Test("The spread of normal replicas has the variance, entropy and directions that made it")
  func spread() throws {
    // 400 replicas of 30 weights, two of which carry nearly all variance: (4 + 1)²/(16 + 1) = 1.47.
    var stream = RandomStream(seed: 8, purpose: .general)
    let deviations = [2.0, 1] + [Double](repeating: 0.01, count: 28)
    let weights = (0..<400).map { _ in [deviations.map { $0 * stream.normal() }] }
    let found = try NoiseSpread(weights)
    let entropy =
      deviations.reduce(0) { $0 + Foundation.log($1) } / 30
      + Foundation.log(2 * Double.pi * Foundation.exp(1)) / 2
    #expect(abs(found.variance[0] - (5 + 28e-4) / 30) < 0.02)
    #expect(abs(found.entropyPerWeight[0] - entropy) < 0.03)
    #expect(abs(found.directions[0] - 25.0 / 17) < 0.12)
    #expect(throws: DriftDiffusionError.self) { try NoiseSpread([[[1, 2]]]) }
  }

  @Test("The entropy of few replicas has no bias")
  func smallSample() throws {
    // Five replicas: without the correction the mean is 0.27 too small. 2000 weights, standard error
    // √(ψ′(2)/4/2000) = 0.009.
    var stream = RandomStream(seed: 3, purpose: .general)
    let weights = (0..<5).map { _ in [(0..<2000).map { _ in stream.normal() }] }
    let found = try NoiseSpread(weights).entropyPerWeight[0]
    #expect(abs(found - 1.418_938_533_204_672_7) < 0.035)
  }

  @Test("Free diffusion grows with exponent 1 and as white noise")
  func growth() throws {
    let times = [1.0, 2, 4, 8]
    let variances = (0..<6).map { unit in times.map { (1 + 0.1 * Double(unit)) * $0 } }
    let growth = NoiseGrowth(
      variances, elapsed: times, whiteNoise: variances.map { $0.map { 2 * $0 } },
      bootstrap: NetworkBootstrap(networkCount: 6, resamples: 100))
    #expect(abs(growth.exponent.estimate - 1) < 1e-12)
    #expect(growth.localExponents.allSatisfy { abs($0.estimate - 1) < 1e-12 })
    #expect(growth.relativeToWhiteNoise.allSatisfy { abs($0.upper - 0.5) < 1e-12 })
  }

  @Test("Interventions are judged by the whole interval")
  func outcomes() {
    let reference = [2.0, 2.2, 1.8, 2.1, 1.9, 2]
    let bootstrap = NetworkBootstrap(networkCount: 6, resamples: 500)
    func compression(_ values: [Double]) -> InterventionOutcome {
      InterventionEffect.compression(values, reference: reference, bootstrap: bootstrap).outcome
    }
    func lead(_ values: [Double]) -> InterventionOutcome {
      InterventionEffect.lead(values, reference: reference, bootstrap: bootstrap).outcome
    }
    for outcome in InterventionOutcome.allCases where outcome != .undecided {
      #expect(outcome.range != nil)
    }
    #expect(InterventionOutcome.undecided.range == nil)
    #expect(InterventionOutcome.same.range == -0.1...0.1)
    #expect(compression(reference) == .compresses)
    #expect(compression(reference.map { 0.1 * $0 }) == .none)
    #expect(compression([0, 2.2, 0, 2.1, 0, 2]) == .undecided)
    #expect(lead(reference.map { 0.3 * $0 }) == .faster)
    #expect(lead(reference.map { -0.3 * $0 }) == .slower)
    #expect(lead(reference.map { 0.01 * $0 }) == .same)
    #expect(lead([-1, 1, 1, 0, 0.5, 0]) == .undecided)
    let effect = InterventionEffect.compression(
      reference.map { $0 / 4 }, reference: reference, bootstrap: bootstrap)
    #expect(abs(effect.ratio.estimate - 0.25) < 1e-12 && abs(effect.size.estimate - 0.5) < 1e-12)
  }
}
