import InformationTheory
import RandomStreams
import RealModule
import Testing

/// Activations of `units` random tanh-like units in the order [unit][pattern].
private func randomActivations(units: Int, patterns: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed, purpose: .general)
  return (0..<units * patterns).map { _ in 2 * stream.uniform() - 1 }
}

private func information(
  _ activations: [Double], _ labels: LabelDistribution,
  _ configuration: BinningConfiguration = .init()
) throws -> LayerInformation {
  var workspace = BinningWorkspace(labels: labels)
  return try activations.withUnsafeBufferPointer { activations throws(InformationError) in
    try BinnedEstimator(configuration).information(of: activations, workspace: &workspace)
  }
}

/// The same by dictionaries of tuples, straight from the definition.
private func reference(
  _ activations: [Double], _ labels: LabelDistribution, binOf: (Double) -> Int
) -> (Double, Double) {
  let patterns = labels.patternCount
  var counts: [[Int]: [Double]] = [:]
  for pattern in 0..<patterns {
    let key = stride(from: pattern, to: activations.count, by: patterns)
      .map { binOf(activations[$0]) }
    let row = (0..<labels.classCount).map { labels.probabilities[$0 * patterns + pattern] }
    counts[key] = zip(counts[key] ?? row.map { _ in 0 }, row).map { $0 + $1 }
  }
  var (entropy, information) = (0.0, 0.0)
  let marginal = labels.marginal
  for joint in counts.values {
    let p = joint.reduce(0, +) / Double(patterns)
    entropy -= p * Double.log2(p)
    for (label, value) in joint.enumerated() where value > 0 {
      let conditional = value / Double(patterns) / p
      information += p * conditional * Double.log2(conditional / marginal[label])
    }
  }
  return (entropy, information)
}

private func softLabels(patterns: Int, classes: Int) throws -> LabelDistribution {
  var stream = RandomStream(seed: 5, purpose: .labels)
  return try LabelDistribution(
    classProbabilities: (0..<patterns).map { _ in
      let weights = (0..<classes).map { _ in stream.uniform() }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    })
}

@Suite("Information of binned activations")
struct BinnedEstimatorTests {
  @Test("agrees with the definition", arguments: [1, 2, 3, 10, 12, 13, 40], [2, 3, 7])
  func agreesWithDefinition(units: Int, classes: Int) throws {
    let labels = try softLabels(patterns: 501, classes: classes)
    // Coarse bins leave several patterns in a symbol even with many units.
    for bins in [2, 5, 30, 100] {
      let activations = randomActivations(units: units, patterns: 501, seed: 3)
      var configuration = BinningConfiguration()
      configuration.binCount = bins
      let result = try information(activations, labels, configuration)
      let (entropy, aboutLabel) = reference(activations, labels) {
        min(bins - 1, Int(($0 + 1) / 2 * Double(bins)))
      }
      #expect(abs(result.aboutInput - entropy) < 1e-11)
      #expect(abs(result.aboutLabel - aboutLabel) < 1e-11)
    }
  }

  @Test("gives log₂ N bits and all about the label when every pattern has a symbol of its own")
  func identity() throws {
    let activations = (0..<4096).map { Double($0) / 4096 * 2 - 1 + 1e-5 }
    var configuration = BinningConfiguration()
    configuration.binCount = 4096
    let labels = try LabelDistribution(labels: (0..<4096).map { $0 % 2 }, classCount: 2)
    let result = try information(activations, labels, configuration)
    #expect(result.aboutInput == 12)
    #expect(abs(result.aboutLabel - 1) < 1e-13)
    #expect(result.occupiedSymbols == 4096)
  }

  @Test("gives exactly nothing for constant activations")
  func constant() throws {
    let labels = try softLabels(patterns: 100, classes: 3)
    for placement in BinPlacement.allCases {
      var configuration = BinningConfiguration()
      configuration.placement = placement
      let result = try information([Double](repeating: 0.25, count: 500), labels, configuration)
      #expect(result.aboutInput == 0 && result.aboutLabel == 0 && result.occupiedSymbols == 1)
    }
  }

