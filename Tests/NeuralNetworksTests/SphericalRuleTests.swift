import NeuralNetworks
import Testing

@Suite("The spherical rule")
struct SphericalRuleTests {
  @Test("labels 2118 of the 4096 patterns 1")
  func ones() {
    let patterns = SphericalRule.patterns(rule: .hard, softness: 1)
    let ones = (0..<4096).reduce(0) { $0 + patterns.classProbabilities[2 * $1 + 1] }
    #expect(ones == 2118)
    #expect(patterns.patternCount == 4096)
  }

  @Test("has 64 triples of invariants and 44 values")
  func invariants() {
    let invariants = (0..<4096).map(SphericalRule.invariants(of:))
    #expect(Set(invariants).count == 64)
    #expect(Set(invariants.map(\.value)).count == 44)
  }

  @Test("reads bit 0 as the most significant bit of the row index")
  func bitOrder() {
    let patterns = SphericalRule.patterns(rule: .hard, softness: 1)
    #expect(
      Array(patterns.inputs[12 * 2048..<12 * 2049]) == [1] + [Double](repeating: 0, count: 11))
    #expect(SphericalRule.contains(11, in: 1))
    #expect(SphericalRule.invariants(of: 1 << 11 | 1 << 2).antipodalPairs == 1)
  }

  @Test("gives every vertex five neighbours and one opposite")
  func degrees() {
    for vertex in 0..<12 {
      let neighbours = SphericalRule.adjacentPairs.count { $0.0 == vertex || $0.1 == vertex }
      let opposites = SphericalRule.antipodalPairs.count { $0.0 == vertex || $0.1 == vertex }
      #expect(neighbours == 5 && opposites == 1)
    }
  }

  @Test("has a label entropy of 0.999157 bit")
  func labelEntropy() {
    let patterns = SphericalRule.patterns(rule: .hard, softness: 1)
    #expect(abs(patterns.labelEntropy - 0.999157) < 5e-7)
    #expect(abs(patterns.mutualInformation - patterns.labelEntropy) < 1e-12)
  }

  @Test(
    "tells the published information about its soft label",
    arguments: [(8.2542, 0.990), (0.91431, 0.900)])
  func mutualInformation(softness: Double, information: Double) {
    let patterns = SphericalRule.patterns(rule: .soft, softness: softness)
    #expect(abs(patterns.mutualInformation - information) < 5e-5)
  }
}

@Suite("A table of labelled patterns")
struct LabelledPatternsTests {
  @Test("takes one class per pattern")
  func classes() throws {
    let patterns = try LabelledPatterns(
      inputs: [0, 1, 2, 3, 4, 5], featureCount: 2, classes: [2, 0, 2], classCount: 3)
    #expect(patterns.classProbabilities == [0, 0, 1, 1, 0, 0, 0, 0, 1])
    #expect(patterns.patternCount == 3)
  }

  @Test("refuses a class that does not exist")
  func unknownClass() {
    #expect(
      throws: TrainingError.invalidPattern(pattern: 1, reason: "its class 2 is not from 0 to 1")
    ) {
      try LabelledPatterns(inputs: [0, 1], featureCount: 1, classes: [0, 2], classCount: 2)
    }
  }

  @Test("refuses arrays that do not fit", arguments: [[0.0], [0, 1, 2]])
  func wrongCount(inputs: [Double]) {
    #expect(throws: TrainingError.self) {
      try LabelledPatterns(
        inputs: inputs, featureCount: 2, classProbabilities: [1, 0], classCount: 2)
    }
  }

  @Test("refuses inputs and probabilities without meaning")
  func invalidValues() {
    #expect(throws: TrainingError.self) {
      try LabelledPatterns(
        inputs: [.nan], featureCount: 1, classProbabilities: [1, 0], classCount: 2)
    }
    for probabilities in [[0.5, 0.4], [-0.5, 1.5]] {
      #expect(throws: TrainingError.self) {
        try LabelledPatterns(
          inputs: [1], featureCount: 1, classProbabilities: probabilities, classCount: 2)
      }
    }
  }

  @Test("with equal inputs of different labels has less information than entropy")
  func duplicates() throws {
    let patterns = try LabelledPatterns(
      inputs: [0, 0, 1, 2], featureCount: 1, classes: [0, 1, 1, 0], classCount: 2)
    #expect(patterns.patternsByInput == [[0, 1], [2], [3]])
    #expect(abs(patterns.labelEntropy - 1) < 1e-15)
    #expect(abs(patterns.mutualInformation - 0.5) < 1e-15)
  }

  @Test("too small for the training fraction is refused with the numbers")
  func tooFew() throws {
    let patterns = try LabelledPatterns(
      inputs: (0..<10).map(Double.init), featureCount: 1, classes: (0..<10).map { $0 % 2 },
      classCount: 2)
    let error = try #require(throws: TrainingError.self) {
      try NetworkEnsemble(TrainingConfiguration(), patterns: patterns)
    }
    for text in ["trainingFraction", "10", "9", "14"] { #expect("\(error)".contains(text)) }
  }
}
