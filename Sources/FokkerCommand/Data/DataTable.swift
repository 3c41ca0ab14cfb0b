import Archives
import NeuralNetworks
import TypedProcesses

/// The labels of a table before they are mapped to classes.
enum TableLabels: Hashable, Sendable {
  case numbers([Int64])
  case texts([String])

  /// The number of labels.
  var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .texts(let values): values.count
    }
  }
}

/// Patterns with one label each, as a file holds them.
struct DataTable: Sendable {
  /// The file, for messages.
  let path: String
  /// The names of the features.
  let featureNames: [String]
  /// The features, shape [pattern][feature].
  let inputs: [Double]
  /// The label of every pattern.
  let labels: TableLabels
  /// The line of every pattern in a text file; empty for others.
  var lines: [Int] = []

  /// Reads a file of any of the formats.
  ///
  /// - Parameter configuration: The file and the names of its parts.
  /// - Throws: ``CommandFailure`` or `ArchiveError` that names the file and the place in it.
  init(_ configuration: DataFileConfiguration) throws {
    let path = configuration.path
    let format = try DataFileFormat(path: path)
    try format.checkKeys(of: configuration)
    switch format {
    case .csv: try self.init(csv: path, labelColumn: configuration.labelColumn)
    case .arrays: try self.init(arrays: configuration)
    case .idx: try self.init(images: path, labelPath: configuration.labelPath)
    }
    try checkContent()
  }

  init(
    path: String, featureNames: [String], inputs: [Double], labels: TableLabels, lines: [Int] = []
  ) {
    self.path = path
    self.featureNames = featureNames
    self.inputs = inputs
    self.labels = labels
    self.lines = lines
  }

  /// Where a pattern stands in the file.
  func place(ofPattern pattern: Int) -> String {
    lines.isEmpty ? "pattern \(pattern)" : "line \(lines[pattern])"
  }

  private func checkContent() throws {
    guard labels.count >= 1, !featureNames.isEmpty else {
      throw CommandFailure(
        .badData, "\(path) holds \(labels.count) patterns of \(featureNames.count) features.")
    }
    guard labels.count < 1 << 24 else {
      throw CommandFailure(
        .badData,
        "\(path) holds \(labels.count) patterns; training takes fewer than 2²⁴ = 16777216.")
    }
    guard let index = inputs.firstIndex(where: { !$0.isFinite }) else { return }
    let (pattern, feature) = index.quotientAndRemainder(dividingBy: featureNames.count)
    throw CommandFailure(
      .badData,
      "\(path), \(place(ofPattern: pattern)), feature '\(featureNames[feature])': the value is "
        + "missing or not finite; give every pattern every feature, or leave the pattern out.")
  }
}

/// The first of some names, for a message that must not be long.
func shortList(_ names: [String]) -> String {
  guard names.count > 12 else { return names.joined(separator: ", ") }
  return names.prefix(12).joined(separator: ", ") + ", … (\(names.count) in all)"
}

/// The end of a sentence about a name that is not there, with the one that may be meant.
func spellingHint(_ name: String, among names: [String]) -> String {
  guard !name.isEmpty, let nearest = nearestSpelling(to: name, among: names) else { return "." }
  return "; did you mean '\(nearest)'?"
}
