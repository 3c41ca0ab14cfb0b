import DriftDiffusion
import RandomStreams
import Testing

@Suite("Resampling of networks")
struct NetworkBootstrapTests {
  @Test("The interval of a mean has the width of the normal theory and covers the truth")
  func meanCoverage() {
    // 200 ensembles of 50 standard normal networks: the percentile interval covers 0 with a
    // probability near 0.94; 3 binomial standard errors are 0.05.
    var covered = 0
    var width = 0.0
    for ensemble in 0..<200 {
      var stream = RandomStream(seed: 5, purpose: .general, index: UInt64(ensemble))
      let values = (0..<50).map { _ in stream.normal() }
      let bootstrap = NetworkBootstrap(networkCount: 50, resamples: 400, seed: UInt64(ensemble))
      let interval = bootstrap.meanInterval(values)
      covered += interval.contains(0) ? 1 : 0
      width += (interval.upper - interval.lower) / 200
    }
    #expect(abs(Double(covered) / 200 - 0.94) < 0.05)
    #expect(abs(width / (2 * 1.96 / 50.0.squareRoot()) - 1) < 0.05)
  }

  @Test("Resamples are a function of the seed and hold only networks")
  func draws() {
    let bootstrap = NetworkBootstrap(networkCount: 7, seed: 3)
    #expect(bootstrap.networks(ofResample: 4) == bootstrap.networks(ofResample: 4))
    #expect(bootstrap.networks(ofResample: 4) != bootstrap.networks(ofResample: 5))
    #expect(
      NetworkBootstrap(networkCount: 7, seed: 4).networks(ofResample: 4)
        != bootstrap.networks(ofResample: 4))
    #expect((0..<100).allSatisfy { bootstrap.networks(ofResample: $0).allSatisfy { $0 < 7 } })
  }

  @Test("A statistic that does not always exist says how often it does")
  func undefined() {
    let bootstrap = NetworkBootstrap(networkCount: 2, resamples: 1000)
    let interval = bootstrap.interval { $0.contains(1) ? 1.0 : .nan }
    // The second network is missing in a quarter of the resamples; 4 standard errors are 0.055.
    #expect(abs(interval.definedFraction - 0.75) < 0.055)
    #expect(interval.lower == 1 && interval.upper == 1)
    let never = bootstrap.interval { _ in Double.nan }
    #expect(never.lower.isNaN && never.upper.isNaN && never.definedFraction == 0)
  }

  @Test("Infinite values keep their place in the interval")
  func infinite() {
    let bootstrap = NetworkBootstrap(networkCount: 3)
    let interval = bootstrap.interval { $0.contains(0) ? Double.infinity : 0 }
    #expect(interval.lower == 0 && interval.upper == .infinity && interval.definedFraction == 1)
  }
}
