import Archives
import NeuralNetworks

/// What the networks of an experiment learn from, wherever it comes from.
struct ExperimentData: Sendable {
  /// The patterns with the probabilities of their classes.
  let patterns: LabelledPatterns
  /// The name of every class.
  let classNames: [String]
  /// The name of every feature.
  let featureNames: [String]

  /// Makes or reads the data of an experiment.
  ///
  /// - Parameter configuration: The experiment.
  /// - Throws: `TrainingError` when a parameter is out of its range, and ``CommandFailure`` or
  ///   `ArchiveError` that names the file and the place in it when it cannot be used.
  init(_ configuration: ExperimentConfiguration) throws {
    let training = configuration.training
    switch training.data.source {
    case .spherical, .boolean:
      patterns = try training.data.patterns(seed: training.seed)
      classNames = ["0", "1"]
      featureNames = DataTable.featureNames(shape: [patterns.featureCount])
    case .file:
      let table = try DataTable(training.data.file)
      let classes = try LabelClasses(table)
      featureNames = table.featureNames
      classNames = classes.names
      patterns = try LabelledPatterns(
        inputs: training.data.file.scaling.scaled(
          table.inputs, featureCount: table.featureNames.count),
        featureCount: table.featureNames.count, classes: classes.indices,
        classCount: classes.names.count)
    }
  }

  /// A line about the data.
  var summary: String {
    "\(patterns.patternCount) patterns, \(patterns.featureCount) features, "
      + "\(patterns.classCount) classes: \(shortList(classNames))"
  }

  /// The 64-bit FNV-1a hash of the shape, the inputs and the class probabilities, as 16 hexadecimal
  /// digits.
  ///
  /// It depends on what the networks see alone: the same table in another format or place has the
  /// same digest.
  var digest: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash = (hash ^ (word >> shift & 0xFF)) &* 0x0000_0100_0000_01B3
      }
    }
    for count in [patterns.patternCount, patterns.featureCount, patterns.classCount] {
      add(UInt64(count))
    }
    for value in patterns.inputs { add(value.bitPattern) }
    for value in patterns.classProbabilities { add(value.bitPattern) }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Dataset {
  /// Adds what identifies the data that networks were trained on.
  mutating func addIdentity(of data: ExperimentData) {
    attributes["data_digest"] = .string(data.digest)
    attributes["class_names"] = .strings(data.classNames)
  }
}
