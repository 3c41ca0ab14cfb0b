import DriftDiffusion
import RandomStreams
import Testing

@Suite("Permutations, corrections and panels")
struct InferenceTests {
  @Test("The exact probability of a rank correlation counts orders")
  func ranks() {
    let perfect = PermutationTest.rankCorrelation([1, 2, 3, 4, 5], [2, 4, 6, 8, 11])
    #expect(abs(perfect.statistic - 1) < 1e-14 && perfect.isExact)
    #expect(perfect.pValue == 2.0 / 120)
    // d² = 0, 1, 1, 0: ρ = 1 − 6·2/(4·15) = 0.8, reached in size by 8 of 24 orders.
    let swapped = PermutationTest.rankCorrelation([1, 2, 3, 4], [1, 3, 2, 4])
    #expect(abs(swapped.statistic - 0.8) < 1e-14)
    #expect(abs(swapped.pValue - 8.0 / 24) < 1e-14)
    #expect(PermutationTest.rankCorrelation([1, 1], [1, 2]).pValue == 1)
    let many = PermutationTest.rankCorrelation(
      Array(0..<20).map { Double($0) }, (0..<20).map { -Double($0) })
    #expect(!many.isExact && many.pValue == 1e-4 && abs(many.statistic + 1) < 1e-14)
  }

  @Test("Flipped signs give the exact probability of a mean")
  func signs() {
    let test = PermutationTest.signFlip([1, 2, 3])
    #expect(test.statistic == 2 && test.pValue == 0.25 && test.isExact)
    #expect(PermutationTest.signFlip([1, -1]).pValue == 1)
    #expect(PermutationTest.signFlip([Double](repeating: 1, count: 30)).pValue == 1e-4)
  }

  @Test("Swapped pairings give the exact probability of what belongs together")
  func pairings() {
    // Sums of 3, 2 and 2 for the pairing as it is and the two that keep one place, 0 for the rest.
    let test = PermutationTest.pairing([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    #expect(test.statistic == 3 && test.pValue == 1.0 / 6 && test.isExact && test.pValueError == 0)
    #expect(test.arrangements == 6)
    // Two-sided: a pairing with less in common than by chance counts as much.
    let opposite = PermutationTest.pairing([[-2, 1, 1], [1, -2, 1], [1, 1, -2]])
    #expect(opposite.statistic == -6 && opposite.pValue == 1.0 / 6)
    let many = PermutationTest.pairing(
      (0..<12).map { row in (0..<12).map { row == $0 ? 1 : 0 } }, draws: 399)
    #expect(!many.isExact && many.pValue == 1.0 / 400 && many.arrangements == 400)
    #expect(abs(many.pValueError - (1.0 / 400 * 399 / 400 / 400).squareRoot()) < 1e-15)
    #expect(PermutationTest.pairing([[.nan, 1], [1, 1]]).pValue == 1)
  }

  @Test("Paired products are partial correlations, and need as many observations in every unit")
  func products() throws {
    let panel = Self.panel(units: 6, seed: 3, slopes: [2, -0.5], noise: 0)
    let fit = try #require(PanelRegression(panel))
    let products = try #require(fit.pairedProducts(ofCoefficient: 0))
    // Without errors the response is all explained, so the partial correlation is 1.
    let own = products.indices.reduce(0) { $0 + products[$1][$1] }
    #expect(abs(own - 1) < 1e-10)
    // Effects of the time are out: a regressor of all units together has nothing left.
    #expect(products.allSatisfy { abs($0.reduce(0, +)) < 1e-10 })
    var uneven = panel
    uneven.clusters[10] = 0
    #expect(try #require(PanelRegression(uneven)).pairedProducts(ofCoefficient: 0) == nil)
  }

  @Test("Holm's correction steps down")
  func holm() {
    let corrected = MultipleTests.holm([0.01, 0.04, 0.03, .nan])
    #expect(abs(corrected[0] - 0.03) < 1e-15 && abs(corrected[1] - 0.06) < 1e-15)
    #expect(abs(corrected[2] - 0.06) < 1e-15 && corrected[3].isNaN)
    #expect(MultipleTests.holm([0.5, 0.9]) == [1, 1])
  }

  @Test("A panel with effects of unit and time gives back the coefficients that made it")
  func panel() throws {
    let panel = Self.panel(units: 5, seed: 1, slopes: [2, -0.5], noise: 0)
    let fit = try #require(PanelRegression(panel))
    #expect(abs(fit.coefficients[0] - 2) < 1e-10 && abs(fit.coefficients[1] + 0.5) < 1e-10)
    #expect(abs(fit.explainedFraction - 1) < 1e-10)
    var doubled = panel
    doubled.regressors[1] = doubled.regressors[0].map { 3 * $0 }
    #expect(PanelRegression(doubled) == nil)
    #expect(
      PanelRegression(PanelData(response: [1, 2], regressors: [[1, 2]], clusters: [0, 0])) == nil)
  }

  @Test("Four units cannot give a probability below 2 of 16")
  func few() throws {
    let fit = try #require(
      PanelRegression(Self.panel(units: 4, seed: 2, slopes: [2, 0], noise: 0.1)))
    #expect(fit.test(ofCoefficient: 0).pValue == 0.125)
  }

