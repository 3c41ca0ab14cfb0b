import NeuralNetworks
import Testing

@Suite("The laws of initial weights")
struct InitialLawTests {
  static let layout = ParameterLayout(widths: [60, 90, 30])

  static func weights(_ law: InitialLaw, layer: Int, scale: Double = 1) -> [Double] {
    var configuration = NetworkConfiguration()
    configuration.initialLaw = law
    configuration.initialScale = scale
    let parameters = configuration.initialParameters(layout: layout, seed: 11, index: 2)
    #expect(layout.biases(ofLayer: layer).allSatisfy { parameters[$0] == 0 })
    return Array(parameters[layout.weights(ofLayer: layer)])
  }

  /// The variances in the two layers; cut at 2 σ, a normal law keeps 0.7737413 of its variance.
  static let variances: [(InitialLaw, Double, Double)] = [
    (.truncatedNormal, 0.7737413 / 60, 0.7737413 / 90),
    (.truncatedNormalFanOut, 0.7737413 / 90, 0.7737413 / 30),
    (.glorotNormal, 2 / 150, 2 / 120),
    (.glorotUniform, 2 / 150, 2 / 120),
    (.heNormal, 2 / 60, 2 / 90),
    (.orthogonal, 1 / 90, 1 / 90),
  ]

  /// The standard error of a mean square of n normal variates is √(2/n) of it; 5 are allowed, for
  /// lighter tails all the more.
  @Test("have the variance that their formula says", arguments: variances)
  func variance(law: InitialLaw, first: Double, second: Double) {
    for (layer, expected) in [(1, first), (2, second)] {
      let weights = Self.weights(law, layer: layer)
      let square = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      #expect(abs(square / expected - 1) < 5 * (2 / Double(weights.count)).squareRoot())
    }
  }

  @Test("stay within their bounds")
  func bounds() {
    let cut = Self.weights(.truncatedNormal, layer: 1).map(abs).max() ?? 0
    #expect(cut <= 2 / 60.0.squareRoot() && cut > 1.9 / 60.0.squareRoot())
    let uniform = Self.weights(.glorotUniform, layer: 2).map(abs).max() ?? 0
    #expect(uniform <= (6.0 / 120).squareRoot())
  }

  @Test("make orthonormal rows or columns, whichever are fewer")
  func orthogonal() {
    let tall = Self.weights(.orthogonal, layer: 1)
    let wide = Self.weights(.orthogonal, layer: 2)
    for i in 0..<30 {
      for j in 0..<30 {
        var (columns, rows) = (0.0, 0.0)
        for k in 0..<90 {
          columns += tall[k * 60 + i] * tall[k * 60 + j]
          rows += wide[i * 90 + k] * wide[j * 90 + k]
        }
        let expected = i == j ? 1.0 : 0.0
        #expect(abs(columns - expected) < 1e-13)
        #expect(abs(rows - expected) < 1e-13)
      }
    }
  }

  @Test("are scaled by the initial scale", arguments: InitialLaw.allCases)
  func scale(law: InitialLaw) {
    let plain = Self.weights(law, layer: 1)
    #expect(Self.weights(law, layer: 1, scale: 4) == plain.map { 4 * $0 })
  }
}

@Suite("The labels of a training")
struct TrainingSplitTests {
  static func split(_ change: (inout DataConfiguration) -> Void) -> TrainingSplit {
    var configuration = DataConfiguration()
    change(&configuration)
    return TrainingSplit(
      patterns: SphericalRule.patterns(
        rule: configuration.rule, softness: configuration.softness), configuration: configuration,
      seed: 3, index: 1)
  }

  @Test("are those of the hard rule, on a random subset of the right size")
  func hardRule() {
    let split = Self.split { _ in }
    #expect(split.trainingPatterns.count == 3482)
    #expect((split.trainingPatterns + split.testPatterns).sorted() == Array(0..<4096))
    for pattern in 0..<4096 {
      let label = SphericalRule.invariants(of: pattern).value >= 120 ? 1 : 0
      #expect(split.labels[pattern] == label)
    }
    #expect(split.membership.reduce(0) { $0 + Int($1) } == 3482)
  }

  @Test("follow the probabilities of the soft rule")
  func softRule() {
    // The number of ones is a sum of independent draws; 5 of its standard deviations are allowed.
    let split = Self.split {
      $0.rule = .soft
      $0.softness = 0.2
    }
    var (mean, variance) = (0.0, 0.0)
    for pattern in 0..<4096 {
      let value = SphericalRule.invariants(of: pattern).value
      let p = SphericalRule.probability(value: value, rule: .soft, softness: 0.2)
      mean += p
      variance += p * (1 - p)
    }
    #expect(abs(Double(split.labels.reduce(0, +)) - mean) < 5 * variance.squareRoot())
    #expect(split.labels != Self.split { _ in }.labels)
  }

  @Test("keep their frequencies but not their places when shuffled")
  func shuffled() {
    let kept = Self.split { _ in }
    let shuffled = Self.split { $0.labels = .shuffled }
    #expect(kept.trainingPatterns == shuffled.trainingPatterns)
    func ones(_ split: TrainingSplit) -> Int {
      split.trainingPatterns.reduce(0) { $0 + split.labels[$1] }
    }
    #expect(ones(kept) == ones(shuffled))
    #expect(kept.testPatterns.allSatisfy { kept.labels[$0] == shuffled.labels[$0] })
    // Half of the labels agree by chance: the standard deviation of the fraction is 0.0085.
    let agreeing = kept.trainingPatterns.count { kept.labels[$0] == shuffled.labels[$0] }
    #expect(abs(Double(agreeing) / 3482 - 0.5) < 5 * 0.0085)
  }

  @Test("are replaced with the probability of the noise, half of them by the other class")
  func noise() {
    let kept = Self.split { _ in }
    let noisy = Self.split { $0.labelNoise = 0.3 }
    let changed = kept.trainingPatterns.count { kept.labels[$0] != noisy.labels[$0] }
    // A binomial fraction of 0.15 with 3482 trials has the standard deviation 0.00605.
    #expect(abs(Double(changed) / 3482 - 0.15) < 5 * 0.00605)
    #expect(kept.testPatterns.allSatisfy { kept.labels[$0] == noisy.labels[$0] })
  }
}
