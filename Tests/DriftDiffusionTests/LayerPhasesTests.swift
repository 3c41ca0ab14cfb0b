import DriftDiffusion
import Foundation
import Testing

@Suite("Phases of training")
struct LayerPhasesTests {
  @Test("Power laws cross at the epochs of their closed forms")
  func closedForm() throws {
    let synthetic = SyntheticHistory()
    let phases = try synthetic.phases()
    let amplitudes = synthetic.amplitudes
    let geometric = amplitudes.reduce(0, +) / Double(amplitudes.count)
    let sorted = amplitudes.sorted()
    let median = (exp(2 * sorted[9]) + exp(2 * sorted[10])) / 2
    // exp(geometric) t^(−1/2) = 0.1, and median t^(−1) = 0.01 of the squares of 20 networks.
    for definition in [TransitionDefinition.firstSignalToNoise, .lastSignalToNoise] {
      let transition = phases.transition(definition)
      #expect(abs(transition.epoch.estimate / (100 * exp(2 * geometric)) - 1) < 1e-10)
      #expect(transition.epoch.contains(100) && transition.epoch.definedFraction == 1)
      #expect(transition.occurrences == 1)
    }
    let batch = phases.transition(.firstNoiseBatch)
    #expect(abs(batch.epoch.estimate / (100 * median) - 1) < 1e-10)
    #expect(phases.layer == 3)
  }

  @Test("Each network's own transition is that of its own curve")
  func ownTransitions() throws {
    let synthetic = SyntheticHistory()
    let own = try synthetic.phases().transition(.lastSignalToNoise).networkEpochs
    for (epoch, amplitude) in zip(own, synthetic.amplitudes) {
      #expect(abs(epoch / (100 * exp(2 * amplitude)) - 1) < 1e-10)
    }
  }

  @Test("Curves are the means over networks, with the normalisation by the weights")
  func curves() throws {
    var synthetic = SyntheticHistory()
    synthetic.networks = 4
    let (curves, history) = (try synthetic.phases().curves, try synthetic.history())
    let count = history.epochs.count
    for epoch in [0, 3, count - 1] {
      let norms = (0..<4).map { history.meanNorms[$0 * count + epoch] }
      let mean = norms.reduce(0, +) / 4
      #expect(abs(curves.normalizedMean[epoch].estimate / (mean / 2) - 1) < 1e-12)
      #expect(abs(curves.normalizedNoise[epoch].estimate / 0.05 - 1) < 1e-12)
      let logarithm = norms.reduce(0) { $0 + log($1 / 0.1) } / 4
      #expect(abs(curves.signalToNoise[epoch].estimate / exp(logarithm) - 1) < 1e-12)
      let ratio = curves.squaredSignalToNoise[epoch]
      let sorted = norms.sorted()
      let median = (sorted[1] * sorted[1] + sorted[2] * sorted[2]) / 2
      #expect(abs(ratio.estimate / (median / 0.01) - 1) < 1e-12)
      #expect(ratio.lower < ratio.estimate && ratio.estimate < ratio.upper)
      let batch = curves.relativeNoiseBatch[epoch]
      #expect(abs(batch.estimate * ratio.estimate - 1) < 1e-12)
      #expect(batch.lower == 1 / ratio.upper && batch.upper == 1 / ratio.lower)
    }
  }

  @Test("Intervals cover the transition and the slope as often as they say")
  func coverage() throws {
    // 200 ensembles of 20 networks: percentile intervals of a mean of 20 normal values cover with
    // probability 0.93; 3 binomial standard errors are 0.054.
    var (crossings, slopes) = (0, 0)
    for ensemble in 0..<200 {
      var synthetic = SyntheticHistory()
      synthetic.epochs = [1, 10, 30, 100, 300, 600, 1000]
      synthetic.seed = UInt64(ensemble + 1)
      let phases = try synthetic.phases(seed: UInt64(ensemble))
      crossings += phases.transition(.lastSignalToNoise).epoch.contains(100) ? 1 : 0
      synthetic.exponentSpread = 0.1
      let slope = try synthetic.phases(seed: UInt64(ensemble)).plateau.slope
      slopes += slope.contains(-0.5) ? 1 : 0
    }
    #expect(abs(Double(crossings) / 200 - 0.93) < 0.054)
    #expect(abs(Double(slopes) / 200 - 0.93) < 0.054)
  }

