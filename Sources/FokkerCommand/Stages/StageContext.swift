import Archives
import NeuralNetworks

/// What a stage needs to do its work.
struct StageContext: Sendable {
  /// Where the files are.
  let run: RunDirectory
  /// What is asked for.
  let configuration: ExperimentConfiguration
  /// How many pieces of work run at the same time.
  let threads: Int
  /// Where progress is shown.
  let progress: ProgressReporter
  /// The time between two checkpoints of a network in training.
  var checkpointInterval = Duration.seconds(20)

  /// Reads the file of an earlier stage and makes sure that it belongs to the configuration.
  func input(_ stage: Stage, variables: [String]? = nil) throws -> Dataset {
    let path = run.file(of: stage)
    guard run.holds(stage) else {
      throw CommandFailure(
        .inputOutput,
        "\(run.path) holds no \(stage.fileName) yet; make it with 'fokker \(stage) \(run.path)'.")
    }
    if let difference = try StageStamp.difference(in: run, stage, from: configuration) {
      throw CommandFailure(
        .badData,
        "\(path) was made with \(difference.path) = \(difference.stored), but it is "
          + "\(difference.current) now; make it again with 'fokker \(stage) \(run.path) --force'.")
    }
    guard let variables else { return try NetCDF.read(path) }
    return try NetCDF.read(path, variables: variables)
  }

  /// An empty dataset that says where it comes from.
  func dataset(_ title: String, _ stage: Stage) throws -> Dataset {
    var provenance = Provenance()
    provenance.title = "\(configuration.title): \(title)"
    provenance.version = fokkerVersion
    provenance.action = stage.rawValue
    provenance.configuration = try ConfigurationReader.text(of: configuration)
    provenance.seed = configuration.training.seed
    var attributes = provenance.attributes
    if stage != .train, run.holds(.train), let digest = try run.dataDigest {
      attributes["data_digest"] = .string(digest)
    }
    return Dataset(attributes: attributes)
  }

  /// Writes the file of a stage, whole or not at all.
  func write(_ dataset: Dataset, _ stage: Stage) throws {
    try NetCDF.write(dataset, to: run.file(of: stage), overwrite: true)
  }
}

/// The version of the program, written into every file.
let fokkerVersion = "0.1.0"
