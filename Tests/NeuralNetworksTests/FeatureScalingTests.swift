import Foundation
import NeuralNetworks
import Testing

@Suite("Features of a table")
struct FeatureScalingTests {
  let table: [Double] = [1, 5, -2, 3, 5, 0, 8, 5, 4]

  @Test("scaled to the unit range span −1 to 1 over the whole table by one linear map")
  func unit() {
    let scaled = FeatureScaling.unit.scaled(table, featureCount: 3)
    #expect(scaled.min() == -1 && scaled.max() == 1)
    for (value, result) in zip(table, scaled) {
      #expect(abs(result - (2 * (value + 2) / 10 - 1)) < 1e-15)
    }
    #expect(FeatureScaling.unit.scaled([3, 3], featureCount: 1) == [0, 0])
  }

  @Test("standardised have mean 0 and variance 1 per feature, and 0 for a constant one")
  func standard() {
    let scaled = FeatureScaling.standard.scaled(table, featureCount: 3)
    for feature in [0, 2] {
      let column = [0, 1, 2].map { scaled[3 * $0 + feature] }
      #expect(abs(column.reduce(0, +)) < 1e-14)
      #expect(abs(column.reduce(0) { $0 + $1 * $1 } / 3 - 1) < 1e-14)
    }
    #expect([1, 4, 7].allSatisfy { scaled[$0] == 0 })
    #expect(FeatureScaling.none.scaled(table, featureCount: 3) == table)
  }

  @Test(
    "stay finite and scaled whatever their magnitude",
    arguments: [1e-300, 1, 1e300, .greatestFiniteMagnitude])
  func magnitudes(size: Double) {
    for scaling in [FeatureScaling.unit, .standard] {
      let scaled = scaling.scaled([-size, size, -size, size], featureCount: 1)
      #expect(zip(scaled, [-1, 1, -1, 1]).allSatisfy { abs($0 - $1) < 1e-15 }, "\(scaling)")
    }
  }
}
