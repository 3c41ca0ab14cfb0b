/// A family of random Boolean functions.
public enum BooleanRuleKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// A random truth table: the patterns with label 1 are a uniformly random set.
  case table
  /// A random half space: y = 1 exactly when Σ wᵢ xᵢ is above a threshold, with normal weights wᵢ.
  case threshold
  /// The parity, y = Σ xᵢ mod 2, of some randomly chosen bits.
  case parity
  /// A random truth table of some randomly chosen bits; the others do not matter.
  case junta
}

/// A random Boolean function of binary words, which is drawn from the seed of the training.
///
/// All networks of an ensemble learn the same rule.
public struct BooleanRuleConfiguration: Hashable, Codable, Sendable {
  /// The family from which the rule is drawn.
  public var kind = BooleanRuleKind.table
  /// The number n of bits of a pattern, from 1 to 16; the patterns are all 2ⁿ words.
  public var inputs = 12
  /// The fraction of ones in the truth table, above 0 and below 1, to the nearest pattern; a parity
  /// has one half and does not use it.
  public var fractionOfOnes = 0.5
  /// The number of bits that a parity or a junta depends on, from 1 to `inputs`; the other rules
  /// depend on all and do not use it.
  public var relevantInputs = 3
  /// Which of the rules of a seed is taken, from 0; another number gives another rule for the same
  /// networks.
  public var draw = 0

  /// Creates the configuration of a random truth table of twelve bits, half of it ones.
  public init() {}

  /// The number of bits that the rule is drawn for.
  var tableInputs: Int {
    switch kind {
    case .table, .threshold: inputs
    case .parity, .junta: relevantInputs
    }
  }

  /// The number of ones among the 2ᵏ words of the bits that the rule is drawn for.
  var numberOfOnes: Int {
    let words = 1 << tableInputs
    return kind == .parity ? words / 2 : Int((fractionOfOnes * Double(words)).rounded())
  }

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try require((1...16).contains(inputs), "boolean.inputs", inputs, "choose 1 to 16 bits")
    if kind == .parity || kind == .junta {
      try require(
        (1...inputs).contains(relevantInputs), "boolean.relevantInputs", relevantInputs,
        "choose 1 to \(inputs) of the \(inputs) bits")
    }
    try require((0..<1 << 48).contains(draw), "boolean.draw", draw, "choose a number from 0 on")
    try require(
      fractionOfOnes > 0 && fractionOfOnes < 1, "boolean.fractionOfOnes", fractionOfOnes,
      "choose a fraction above 0 and below 1")
    try require(
      numberOfOnes > 0 && numberOfOnes < 1 << tableInputs, "boolean.fractionOfOnes",
      fractionOfOnes,
      "among \(1 << tableInputs) words it makes all labels equal, so choose one nearer to 0.5")
  }
}
