import Archives
import NeuralNetworks

/// The kinds of files that hold a table.
enum DataFileFormat: Hashable, Sendable {
  case csv
  case arrays
  case idx

  /// The format by the extension of the name, or by the first bytes.
  init(path: String) throws {
    if let format = try? ArchiveFormat(path: path) {
      self = format == .csv ? .csv : .arrays
    } else if try IDX.recognises(path) {
      self = .idx
    } else {
      throw CommandFailure(
        .badData,
        "\(path) is not a file of data: its name ends in none of .csv, .npz and .nc, and it does "
          + "not begin like an IDX file.")
    }
  }

  /// Whether a path names a table rather than an experiment file.
  static func isData(_ path: String) -> Bool {
    let recognised = try? IDX.recognises(path)
    return (try? ArchiveFormat(path: path)) != nil || recognised ?? false
  }

  /// Throws when a key is given that belongs to another format.
  func checkKeys(of configuration: DataFileConfiguration) throws {
    let keys: [(name: String, value: String, format: DataFileFormat, meaning: String)] = [
      ("labelColumn", configuration.labelColumn, .csv, "CSV tables"),
      ("inputArray", configuration.inputArray, .arrays, ".npz and .nc files"),
      ("labelArray", configuration.labelArray, .arrays, ".npz and .nc files"),
      ("labelPath", configuration.labelPath, .idx, "IDX files"),
    ]
    for key in keys where !key.value.isEmpty && key.format != self {
      throw CommandFailure(
        .badData,
        "training.data.file.\(key.name) is for \(key.meaning), but the data are in "
          + "\(configuration.path); leave it out.")
    }
  }
}

extension ConfigurationReader<ExperimentConfiguration> {
  /// Makes a table what the networks learn.
  mutating func set(dataFile path: String) throws {
    func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    try set("title", to: quoted("Drift-diffusion analogy on \(name)"), source: path)
    try set("training.data.source", to: DataSource.file.rawValue, source: path)
    try set("training.data.file.path", to: quoted(path), source: path)
  }
}