  @Test("Several crossings are counted, and the first and the last told apart")
  func several() throws {
    let epochs = [1.0, 2, 4, 8, 16, 32, 64]
    let ratios = [4, 0.25, 4, 4, 0.25, 4, 0.25]
    let means = (0..<6).flatMap { network in ratios.map { $0 * (1 + 0.01 * Double(network)) } }
    let history = try GradientHistory(
      networkCount: 6, epochs: epochs, layers: [1], batchCount: 14, meanNorms: means,
      noiseNorms: means.map { _ in 1 })
    let phases = try LayerPhases(
      history, information: nil, layerIndex: 0, PhaseConfiguration())
    let (first, last) = (
      phases.transition(.firstSignalToNoise), phases.transition(.lastSignalToNoise)
    )
    #expect(first.occurrences == 3 && last.occurrences == 3)
    #expect(abs(first.epoch.estimate / 2.0.squareRoot() - 1) < 0.05)
    #expect(abs(last.epoch.estimate / (32 * 2.0.squareRoot()) - 1) < 0.05)
    let agreement = phases.agreement(.firstSignalToNoise, .lastSignalToNoise)
    #expect(agreement.differ && agreement.logRatio.upper < -3)
  }

  @Test("A transition that only some resamples have says in which fraction")
  func sometimes() throws {
    // Three networks stay above 1 and one falls far below: the mean falls below 1 only in resamples
    // that hold the last one at least twice: 1 − (3/4)⁴ − 4 (1/4)(3/4)³ = 0.262; 4 standard errors
    // of 2000 resamples are 0.04.
    let means: [Double] = [4, 4, 2, 4, 4, 2, 4, 4, 2, 4, 4, 0.25]
    let history = try GradientHistory(
      networkCount: 4, epochs: [1, 10, 100], layers: [1], batchCount: 14, meanNorms: means,
      noiseNorms: means.map { _ in 1 })
    var configuration = PhaseConfiguration()
    configuration.resamples = 2000
    let transition = try LayerPhases(
      history, information: nil, layerIndex: 0, configuration
    ).transition(.lastSignalToNoise)
    #expect(transition.epoch.estimate.isNaN && transition.occurrences == 0)
    #expect(abs(transition.epoch.definedFraction - 0.262) < 0.04)
    #expect((10...100).contains(transition.epoch.lower))
    #expect(transition.networkEpochs.count { $0.isNaN } == 3)
  }

  @Test("The maximum of the information and the bend of the gradient are found with intervals")
  func peakAndBend() throws {
    var synthetic = SyntheticHistory()
    synthetic.networks = 8
    let epochs = synthetic.epochs
    let amplitudes = synthetic.amplitudes
    let curves = amplitudes.flatMap { amplitude in
      epochs.map { 8 - pow(log(max($0, 0.5) / 300) - amplitude, 2) }
    }
    let information = InformationLog(
      networkCount: 8, epochs: epochs, layerCount: 1, aboutInput: curves, aboutLabel: curves)
    let phases = try synthetic.phases(information)
    let mean = amplitudes.reduce(0, +) / 8
    let peak = phases.transition(.informationPeak)
    #expect(abs(peak.epoch.estimate / (300 * exp(mean)) - 1) < 1e-9)
    #expect(peak.epoch.contains(300 * exp(mean)) && peak.epoch.lower < peak.epoch.upper)
    // The peak comes later than the crossing at 100 in all resamples.
    #expect(phases.agreement(.lastSignalToNoise, .informationPeak).differ)
    #expect(!phases.agreement(.firstSignalToNoise, .lastSignalToNoise).differ)

    let bent = (0..<8).flatMap { network in
      epochs.map { exp(-1.2 * max(0, log(max($0, 1) / 200)) + 0.1 * Double(network)) }
    }
    let history = try GradientHistory(
      networkCount: 8, epochs: epochs, layers: [1], batchCount: 14, meanNorms: bent,
      noiseNorms: bent.map { _ in 1 }, weightNorms: bent.map { _ in 1 })
    let bend = try LayerPhases(
      history, information: nil, layerIndex: 0, PhaseConfiguration()
    ).transition(.gradientBend)
    #expect(abs(log(bend.epoch.estimate / 200)) < 0.05)
  }

  @Test("A constant ratio has a plateau of slope 0 at its value, beside the floor")
  func plateau() throws {
    var synthetic = SyntheticHistory()
    synthetic.exponent = 0
    synthetic.spread = 0
    synthetic.exponentSpread = 0.02
    let plateau = try synthetic.phases().plateau
    #expect(plateau.isConstant && plateau.slope.lower < 0 && plateau.slope.upper > 0)
    #expect(plateau.noiseFloor == 0.25)
    #expect(plateau.signalToNoise.contains(10) && plateau.unbiasedSignalToNoise.contains(10))
    #expect(plateau.firstEpoch > 989 && plateau.firstEpoch < 1300)
    let falling = try SyntheticHistory().phases().plateau
    #expect(!falling.isConstant && abs(falling.slope.estimate + 0.5) < 1e-10)
  }

