import DriftDiffusion
import Grids
import InformationTheory
import KramersMoyal
import Testing

@Suite("Comparison of prediction and measurement")
struct ComparisonTests {
  @Test("finds the fall of the information from its peak, with the error over networks")
  func compression() {
    // Two networks, four epochs, one layer.
    let log = InformationLog(
      networkCount: 2, epochs: [0, 1, 10, 100], layerCount: 1,
      aboutInput: [5, 8, 7, 4, 5, 9, 8, 7], aboutLabel: [0.1, 0.5, 0.8, 0.9, 0.1, 0.4, 0.7, 1.0])
    let observed = ObservedCompression(log, layer: 0)
    #expect(observed.aboutInput.values == [5, 8.5, 7.5, 5.5])
    #expect(observed.peakIndex == 1)
    #expect(observed.compression.values == [3])
    // The networks alone fall by 4 and 2: standard error √((4 − 2)²/4) = 1.
    #expect(abs(observed.compression.standardErrors[0] - 1) < 1e-14)
    #expect(abs(observed.aboutLabel.values[3] - 0.95) < 1e-15)
  }

  @Test("measures the entropy of normal weights and its change within three errors")
  func measured() throws {
    var synthetic = SyntheticLog()
    synthetic.networks = 30
    synthetic.weights = 100
    let log = try synthetic.log()
    let axis = try Axis(-6...6, cellCount: 60)
    let layer = try MeasuredLayer(
      log, layerIndex: 0, startingAt: 1, estimator: EntropyConfiguration(), weightAxis: axis)
    #expect(layer.entropy.values.count == 3)
    #expect(layer.entropyChange.values[0] == 0 && layer.entropyChange.standardErrors[0] == 0)
    for time in 0..<3 {
      #expect(abs(layer.entropy.values[time] - 1.4189385) < 3 * layer.entropy.standardErrors[time])
      #expect((0.005...0.03).contains(layer.entropy.standardErrors[time]))
      #expect(abs(layer.densities[time].mass - 1) < 1e-12)
    }
    #expect(abs(layer.entropyChange.values[2]) < 3 * layer.entropyChange.standardErrors[2])
  }

  @Test("scores a prediction that is the measurement with no distance")
  func score() throws {
    let log = try SyntheticLog().log()
    let axis = try Axis(-6...6, cellCount: 60)
    let measured = try MeasuredLayer(
      log, layerIndex: 0, startingAt: 0, estimator: EntropyConfiguration(), weightAxis: axis)
    func exact(_ values: [Double]) -> Estimates {
      Estimates(values: values, standardErrors: values.map { _ in 0 })
    }
    let prediction = LayerPrediction(
      layer: 1, closure: .affine, method: .spectral, times: log.learningTimes,
      densities: measured.densities, densityErrors: [],
      entropy: exact(measured.entropy.values.map { $0 + 5 }), mean: exact(measured.mean),
      variance: exact(measured.variance), record: LayerPrediction.Record())
    let score = PredictionScore(prediction, against: measured)
    #expect(score.wasserstein1 == [0, 0, 0, 0] && score.l1 == [0, 0, 0, 0])
    #expect(abs(score.finalDeviation) < 1e-9)
  }
}
