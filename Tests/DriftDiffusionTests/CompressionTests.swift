import DriftDiffusion
import RandomStreams
import RealModule
import Testing

@Suite("Falls of information")
struct EpochCurveFallTests {
  let epochs: [Double] = [0, 1, 2, 4, 8, 16]

  @Test("Crossings are interpolated in the logarithm of the epoch")
  func crossings() {
    let curve = EpochCurve(epochs: epochs, values: [0, 1, 2, 3, 4, 5])
    #expect(abs(curve.firstEpoch(reaching: 2.5) - Double.pow(2, 1.5)) < 1e-12)
    #expect(curve.firstEpoch(reaching: 0.25) == 0.25)
    #expect(curve.firstEpoch(reaching: 0) == 0)
    #expect(curve.firstEpoch(reaching: 5.1).isNaN)
    #expect(abs(curve.value(at: Double.pow(2, 2.25)) - 3.25) < 1e-12)
    #expect(curve.value(at: 0.5) == 0.5)
    #expect(curve.value(at: -1) == 0 && curve.value(at: 100) == 5)
  }

  @Test("A fall is measured from the first of the largest values to the end")
  func falls() {
    let curve = EpochCurve(epochs: epochs, values: [1, 4, 4, 3, 2, 2])
    #expect(curve.largestEpoch == 1 && curve.largest == 4 && curve.fall == 2)
    #expect(abs(curve.epoch(ofFall: 0.25) - Double.pow(2, 1.5)) < 1e-12)
    #expect(curve.epoch(ofFall: 1) == 8)
    #expect(curve.epoch(ofFall: 0) == 1)
  }

  @Test("A curve that only rises has no epoch of a fall")
  func rising() {
    let curve = EpochCurve(epochs: epochs, values: [0, 1, 2, 3, 4, 5])
    #expect(curve.fall == 0 && curve.epoch(ofFall: 0.5).isNaN)
  }

  @Test("The mean over networks counts repeated ones twice and has the error of the mean")
  func means() {
    let curves = NetworkCurves(epochs: [0, 1], values: [[1, 0], [2, 0], [6, 3]])
    #expect(curves.mean.values == [3, 1])
    #expect(curves.mean(of: [0, 2, 2]).values == [13.0 / 3, 2])
    // The variance of 1, 2, 6 is 7, that of 0, 0, 3 is 3; three networks share them.
    #expect(abs(curves.standardErrors[0] - (7.0 / 3).squareRoot()) < 1e-12)
    #expect(abs(curves.standardErrors[1] - 1) < 1e-12)
  }
}

@Suite("Laws of compression")
struct CompressionLawTests {
  /// Networks whose information rises until epoch 10 and then follows a law with noise.
  private func networks(_ law: CompressionLaw, noise: Double, count: Int = 12) -> NetworkCurves {
    let epochs = (0..<80).map { (Double.pow(10, 4 * Double($0) / 79)).rounded() + Double($0) }
    let values = (0..<count).map { network in
      var stream = RandomStream(seed: 11, purpose: .general, index: UInt64(network))
      let level = 0.3 * stream.normal()
      return epochs.map { epoch -> Double in
        let t = epoch / 1e4
        let fall =
          switch law {
          case .logarithmic: 0.4 * Double.log(epoch / 10)
          case .squareRoot: 3 * t.squareRoot()
          case .linear: 3 * t
          case .exponential: 3 * (1 - Double.exp(-epoch / 900))
          }
        return level + noise * stream.normal() + (epoch < 10 ? 0.5 * epoch : 8 - fall)
      }
    }
    return NetworkCurves(epochs: epochs, values: values)
  }

  @Test(
    "The law that the networks follow forecasts held-out ones best",
    arguments: CompressionLaw.allCases)
  func choice(law: CompressionLaw) throws {
    let curves = networks(law, noise: 0.05)
    let choice = try #require(
      CompressionLawChoice(curves, bootstrap: NetworkBootstrap(networkCount: 12)))
    #expect(choice.best.fit.law == law)
    // A slow exponential is a straight line, so between these two there is no decision.
    #expect(choice.isDecided == (law != .linear))
  }

  @Test("A fit finds slope and time constant")
  func parameters() {
    let logarithmic = networks(.logarithmic, noise: 0).mean
    let slope = CompressionFit.fitting(
      .logarithmic, to: logarithmic, from: logarithmic.largestIndex)
    #expect(abs(slope.factor + 0.4) < 1e-9)
    let exponential = networks(.exponential, noise: 0).mean
    let fit = CompressionFit.fitting(.exponential, to: exponential, from: exponential.largestIndex)
    // The time constant is one of 60 candidates a factor 1.12 apart.
    #expect(abs(Double.log(fit.timeConstant / 900)) < 0.08)
    #expect(abs(fit.value(at: 1000) - exponential.value(at: 1000)) < 0.05)
  }

  @Test("Curves that rise to the end have no law")
  func none() {
    let curves = NetworkCurves(
      epochs: [0, 1, 2, 3, 4, 5, 6], values: [[0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6]])
    #expect(CompressionLawChoice(curves, bootstrap: NetworkBootstrap(networkCount: 2)) == nil)
  }
}
