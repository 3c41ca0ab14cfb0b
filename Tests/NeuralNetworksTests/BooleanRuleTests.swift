import NeuralNetworks
import Testing

@Suite("Random Boolean rules")
struct BooleanRuleTests {
  static func configuration(
    _ kind: BooleanRuleKind, inputs: Int = 8, ones: Double = 0.5, relevant: Int = 3, draw: Int = 0
  ) -> BooleanRuleConfiguration {
    var configuration = BooleanRuleConfiguration()
    configuration.kind = kind
    configuration.inputs = inputs
    configuration.fractionOfOnes = ones
    configuration.relevantInputs = relevant
    configuration.draw = draw
    return configuration
  }

  @Test(
    "have exactly the wanted fraction of ones", arguments: BooleanRuleKind.allCases, [0.25, 0.5])
  func fraction(kind: BooleanRuleKind, ones: Double) throws {
    let rule = try BooleanRule(Self.configuration(kind, ones: ones), seed: 7)
    let expected = kind == .parity ? 128 : Int(ones * 256)
    #expect(rule.labels.count { $0 == 1 } == expected)
    #expect(rule.labels.count == 256)
  }

  @Test("encode pattern i as its binary digits, the most significant first, as the spherical rule")
  func encoding() throws {
    let rule = try BooleanRule(Self.configuration(.table, inputs: 12), seed: 1)
    let spherical = SphericalRule.patterns(rule: .hard, softness: 1)
    #expect(rule.patterns.inputs == spherical.inputs)
    for pattern in [0, 1, 77, 4095] {
      #expect(
        rule.patterns.classProbabilities[2 * pattern + 1] == Double(rule.labels[pattern]))
    }
    #expect(abs(rule.patterns.labelEntropy - 1) < 1e-12)
  }

  @Test(
    "of few bits depend on no other bit", arguments: [BooleanRuleKind.parity, .junta], [1, 3, 8])
  func relevance(kind: BooleanRuleKind, count: Int) throws {
    let rule = try BooleanRule(Self.configuration(kind, relevant: count), seed: 5)
    #expect(rule.relevantInputs.count == count && Set(rule.relevantInputs).count == count)
    for bit in 0..<8 {
      let mask = 1 << (7 - bit)
      let sensitive = (0..<256).count { rule.labels[$0] != rule.labels[$0 ^ mask] }
      if !rule.relevantInputs.contains(bit) {
        #expect(sensitive == 0)
      } else if kind == .parity {
        #expect(sensitive == 256)
      }
    }
  }

  @Test("of the threshold kind are monotone in every bit, up or down")
  func halfSpace() throws {
    let rule = try BooleanRule(Self.configuration(.threshold, ones: 0.3), seed: 11)
    for bit in 0..<8 {
      let mask = 1 << (7 - bit)
      let pairs = (0..<256).filter { $0 & mask == 0 }.map { ($0, $0 | mask) }
      let rises = pairs.contains { rule.labels[$0.0] < rule.labels[$0.1] }
      let falls = pairs.contains { rule.labels[$0.0] > rule.labels[$0.1] }
      #expect(!(rises && falls), "bit \(bit)")
    }
  }

  @Test("are functions of the seed and the draw", arguments: BooleanRuleKind.allCases)
  func seeds(kind: BooleanRuleKind) throws {
    let first = try BooleanRule(Self.configuration(kind, inputs: 10), seed: 1)
    #expect(try BooleanRule(Self.configuration(kind, inputs: 10), seed: 1) == first)
    let others = try (2..<8).map { try BooleanRule(Self.configuration(kind, inputs: 10), seed: $0) }
    #expect(others.contains { $0.labels != first.labels })
    let drawn = try (1..<7).map {
      try BooleanRule(Self.configuration(kind, inputs: 10, draw: $0), seed: 1)
    }
    #expect(drawn.contains { $0.labels != first.labels })
  }

  @Test("do not share the symmetry of the icosahedron")
  func noSymmetry() throws {
    let rule = try BooleanRule(Self.configuration(.table, inputs: 12), seed: 3)
    let orbits = Dictionary(grouping: 0..<4096) { SphericalRule.invariants(of: $0) }
    #expect(orbits.values.contains { orbit in Set(orbit.map { rule.labels[$0] }).count == 2 })
  }

  @Test("name the parameter that is out of range")
  func invalidParameters() {
    func parameter(_ configuration: BooleanRuleConfiguration) -> String? {
      do {
        try configuration.validate()
        return nil
      } catch {
        guard case .invalidParameter(let name, _, _) = error else { return "\(error)" }
        return name
      }
    }
    #expect(parameter(Self.configuration(.table)) == nil)
    #expect(parameter(Self.configuration(.table, inputs: 0)) == "boolean.inputs")
    #expect(parameter(Self.configuration(.table, inputs: 17)) == "boolean.inputs")
    #expect(parameter(Self.configuration(.table, ones: 1)) == "boolean.fractionOfOnes")
    #expect(parameter(Self.configuration(.table, ones: 0.001)) == "boolean.fractionOfOnes")
    #expect(parameter(Self.configuration(.parity, relevant: 9)) == "boolean.relevantInputs")
    #expect(parameter(Self.configuration(.junta, relevant: 0)) == "boolean.relevantInputs")
    #expect(parameter(Self.configuration(.table, inputs: 2, relevant: 3)) == nil)
    #expect(parameter(Self.configuration(.table, draw: -1)) == "boolean.draw")
  }

  @Test("are what an ensemble learns when the configuration says so")
  func ensemble() throws {
    var configuration = TrainingConfiguration()
    configuration.data.source = .boolean
    configuration.data.boolean.inputs = 9
    let ensemble = try NetworkEnsemble(configuration)
    #expect(ensemble.layout.widths.first == 9 && ensemble.patterns.patternCount == 512)
    configuration.seed = 2
    #expect(try NetworkEnsemble(configuration).patterns != ensemble.patterns)

    configuration.data.source = .file
    configuration.data.file.path = "digits.csv"
    #expect(throws: TrainingError.self) { try NetworkEnsemble(configuration) }
    configuration.data.file.path = ""
    #expect(throws: TrainingError.self) { try configuration.validate() }
    configuration.data.source = .spherical
    configuration.data.file.path = "digits.csv"
    #expect(throws: TrainingError.self) { try configuration.validate() }
  }
}
