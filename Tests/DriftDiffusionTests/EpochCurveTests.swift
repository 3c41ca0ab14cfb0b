import DriftDiffusion
import Foundation
import Testing

@Suite("Places on a curve of epochs")
struct EpochCurveTests {
  @Test("A power law meets a level at its exact epoch, however coarse the record is")
  func powerLaw() {
    let epochs = [1.0, 7, 40, 1000]
    let curve = EpochCurve(epochs: epochs, values: epochs.map { 5 * pow($0, -0.7) })
    let crossings = curve.downwardCrossings(of: 1)
    #expect(crossings.count == 1)
    #expect(abs(crossings[0] / pow(5, 1 / 0.7) - 1) < 1e-12)
  }

  @Test("Every fall through the level is found, and no rise")
  func several() {
    let curve = EpochCurve(epochs: [1, 2, 4, 8, 16, 32], values: [2, 0.5, 2, 1, 0.25, 0.5])
    let crossings = curve.downwardCrossings(of: 1)
    #expect(crossings.count == 2)
    // From 2 to 1/2 half-way in the logarithm; at epoch 8 the value is the level itself.
    #expect(abs(crossings[0] - 2.0.squareRoot()) < 1e-12 && abs(crossings[1] - 8) < 1e-12)
  }

  @Test(
    "A curve that does not fall through the level, or only in a gap, has no crossing",
    arguments: [
      [2.0, 3, 4], [0.1, 0.2, 0.3], [0.5, 1, 2], [.nan, .nan, .nan], [2, .nan, 0.5],
    ])
  func none(_ values: [Double]) {
    #expect(EpochCurve(epochs: [1, 2, 3], values: values).downwardCrossings(of: 1).isEmpty)
  }

  @Test("Values that are zero, negative or infinite, and epoch 0, keep crossings finite")
  func extremes() {
    #expect(EpochCurve(epochs: [1, 4], values: [2, 0]).downwardCrossings(of: 1) == [2])
    #expect(EpochCurve(epochs: [1, 16], values: [2, -2]).downwardCrossings(of: 1) == [2])
    #expect(EpochCurve(epochs: [1, 4], values: [.infinity, 0.5]).downwardCrossings(of: 1) == [4])
    #expect(EpochCurve(epochs: [0, 1], values: [4, 0.25]).downwardCrossings(of: 1) == [0.5])
  }

  @Test("The peak of a parabola in ln epoch is exact between recorded epochs")
  func parabola() {
    let epochs = [0.0, 1, 3, 20, 90, 150, 1000]
    let curve = EpochCurve(
      epochs: epochs, values: epochs.map { 8 - pow(log(max($0, 0.1) / 61), 2) })
    #expect(abs(curve.peak() / 61 - 1) < 1e-12)
  }

  @Test("The peak of a flat top is its last epoch, where the fall begins")
  func flat() {
    let curve = EpochCurve(epochs: [0, 1, 2, 4, 8, 16], values: [12, 12, 12, 12, 12 - 1e-12, 9])
    #expect(curve.peak() == 8)
  }

  @Test(
    "A curve that is largest at an end has no peak",
    arguments: [
      [1.0, 2, 3, 4], [4, 3, 2, 1], [1, 1, 1, 1], [.nan, 3, 2, 1], [.nan, .nan, .nan, .nan],
      [1, .nan, .nan, .nan],
    ])
  func noPeak(_ values: [Double]) {
    #expect(EpochCurve(epochs: [0, 1, 2, 3], values: values).peak().isNaN)
  }

  @Test("No curve at all has neither")
  func empty() {
    let curve = EpochCurve(epochs: [], values: [])
    #expect(curve.peak().isNaN && curve.downwardCrossings(of: 1).isEmpty)
  }
}

@Suite("Curvature against ln epoch")
struct LocalCurvatureTests {
  let epochs = [0] + (0...60).map { (exp(Double($0) * 0.15) * 10).rounded() }

  @Test("is exact for a parabola, at every place inside the record")
  func parabola() {
    let curvature = LocalCurvature(epochs: epochs, smoothingFactor: 3)
    let values = epochs.map { 2 - 0.3 * log(max($0, 1)) - 0.7 * pow(log(max($0, 1)), 2) }
    #expect(curvature.places.count > 200)
    #expect(curvature.curvatures(of: values).allSatisfy { abs($0 + 1.4) < 1e-8 })
    #expect(curvature.places.allSatisfy { $0 >= 29.99 && $0 <= (epochs.last ?? 0) / 2.99 })
  }

  @Test("finds the epoch of a kink within a few per cent", arguments: [60.0, 300, 2000])
  func kink(_ epoch: Double) {
    let curvature = LocalCurvature(epochs: epochs, smoothingFactor: 3)
    let values = epochs.map { -1.5 * max(0, log(max($0, 1) / epoch)) }
    let bend = curvature.sharpestBend(of: values)
    #expect(abs(log(bend.epoch / epoch)) < 0.05)
    #expect(bend.curvature < -1)
  }

  @Test("prefers the downward bend to a sharper upward one")
  func sign() {
    let curvature = LocalCurvature(epochs: epochs, smoothingFactor: 3)
    let values = epochs.map { epoch in
      let x = log(max(epoch, 1))
      return 3 * max(0, x - log(100)) - 2 * max(0, x - log(3000))
    }
    #expect(abs(log(curvature.sharpestBend(of: values).epoch / 3000)) < 0.05)
    #expect(abs(log(curvature.sharpestBend(of: values, .either).epoch / 100)) < 0.05)
    #expect(curvature.sharpestBend(of: epochs.map { pow(log($0 + 1), 2) }).epoch.isNaN)
  }

  @Test("finds no bend at the end of the places, where a sharper one may lie beyond")
  func end() {
    let curvature = LocalCurvature(epochs: epochs, smoothingFactor: 3)
    let values = epochs.map { -pow(log(max($0, 1)), 3) }
    #expect(curvature.curvatures(of: values).allSatisfy { $0 < 0 })
    #expect(curvature.sharpestBend(of: values).epoch.isNaN)
  }

  @Test("does not exist where values are missing or the record is too short")
  func missing() {
    let curvature = LocalCurvature(epochs: epochs, smoothingFactor: 3)
    #expect(curvature.sharpestBend(of: epochs.map { _ in .nan }).epoch.isNaN)
    for short in [[0.0, 1], [1, 2, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8]] {
      #expect(LocalCurvature(epochs: short, smoothingFactor: 3).places.isEmpty)
    }
  }
}
