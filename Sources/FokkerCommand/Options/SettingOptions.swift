import ArgumentParser

/// Options that change a key of the configuration.
struct SettingOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set any key of the experiment, such as training.epochs=500; may be repeated.",
      valueName: "section.key=value"))
  var assignments: [String] = []

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64?

  /// Applies the options in the order: named ones, then --set.
  func apply<Configuration: ConfigurationTree>(
    to reader: inout ConfigurationReader<Configuration>
  ) throws {
    if let seed {
      for key in Configuration.seedKeys {
        try reader.set(key, to: "\(seed)", source: "--seed")
      }
    }
    for assignment in assignments { try reader.set(assignment: assignment) }
  }

  /// A configuration with the options laid over it, checked.
  func resolve(
    _ base: ExperimentConfiguration, _ source: String
  ) throws -> ExperimentConfiguration {
    try base.validate()
    var reader = try ConfigurationReader(base: base)
    try apply(to: &reader)
    return try reader.validOptions(source: source)
  }
}

/// Options that change what is trained.
struct TrainingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The number of networks.")
  var networks: Int?

  @Option(parsing: .unconditional, help: "The number of passes through the training set.")
  var epochs: Int?

  @Option(parsing: .unconditional, help: "The optimiser's step η, per batch.")
  var learningRate: Double?

  @Option(parsing: .unconditional, help: "The number of patterns in a mini-batch.")
  var batchSize: Int?

  @Option(help: "The optimiser: sgd, gradientDescent, momentum, adam.")
  var optimizer: String?

  /// Applies the options that were given.
  func apply(to reader: inout ConfigurationReader<ExperimentConfiguration>) throws {
    try reader.set([
      ("training.networks", networks.map { "\($0)" }, "--networks"),
      ("training.epochs", epochs.map { "\($0)" }, "--epochs"),
      ("training.optimizer.learningRate", learningRate.map { "\($0)" }, "--learning-rate"),
      ("training.optimizer.batchSize", batchSize.map { "\($0)" }, "--batch-size"),
      ("training.optimizer.kind", optimizer, "--optimizer"),
    ])
  }
}

/// What experiment a command is about: a preset, a file over it, options over both.
struct ExperimentOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "An experiment file (YAML), whose keys override the preset; or a run directory to go on; or "
        + "a table to learn (CSV, NPZ, IDX)."))
  var experiment: String?

  @Option(
    help: ArgumentHelp(
      "A built-in experiment: "
        + Preset.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: "; ") + "."))
  var preset: Preset?

  @OptionGroup(title: "Training")
  var training: TrainingOptions

  @OptionGroup(title: "Settings")
  var settings: SettingOptions

  mutating func validate() throws {
    guard experiment != nil || preset != nil else {
      throw ValidationError(
        "Name an experiment file or a preset, such as: fokker run --preset quick")
    }
  }

  /// The resolved and checked configuration.
  func configuration() throws -> ExperimentConfiguration {
    let base = try runToContinue?.readConfiguration() ?? (preset ?? .tishby).configuration
    var reader = try ConfigurationReader(base: base)
    if let experiment, try runToContinue == nil {
      if DataFileFormat.isData(experiment) {
        try reader.set(dataFile: experiment)
      } else {
        try reader.overlay(yaml: try readText(of: experiment), source: experiment)
      }
    }
    let source = experiment ?? "the preset"
    try reader.configuration(source: source).validate()
    try training.apply(to: &reader)
    try settings.apply(to: &reader)
    return try reader.validOptions(source: "--set")
  }

  /// Throws when the argument names a run that began with a gradient log.
  func requirePatterns() throws { try runToContinue?.requirePatterns() }

  /// The run that the argument names, if it is a directory.
  private var runToContinue: RunDirectory? {
    get throws {
      guard let experiment, isDirectory(experiment) else { return nil }
      return try RunDirectory(opening: experiment)
    }
  }

  /// The name of the run directory when no --output is given.
  var defaultOutput: String {
    if let experiment, isDirectory(experiment) { return experiment }
    guard let experiment else { return "fokker-\(preset?.rawValue ?? "run")" }
    let name = experiment.split(separator: "/").last.map(String.init) ?? experiment
    return "fokker-" + (name.split(separator: ".").first.map(String.init) ?? name)
  }
}
