/// Where the patterns and their labels come from.
public enum DataSource: String, Codable, CaseIterable, Hashable, Sendable {
  /// The subsets of the vertices of an icosahedron, labelled by ``SphericalRule``.
  case spherical
  /// All binary words of some length, labelled by a random ``BooleanRule``.
  case boolean
  /// A table in a file, which the caller reads.
  case file
}

/// How the label of a pattern follows from the value of the spherical rule.
public enum LabelRule: String, Codable, CaseIterable, Hashable, Sendable {
  /// y = 1 exactly when f ≥ 120.
  case hard
  /// p(y = 1 | x) = 1/(1 + exp(−γ (f − 119.5))); every network draws its own labels.
  case soft
}

/// What happens to the labels of the training patterns before training.
public enum LabelTreatment: String, Codable, CaseIterable, Hashable, Sendable {
  /// They stay with their patterns.
  case kept
  /// They are permuted at random among the network's training patterns, so that nothing but their
  /// frequencies can be learnt.
  case shuffled
}

/// What the networks learn from.
public struct DataConfiguration: Hashable, Codable, Sendable {
  /// Where the patterns and their labels come from.
  public var source = DataSource.spherical
  /// Whether the label is a step of the spherical rule's f or a smooth function of it.
  public var rule = LabelRule.hard
  /// The slope γ of the soft rule, per unit of f; the hard rule does not use it.
  ///
  /// 8.2542 gives I(X;Y) = 0.990 bit and 0.91431 gives 0.900 bit.
  public var softness = 8.2542
  /// The random rule; used when `source` is `boolean`.
  public var boolean = BooleanRuleConfiguration()
  /// The table; used when `source` is `file`.
  public var file = DataFileConfiguration()
  /// The fraction of all patterns that a network is trained on, from 0 (excluded) to 1.
  public var trainingFraction = 0.85
  /// What happens to the labels of the training patterns; those of the test patterns stay.
  public var labels = LabelTreatment.kept
  /// The probability from 0 to 1 that a training label is replaced by one drawn uniformly from all
  /// classes; those of the test patterns stay.
  public var labelNoise = 0.0

  /// Creates the configuration of the published experiment.
  public init() {}

  /// The patterns of a rule with the probabilities of their labels.
  ///
  /// - Parameter seed: The seed of all randomness, from which a random rule is drawn.
  /// - Returns: All patterns that the rule labels.
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` when the source is a file,
  ///   since files are read elsewhere, or when a parameter is out of its range.
  public func patterns(seed: UInt64) throws(TrainingError) -> LabelledPatterns {
    try validate()
    switch source {
    case .spherical: return SphericalRule.patterns(rule: rule, softness: softness)
    case .boolean: return try BooleanRule(boolean, seed: seed).patterns
    case .file:
      throw .invalidParameter(
        name: "source", value: source.rawValue,
        remedy: "read the file first and create the ensemble with its patterns")
    }
  }

  /// The number of training patterns out of `patternCount`, to the nearest integer.
  public func trainingSetSize(of patternCount: Int) -> Int {
    Int((trainingFraction * Double(patternCount)).rounded())
  }

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try require(
      softness.isFinite && softness > 0, "softness", softness, "choose a positive finite slope")
    try require(
      trainingFraction > 0 && trainingFraction <= 1, "trainingFraction", trainingFraction,
      "choose a fraction above 0 and at most 1")
    try require(
      (0...1).contains(labelNoise), "labelNoise", labelNoise, "choose a probability from 0 to 1")
    try validateSource()
  }

  private func validateSource() throws(TrainingError) {
    if source == .boolean { try boolean.validate() }
    try require(
      source != .file || !file.path.isEmpty, "file.path", "empty",
      "name the CSV, NPZ or IDX file that holds the data")
    try require(
      source == .file || file.path.isEmpty, "file.path", file.path,
      "set source to file if the data are to be read from it")
  }
}
