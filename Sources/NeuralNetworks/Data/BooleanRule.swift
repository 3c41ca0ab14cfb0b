internal import RandomStreams

/// A random Boolean function of all binary words of n bits.
///
/// A pattern from 0 to 2ⁿ − 1 is written in binary with bit 0 as the most significant one, as
/// ``SphericalRule`` does. Unlike that rule, it has no symmetry under rotations to be found.
///
/// ## Reference
///
/// R. O'Donnell, *Analysis of Boolean Functions*, Cambridge University Press (2014).
public struct BooleanRule: Hashable, Sendable {
  /// The number n of bits.
  public let inputCount: Int
  /// The bits that the rule was drawn for, in increasing order.
  public let relevantInputs: [Int]
  /// The label of every pattern, 0 or 1.
  public let labels: [UInt8]

  /// Draws a rule.
  ///
  /// - Parameters:
  ///   - configuration: The family and its parameters.
  ///   - seed: The seed of all randomness.
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` when a parameter of the
  ///   configuration is out of its range.
  public init(_ configuration: BooleanRuleConfiguration, seed: UInt64) throws(TrainingError) {
    try configuration.validate()
    let (inputs, relevant) = (configuration.inputs, configuration.tableInputs)
    var stream = RandomStream(seed: seed, purpose: .rules, index: UInt64(configuration.draw))
    let bits = stream.permutation(of: inputs).prefix(relevant).sorted()
    let table = Self.table(configuration, &stream)
    inputCount = inputs
    relevantInputs = bits
    labels = (0..<1 << inputs).map { pattern in
      table[bits.reduce(0) { $0 << 1 | Self.bit($1, of: pattern, inputCount: inputs) }]
    }
  }

  /// The truth table of the bits that the rule depends on.
  private static func table(
    _ configuration: BooleanRuleConfiguration, _ stream: inout RandomStream
  ) -> [UInt8] {
    let inputs = configuration.tableInputs
    let words = 1 << inputs
    let order: [Int]
    switch configuration.kind {
    case .parity: return (0..<words).map { UInt8($0.nonzeroBitCount & 1) }
    case .table, .junta: order = stream.permutation(of: words)
    case .threshold:
      let weights = (0..<inputs).map { _ in stream.normal() }
      let sums = (0..<words).map { word in
        weights.indices.reduce(0.0) {
          $0 + (bit($1, of: word, inputCount: inputs) == 1 ? weights[$1] : 0)
        }
      }
      order = (0..<words).sorted { (sums[$0], $0) > (sums[$1], $1) }
    }
    var table = [UInt8](repeating: 0, count: words)
    for word in order.prefix(configuration.numberOfOnes) { table[word] = 1 }
    return table
  }

  /// Bit `index` of a pattern, counted from the most significant one.
  private static func bit(_ index: Int, of pattern: Int, inputCount: Int) -> Int {
    pattern >> (inputCount - 1 - index) & 1
  }

  /// All 2ⁿ patterns with the probabilities of their two labels, 0 or 1.
  public var patterns: LabelledPatterns {
    let inputs = (0..<1 << inputCount).flatMap { pattern in
      (0..<inputCount).map { Double(Self.bit($0, of: pattern, inputCount: inputCount)) }
    }
    return LabelledPatterns(
      uncheckedInputs: inputs, featureCount: inputCount,
      classProbabilities: labels.flatMap { $0 == 1 ? [0, 1] : [1, 0] }, classCount: 2)
  }
}