  @Test("With errors that hang together within units a true null is rejected in 5 %")
  func size() throws {
    // 400 panels of 12 units: the standard error of the rate is 1.1 %.
    var (rejected, covered) = (0, 0)
    for seed in 0..<400 {
      let panel = Self.panel(units: 12, seed: UInt64(seed), slopes: [0, 1], noise: 1)
      let fit = try #require(PanelRegression(panel))
      let test = fit.test(ofCoefficient: 0, draws: 199, seed: UInt64(seed))
      rejected += test.pValue <= 0.05 ? 1 : 0
      covered += test.interval.contains(0) ? 1 : 0
    }
    #expect(abs(Double(rejected) / 400 - 0.05) < 0.033, "\(rejected) of 400")
    #expect(abs(Double(covered) / 400 - 0.95) < 0.033, "\(covered) of 400")
  }

  @Test("Intervals of few networks cover as they say at the expanded level")
  func expanded() {
    // 600 ensembles of 8: the standard error of the rate is 0.9 %.
    let level = NetworkBootstrap.expandedLevel(0.95, networkCount: 8)
    var covered = 0
    for ensemble in 0..<600 {
      var stream = RandomStream(seed: 9, purpose: .general, index: UInt64(ensemble))
      let values = (0..<8).map { _ in stream.normal() }
      let bootstrap = NetworkBootstrap(
        networkCount: 8, resamples: 1000, level: level, seed: UInt64(ensemble))
      covered += bootstrap.meanInterval(values).contains(0) ? 1 : 0
    }
    #expect(abs(Double(covered) / 600 - 0.95) < 0.027, "\(covered) of 600")
    #expect(abs(NetworkBootstrap.expandedLevel(0.95, networkCount: 100_000) - 0.95) < 1e-4)
  }

  /// Ten times per unit; regressors and errors share a random walk within the unit, and both
  /// effects are strong.
  private static func panel(units: Int, seed: UInt64, slopes: [Double], noise: Double) -> PanelData
  {
    var (response, clusters, times) = ([Double](), [Int](), [Int]())
    var regressors = [[Double]](repeating: [], count: slopes.count)
    for unit in 0..<units {
      var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(unit))
      var levels = slopes.map { _ in 0.0 }
      var error = 0.0
      let offset = 10 * stream.normal()
      for time in 0..<10 {
        for index in slopes.indices {
          levels[index] += stream.normal()
          regressors[index].append(levels[index])
        }
        error += noise * stream.normal()
        let explained = zip(slopes, levels).reduce(0) { $0 + $1.0 * $1.1 }
        response.append(explained + offset + 5 * Double(time * time) + error)
        clusters.append(unit)
        times.append(time)
      }
    }
    return PanelData(
      response: response, regressors: regressors, clusters: clusters, effects: [clusters, times])
  }
}