  @Test("never exceeds the entropies of pattern, symbol and label", arguments: 1...6)
  func bounds(units: Int) throws {
    let labels = try softLabels(patterns: 700, classes: 2)
    let result = try information(
      randomActivations(units: units, patterns: 700, seed: 9), labels)
    #expect(result.aboutInput <= Double.log2(700) + 1e-12)
    #expect(result.aboutLabel <= labels.informationAboutLabel + 1e-12)
    #expect(result.aboutLabel <= result.aboutInput + 1e-12)
    #expect(result.aboutLabel >= 0)
  }

  @Test("does not depend on the order of the patterns' bins: permuting the units changes nothing")
  func permutedUnits() throws {
    let labels = try softLabels(patterns: 300, classes: 2)
    let activations = randomActivations(units: 4, patterns: 300, seed: 2)
    let reversed = (0..<4).reversed().flatMap { activations[$0 * 300..<($0 + 1) * 300] }
    let (first, second) = (try information(activations, labels), try information(reversed, labels))
    #expect(first.occupiedSymbols == second.occupiedSymbols)
    #expect(abs(first.aboutInput - second.aboutInput) < 1e-12)
    #expect(abs(first.aboutLabel - second.aboutLabel) < 1e-12)
  }

  @Test(
    "gives the same for single as for double precision, also at the edges of the bins",
    arguments: [BinPlacement.fixedRange, .publishedCode, .activationRange, .fixedWidth],
    [2, 7, 30, 100, 5000])
  func singlePrecision(placement: BinPlacement, binCount: Int) throws {
    var configuration = BinningConfiguration()
    configuration.placement = placement
    configuration.binCount = binCount
    let edges = (0...binCount).map { -1 + 2 * Float($0) / Float(binCount) }
    var single = edges + edges.map(\.nextUp) + edges.map(\.nextDown)
    single += edges.map { $0 + 1e-6 } + edges.map { $0 - 1e-6 } + [0, -0.0, 1e-30, -1e-30]
    single += randomActivations(units: 1, patterns: 3000, seed: 8).map { Float(1.01 * $0) }
    let labels = try LabelDistribution(
      labels: single.indices.map { $0 * 7 % 5 / 3 }, classCount: 2)
    let expected = try information(single.map(Double.init), labels, configuration)
    var workspace = BinningWorkspace(labels: labels)
    let result = try single.withUnsafeBufferPointer { single throws(InformationError) in
      try BinnedEstimator(configuration).information(of: single, workspace: &workspace)
    }
    #expect(result == expected)
  }

  @Test("leaves nothing of one call in the next")
  func reusedWorkspace() throws {
    let labels = try softLabels(patterns: 300, classes: 3)
    var workspace = BinningWorkspace(labels: labels)
    let estimator = try BinnedEstimator()
    for units in [5, 1, 3, 14, 2] {
      let activations = randomActivations(units: units, patterns: 300, seed: UInt64(units))
      let result = try activations.withUnsafeBufferPointer { buffer throws(InformationError) in
        try estimator.information(of: buffer, workspace: &workspace)
      }
      #expect(result == (try information(activations, labels)))
    }
  }
}

@Suite("Where the bins lie")
struct BinPlacementTests {
  let labels: LabelDistribution

  init() throws {
    labels = try LabelDistribution(labels: (0..<60).map { $0 % 2 }, classCount: 2)
  }

  @Test("the published code's 30 edges make 29 intervals and the value 1 a symbol of its own")
  func publishedCode() throws {
    var configuration = BinningConfiguration()
    configuration.placement = .publishedCode
    var activations = (0..<60).map { -1 + 2 * (Double($0) + 0.5) / 60 }
    #expect(try information(activations, labels, configuration).occupiedSymbols == 29)
    activations[59] = 1
    #expect(try information(activations, labels, configuration).occupiedSymbols == 30)
    configuration.placement = .fixedRange
    #expect(try information(activations, labels, configuration).occupiedSymbols == 30)
    activations[59] = 0.999
    #expect(try information(activations, labels, configuration).occupiedSymbols == 30)
  }

