import DriftDiffusion
import Testing

@Suite("A gradient log")
struct GradientLogTests {
  private func log(
    epochs: [Double] = [0, 5], means: [Double] = [1, 2, 3, 4, 5, 6, 7, 8],
    deviations: [Double] = [1, 1, 1, 1, 1, 1, 1, 1], rate: Double = 0.1
  ) throws(DriftDiffusionError) -> GradientLog {
    let layer = LayerLog(
      number: 3, weightCount: 2, weights: means, means: means, standardDeviations: deviations)
    return try GradientLog(
      epochs: epochs, learningTimes: epochs, networkCount: 2, learningRate: rate, layers: [layer])
  }

  @Test("names quantity, layer, network and epoch of a value that is not finite")
  func notFinite() {
    #expect(
      throws: DriftDiffusionError.notFinite(
        quantity: "gradient mean", layer: 3, network: 1, epoch: 5)
    ) { try log(means: [1, 2, 3, 4, 5, 6, 7, .nan]) }
  }

  @Test("names the place of a negative standard deviation")
  func negative() {
    #expect(throws: DriftDiffusionError.negativeDeviation(layer: 3, network: 0, epoch: 5)) {
      try log(deviations: [1, 1, -1, 1, 1, 1, 1, 1])
    }
  }

  @Test("rejects a wrong count, times that do not ascend, a rate of zero and a single epoch")
  func shape() {
    #expect(
      throws: DriftDiffusionError.wrongCount(
        quantity: "gradient mean", layer: 3, expected: 8, found: 7)
    ) { try log(means: [1, 2, 3, 4, 5, 6, 7]) }
    #expect(throws: DriftDiffusionError.timesNotAscending(index: 1)) { try log(epochs: [5, 5]) }
    #expect(throws: DriftDiffusionError.self) { try log(rate: 0) }
    #expect(throws: DriftDiffusionError.self) { try log(epochs: [1], means: [1, 2, 3, 4]) }
  }
}
