import NeuralNetworks

/// What is in the data of an experiment.
struct DataSummary: Codable, Equatable, Sendable {
  /// One class.
  struct Class: Codable, Equatable, Sendable {
    var label: String
    /// The number of patterns; for probable labels, its expectation.
    var patterns: Double
    var fraction: Double
  }

  /// The symmetry of the spherical rule.
  struct Spherical: Codable, Equatable, Sendable {
    /// The number of different values of f.
    var values: Int
    /// The number of different counts (n, a, c) of vertices, adjacent and antipodal pairs.
    var invariants: Int
    /// The number of orbits under rotations.
    var rotationOrbits: Int
    /// The number of orbits under rotations and reflections.
    var symmetryOrbits: Int
  }

  /// What was drawn for a random Boolean rule.
  struct Boolean: Codable, Equatable, Sendable {
    var kind: String
    /// The features that the label depends on.
    var relevantInputs: [Int]
  }

  var source: String
  var patterns: Int
  var distinctInputs: Int
  var trainingPatterns: Int
  var features: Int
  var constantFeatures: Int
  var leastFeature: Double
  var greatestFeature: Double
  var labelEntropyBits: Double
  var mutualInformationBits: Double
  var digest: String
  var classes: [Class]
  var spherical: Spherical?
  var boolean: Boolean?

  init(_ data: ExperimentData, _ configuration: TrainingConfiguration) throws {
    let table = data.patterns
    source =
      configuration.data.source == .file
      ? configuration.data.file.path : configuration.data.source.rawValue
    patterns = table.patternCount
    distinctInputs = table.patternsByInput.count
    trainingPatterns = configuration.data.trainingSetSize(of: table.patternCount)
    features = table.featureCount
    constantFeatures = (0..<table.featureCount).count { feature in
      stride(from: feature, to: table.inputs.count, by: table.featureCount)
        .allSatisfy { table.inputs[$0] == table.inputs[feature] }
    }
    leastFeature = table.inputs.min() ?? 0
    greatestFeature = table.inputs.max() ?? 0
    labelEntropyBits = table.labelEntropy
    mutualInformationBits = table.mutualInformation
    digest = data.digest
    classes = zip(data.classNames, table.classFrequencies).map {
      Class(label: $0, patterns: $1 * Double(table.patternCount), fraction: $1)
    }
    try addRule(of: configuration)
  }

  private mutating func addRule(of configuration: TrainingConfiguration) throws {
    switch configuration.data.source {
    case .spherical:
      let invariants = Set((0..<SphericalRule.patternCount).map(SphericalRule.invariants))
      spherical = Spherical(
        values: Set(invariants.map(\.value)).count, invariants: invariants.count,
        rotationOrbits: SphericalRule.rotationOrbitCount,
        symmetryOrbits: SphericalRule.symmetryOrbitCount)
    case .boolean:
      let rule = try BooleanRule(configuration.data.boolean, seed: configuration.seed)
      boolean = Boolean(
        kind: configuration.data.boolean.kind.rawValue, relevantInputs: rule.relevantInputs)
    case .file: break
    }
  }
}
