import InformationTheory
import RandomStreams
import Testing

private func measure(
  _ configuration: InformationConfiguration, _ activations: [Double], labels: LabelDistribution,
  inputs: [Double] = [], network: Int = 0, isThinned: Bool = false
) throws -> LayerMeasurement {
  var meter = try LayerMeter(configuration, labels: labels, inputs: inputs, seed: 5)
  return try activations.withUnsafeBufferPointer { (buffer) throws(InformationError) in
    try meter.measure(
      buffer, of: LayerAddress(network: network, layer: 1), units: .signed, isThinned: isThinned)
  }
}

@Suite("All estimators side by side")
struct LayerMeterTests {
  let activations: [Double]
  let labels: LabelDistribution
  let inputs: [Double]
  var all = InformationConfiguration()

  init() throws {
    var stream = RandomStream(seed: 1, purpose: .general)
    activations = (0..<3 * 128).map { _ in 2 * stream.uniform() - 1 }
    labels = try LabelDistribution(labels: (0..<128).map { $0 % 2 }, classCount: 2)
    inputs = (0..<7 * 128).map { Double(($0 % 128) >> ($0 / 128) & 1) }
    all.estimators = InformationMethod.allCases
  }

  @Test("come in the order of the list, the bounds around the drawn noise")
  func order() throws {
    let result = try measure(all, activations, labels: labels, inputs: inputs)
    #expect(
      all.estimates == [
        .binned, .kernelDensity, .kernelDensityLower, .kernelDensityUpper, .nearestNeighbor, .noisy,
      ])
    let values = result.values.map(\.aboutInput)
    #expect(result.values.count == 6 && values.allSatisfy(\.isFinite))
    #expect(values[1] == values[3] && values[2] < values[5] && values[5] < values[3])
    #expect(values[0] == result.binned?.aboutInput)
    #expect(values[4] == result.nearestNeighbor?.aboutInput)
    #expect(result.values[5].aboutInputError > 0 && result.values[0].aboutInputError.isNaN)
  }

  @Test("are left out where they are costly and the snapshot is not among the chosen ones")
  func thinned() throws {
    let result = try measure(all, activations, labels: labels, inputs: inputs, isThinned: true)
    #expect(result.values[0].aboutInput > 0 && result.nearestNeighbor == nil)
    #expect(result.values.dropFirst().allSatisfy { $0.aboutInput.isNaN && $0.aboutLabel.isNaN })
  }

  @Test("draw the same noise again for the same network and other noise for another")
  func drawnNoise() throws {
    var configuration = InformationConfiguration()
    configuration.estimators = [.noisy]
    let (one, again, other) = (
      try measure(configuration, activations, labels: labels),
      try measure(configuration, activations, labels: labels),
      try measure(configuration, activations, labels: labels, network: 1)
    )
    #expect(one.values[0].aboutInput == again.values[0].aboutInput)
    #expect(one.values[0].aboutInput != other.values[0].aboutInput)
  }

  @Test("draw labels for the nearest neighbours when the rule is soft")
  func softLabels() throws {
    var configuration = InformationConfiguration()
    configuration.estimators = [.nearestNeighbor]
    // The first unit's sign tells the label but for one pattern in ten: 1 − H₂(0.1) = 0.531 bit.
    let patterns = 2000
    let unit = (0..<patterns).map { $0 % 2 == 0 ? 1.0 : -1 }
    let soft = try LabelDistribution(probabilitiesOfOne: unit.map { $0 > 0 ? 0.9 : 0.1 })
    let result = try measure(configuration, unit, labels: soft)
    // The standard error of the share of exceptions is 0.0067, of the information 0.021 bit.
    #expect(abs(result.values[0].aboutLabel - 0.531) < 4 * 0.021)
  }

  @Test("follow the range of the units where the bins are automatic")
  func automaticBins() throws {
    let configuration = BinningConfiguration()
    #expect(configuration.resolved(for: .signed).placement == .fixedRange)
    #expect(configuration.resolved(for: .bounded(0, 1)).lowerBound == 0)
    #expect(configuration.resolved(for: .unbounded).placement == .activationRange)
    var fixed = configuration
    fixed.placement = .quantiles
    #expect(fixed.resolved(for: .unbounded) == fixed)
  }

  @Test(
    "are thinned to evenly spread places with both ends",
    arguments: [
      (0, 5, [0, 1, 2, 3, 4]), (9, 5, [0, 1, 2, 3, 4]), (3, 5, [0, 2, 4]), (2, 400, [0, 399]),
      (1, 7, [6]), (4, 10, [0, 3, 6, 9]),
    ])
  func places(wanted: Int, count: Int, expected: [Int]) {
    #expect(ThinningConfiguration.places(wanted, of: count) == expected)
  }

  @Test("have a configuration that is checked")
  func validation() {
    func refuses(_ change: (inout InformationConfiguration) -> Void) -> Bool {
      var configuration = InformationConfiguration()
      change(&configuration)
      do {
        try configuration.validate()
        return false
      } catch {
        return true
      }
    }
    #expect(refuses { $0.estimators = [] })
    #expect(refuses { $0.estimators = [.binned, .binned] })
    #expect(refuses { $0.thinning.epochs = -1 })
    #expect(refuses { $0.binning.lowerBound = 0 })
    #expect(refuses { $0.kernelDensity.noiseVariance = 0 })
    #expect(refuses { $0.nearestNeighbor.neighbors = 0 })
    #expect(refuses { $0.noisy.draws = 0 })
    #expect(
      !refuses {
        $0.binning.placement = .fixedRange
        $0.binning.lowerBound = 0
      })
  }
}
