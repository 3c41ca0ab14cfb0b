import DriftDiffusion
import Grids
import Testing

@Suite("Scores of forecasts")
struct ProperScoreTests {
  @Test("The ranked score of a normal law has its closed form")
  func normal() {
    // 2 φ(0) − 1/√π.
    let atMean = ProperScore.ranked(normalMean: 3, deviation: 2, at: 3)
    #expect(abs(atMean - 2 * 0.233_694_977_255_109_2) < 1e-12)
    #expect(ProperScore.ranked(normalMean: 1, deviation: 0, at: -1) == 2)
    // ½ ln 2π + ½ + ln 2 at one deviation from the mean.
    let logarithmic = ProperScore.logarithmic(normalMean: 0, deviation: 2, at: 2)
    #expect(abs(logarithmic - (0.918_938_533_204_672_7 + 0.5 + 0.693_147_180_559_945_3)) < 1e-14)
  }

  @Test("The ranked score of a sample counts pairs")
  func sample() {
    #expect(ProperScore.ranked(ascending: [0, 1], at: 0) == 0.25)
    #expect(ProperScore.ranked(ascending: [2], at: 5) == 3)
    let values = [-1.5, 0, 0.25, 0.25, 4]
    let pairs = values.flatMap { a in values.map { abs(a - $0) } }.reduce(0, +) / 25
    let expected = values.reduce(0) { $0 + abs($1 - 0.5) } / 5 - pairs / 2
    #expect(abs(ProperScore.ranked(ascending: values, at: 0.5) - expected) < 1e-14)
  }

  @Test("The ranked score of a uniform density is y³/3 + (1 − y)³/3")
  func uniform() throws {
    let density = try Density(axis: Axis(0...1, cellCount: 4), values: [1, 1, 1, 1])
    let score = RankedDensityScore(density)
    for y in [0.0, 0.1, 0.25, 0.5, 0.9, 1] {
      let expected = (y * y * y + (1 - y) * (1 - y) * (1 - y)) / 3
      #expect(abs(score.value(at: y) - expected) < 1e-14)
      #expect(abs(score.probability(below: y) - y) < 1e-14)
    }
    #expect(abs(score.value(at: -2) - (2 + 1.0 / 3)) < 1e-14)
    #expect(abs(score.value(at: 3) - (2 + 1.0 / 3)) < 1e-14)
    #expect(
      abs(ProperScore.logarithmic(density, at: 7, floor: 1e-3) - 6.907_755_278_982_137) < 1e-12)
  }

  @Test("The distance of samples moves mass as little as possible")
  func transport() {
    #expect(wasserstein1Distance(ascending: [0, 1], [1, 2]) == 1)
    #expect(wasserstein1Distance(ascending: [0], [0, 2]) == 1)
    #expect(wasserstein1Distance(ascending: [0, 0, 3], [0, 0, 3]) == 0)
  }

  @Test("Uniform probabilities pass, those of a forecast that is too narrow do not")
  func calibration() {
    let even = CalibrationTest((0..<1000).map { (Double($0) + 0.5) / 1000 })
    #expect(even.statistic == 0 && even.pValue == 1)
    let narrow = CalibrationTest([Double](repeating: 0.01, count: 100))
    #expect(narrow.statistic == 900 && narrow.pValue < 1e-100)
    // The 5 % point of χ² with one degree of freedom is 3.841: 62 and 38 give 5.76, p = 0.0164.
    let two = CalibrationTest(
      [Double](repeating: 0.2, count: 62) + [Double](repeating: 1, count: 38), bins: 2)
    #expect(abs(two.pValue - 0.016_395) < 1e-5)
  }
}