  @Test("The unbiased ratio takes the noise out of the mean and may be negative")
  func unbiased() throws {
    // Without a gradient |ḡ|² is tr(C/B)/M on average: here a little above and a little below.
    let means = [1.01, 1, 0.99, 0.98].map { $0 / 4 }
    let history = try GradientHistory(
      networkCount: 2, epochs: [1, 2], layers: [1], batchCount: 16, meanNorms: means,
      noiseNorms: [1, 1, 1, 1])
    let curves = try LayerPhases(
      history, information: nil, layerIndex: 0, PhaseConfiguration()
    ).curves
    let expected = (1.01 * 1.01 + 0.99 * 0.99 - 2) / 32
    #expect(abs(curves.squaredSignalToNoise[0].estimate - expected) < 1e-12)
    #expect(curves.squaredSignalToNoise[1].estimate < 0)
    #expect(curves.negativeFractions == [0.5, 0.5])
    #expect(curves.relativeNoiseBatch[1].estimate == .infinity)
  }

  @Test("One network has estimates and no intervals")
  func single() throws {
    var synthetic = SyntheticHistory()
    synthetic.networks = 1
    let phases = try synthetic.phases()
    let transition = phases.transition(.lastSignalToNoise)
    #expect(transition.epoch.estimate.isFinite)
    #expect(transition.epoch.lower.isNaN && transition.epoch.upper.isNaN)
    #expect(!phases.agreement(.lastSignalToNoise, .gradientBend).differ)
    #expect(!phases.plateau.isConstant)
  }

  @Test("Values that were not measured give no transitions and stop nothing")
  func missing() throws {
    let none = [Double](repeating: .nan, count: 12)
    let history = try GradientHistory(
      networkCount: 3, epochs: [0, 1, 2, 3], layers: [1], batchCount: 14, meanNorms: none,
      noiseNorms: none)
    let phases = try LayerPhases(
      history, information: nil, layerIndex: 0, PhaseConfiguration())
    #expect(phases.transitions.allSatisfy { $0.epoch.estimate.isNaN && $0.occurrences == 0 })
    #expect(phases.transitions.allSatisfy { $0.epoch.definedFraction == 0 })
    #expect(phases.agreements.allSatisfy { !$0.differ })
  }

  @Test("Bad histories are told with their place")
  func bad() {
    func history(
      networks: Int = 2, epochs: [Double] = [1, 2], layers: [Int] = [1], batches: Double = 14,
      norms: [Double] = [1, 1, 1, 1]
    ) throws -> GradientHistory {
      try GradientHistory(
        networkCount: networks, epochs: epochs, layers: layers, batchCount: batches,
        meanNorms: norms, noiseNorms: norms)
    }
    #expect(throws: DriftDiffusionError.timesNotAscending(index: 1)) {
      try history(epochs: [2, 1])
    }
    #expect(throws: DriftDiffusionError.timesNotAscending(index: 0)) {
      try history(epochs: [-1, 1])
    }
    #expect(throws: DriftDiffusionError.self) { try history(networks: 0) }
    #expect(throws: DriftDiffusionError.self) { try history(epochs: [1], norms: [1, 1]) }
    #expect(throws: DriftDiffusionError.self) { try history(layers: []) }
    #expect(throws: DriftDiffusionError.self) { try history(batches: .nan) }
    #expect(throws: DriftDiffusionError.self) { try history(norms: [1, 1, 1]) }
    #expect(
      throws: DriftDiffusionError.negativeNorm(
        quantity: "gradient mean norm", layer: 1, network: 1, epoch: 2)
    ) { try history(norms: [1, 1, 1, -1]) }
  }

  @Test("Information of other networks or layers is refused")
  func otherInformation() throws {
    let information = InformationLog(
      networkCount: 3, epochs: [1], layerCount: 1, aboutInput: [1, 1, 1], aboutLabel: [1, 1, 1])
    #expect(throws: DriftDiffusionError.self) { try SyntheticHistory().phases(information) }
  }

  @Test("Settings out of range are refused by name")
  func settings() throws {
    try PhaseConfiguration().validate()
    func refusal(_ change: (inout PhaseConfiguration) -> Void) -> String {
      var configuration = PhaseConfiguration()
      change(&configuration)
      do {
        try configuration.validate()
        return "none"
      } catch {
        return error.description
      }
    }
    #expect(refusal { $0.level = 1 }.contains("gradients.level"))
    #expect(refusal { $0.level = .nan }.contains("gradients.level"))
    #expect(refusal { $0.resamples = 1 }.contains("gradients.resamples"))
    #expect(refusal { $0.smoothingFactor = 1 }.contains("gradients.smoothingFactor"))
    #expect(refusal { $0.plateauFactor = .infinity }.contains("gradients.plateauFactor"))
  }
}