  @Test("values outside the fixed range go to the end bins and are counted")
  func outside() throws {
    let activations = (0..<60).map { $0 < 20 ? -3.0 : $0 < 35 ? 0 : 7 }
    let result = try information(activations, labels)
    #expect(result.occupiedSymbols == 3 && result.outsideCount == 45)
  }

  @Test("the activation range is used in full, whatever its place and scale")
  func activationRange() throws {
    var configuration = BinningConfiguration()
    configuration.placement = .activationRange
    let activations = (0..<60).map { 1e3 + 40 * (Double($0) + 0.5) }
    let result = try information(activations, labels, configuration)
    #expect(result.occupiedSymbols == 30 && result.outsideCount == 0)
  }

  @Test("bins of fixed width keep their size when the activations grow")
  func fixedWidth() throws {
    var configuration = BinningConfiguration()
    configuration.placement = .fixedWidth
    configuration.binWidth = 2
    let activations = (0..<60).map { Double($0) + 0.5 }
    #expect(try information(activations, labels, configuration).occupiedSymbols == 31)
    configuration.lowerBound = 0
    configuration.upperBound = 1
    #expect(try information(activations, labels, configuration).occupiedSymbols == 30)
  }

  @Test("quantiles give equally likely bins, whatever the law")
  func quantiles() throws {
    var configuration = BinningConfiguration()
    configuration.placement = .quantiles
    configuration.binCount = 4
    let activations = (0..<60).map { Double.exp(Double($0) / 5) }
    let result = try information(activations, labels, configuration)
    #expect(result.occupiedSymbols == 4)
    #expect(abs(result.aboutInput - 2) < 1e-13)
  }

  @Test("Miller and Madow's correction adds (symbols − 1)/(2N) nats")
  func millerMadow() throws {
    let activations = (0..<60).map { Double($0 % 3) / 3 }
    var configuration = BinningConfiguration()
    let plain = try information(activations, labels, configuration)
    configuration.correction = .millerMadow
    let corrected = try information(activations, labels, configuration)
    let unit = 1 / (120 * Double.log(2))
    #expect(abs(corrected.aboutInput - plain.aboutInput - 2 * unit) < 1e-12)
    // 3 symbols, 6 occupied pairs, 2 classes: the correction is (3 − 6 + 2 − 1) units, cut at 0.
    #expect(plain.aboutLabel < 1e-12 && corrected.aboutLabel == 0)
  }

  @Test("an activation that is not a number is an error with unit and pattern")
  func notFinite() throws {
    for placement in BinPlacement.allCases {
      var configuration = BinningConfiguration()
      configuration.placement = placement
      var activations = [Double](repeating: 0.5, count: 180)
      activations[60 + 17] = .nan
      #expect(throws: InformationError.activationNotFinite(unit: 1, pattern: 17)) {
        try information(activations, labels, configuration)
      }
    }
  }

  @Test("bad input is refused with its numbers")
  func badInput() throws {
    #expect(throws: InformationError.wrongActivationCount(units: 1, patterns: 60, found: 61)) {
      try information([Double](repeating: 0, count: 61), labels)
    }
    var configuration = BinningConfiguration()
    configuration.binCount = 1
    #expect(throws: InformationError.self) { try BinnedEstimator(configuration) }
    configuration = .init()
    configuration.upperBound = -1
    #expect(throws: InformationError.self) { try BinnedEstimator(configuration) }
    #expect(throws: InformationError.notAProbability(pattern: 1, sum: 1.5)) {
      try LabelDistribution(classProbabilities: [[0.5, 0.5], [1, 0.5]])
    }
    #expect(throws: InformationError.labelOutOfRange(pattern: 2, label: 2, classes: 2)) {
      try LabelDistribution(labels: [0, 1, 2], classCount: 2)
    }
  }
}
