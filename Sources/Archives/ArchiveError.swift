/// Why a file could not be read or written, or a dataset not be built.
public enum ArchiveError: Error, Hashable, Sendable {
  /// There is no such file.
  case missingFile(path: String)
  /// The file exists but the system does not let it be read.
  case unreadable(path: String, reason: String)
  /// The file is cut short, or not of the format.
  case damaged(path: String, format: ArchiveFormat, reason: String)
  /// The file is cut short, or breaks the rules of the IDX format.
  case invalidIDX(path: String, reason: String)
  /// The file is compressed by gzip.
  case compressed(path: String)
  /// The extension of the name belongs to no known format.
  case unknownFormat(path: String)

  /// The file exists and was not to be replaced.
  case fileExists(path: String)
  /// The directory into which a file was to be written does not exist.
  case missingDirectory(path: String, directory: String)
  /// The system does not let the file be written, or the disk is full.
  case notWritable(path: String, reason: String)

  /// A file holds no variable of any of the names.
  case missingVariable(file: String, names: [String], available: [String])
  /// A file has no such dimension.
  case missingDimension(file: String, name: String, available: [Dimension])
  /// A position lies outside a dimension.
  case outsideDimension(file: String, dimension: Dimension, position: Int)
  /// A variable has other dimensions than expected.
  case wrongDimensions(file: String, variable: String, expected: [String], found: [Dimension])
  /// A variable holds another kind of value than expected.
  case wrongType(file: String, variable: String, expected: String, found: String)
  /// A variable holds values that no array of this package can represent.
  case unsupportedType(file: String, variable: String, type: String)

  /// A name is empty, or has characters that files cannot hold.
  case invalidName(String)
  /// A variable of the name was added before.
  case duplicateVariable(String)
  /// A variable names a dimension that was not added.
  case unknownDimension(variable: String, dimension: String, available: [String])
  /// A dimension was added before with another length.
  case conflictingLength(dimension: String, existing: Int, given: Int)
  /// The number of values is not the product of the lengths of the dimensions.
  case wrongCount(variable: String, dimensions: [Dimension], found: Int)

  /// A row of a table has more or fewer cells than the header.
  case raggedRow(file: String, line: Int, expected: Int, found: Int)
  /// A cell of a table is not a number.
  case notANumber(file: String, line: Int, column: String, text: String)
  /// A table has no column of any of the names.
  case missingColumn(file: String, names: [String], available: [String])
  /// A table breaks the rules of the format.
  case malformedTable(file: String, line: Int, reason: String)
  /// The rows of a table do not fill the grid of its coordinates exactly once.
  case incompleteGrid(file: String, reason: String)
}

extension ArchiveError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    fileProblem ?? contentProblem ?? buildingProblem ?? tableProblem ?? "The archive is invalid."
  }

  private var fileProblem: String? {
    switch self {
    case .missingFile(let path):
      "There is no file \(path); check the path."
    case .unreadable(let path, let reason):
      "\(path) cannot be read (\(reason)); check its permissions."
    case .damaged(let path, let format, let reason):
      """
      \(path) is not a whole \(format.displayName) file (\(reason)); it was cut short or is of \
      another kind, so write or copy it again.
      """
    case .invalidIDX(let path, let reason):
      "\(path) is not a whole IDX file: \(reason)."
    case .compressed(let path):
      "\(path) is compressed by gzip; unpack it first with 'gunzip --keep \(path)'."
    case .unknownFormat(let path):
      "The extension of \(path) is none of .nc, .npz and .csv; rename it after its format."
    case .fileExists(let path):
      "\(path) exists already; choose another name or allow it to be replaced."
    case .missingDirectory(let path, let directory):
      "\(path) cannot be written because there is no directory \(directory); create it first."
    case .notWritable(let path, let reason):
      "\(path) cannot be written (\(reason)); check the permissions and the space left."
    default: nil
    }
  }

  private var contentProblem: String? {
    switch self {
    case .missingVariable(let file, let names, let available):
      """
      \(file) has no variable \(alternatives(names)); it holds \(list(available)). Rename the \
      variable or choose the file that holds it.
      """
    case .missingDimension(let file, let name, let available):
      "\(file) has no dimension '\(name)'; it has \(list(available.map(\.text)))."
    case .outsideDimension(let file, let dimension, let position):
      """
      \(file) has no position \(position) along '\(dimension.name)'; choose one from 0 to \
      \(dimension.length - 1).
      """
    case .wrongDimensions(let file, let variable, let expected, let found):
      """
      The variable '\(variable)' of \(file) has the dimensions (\(shape(found))) where \
      (\(expected.joined(separator: ", "))) is expected; transpose or rename them.
      """
    case .wrongType(let file, let variable, let expected, let found):
      "The variable '\(variable)' of \(file) holds \(found) where \(expected) are expected."
    case .unsupportedType(let file, let variable, let type):
      """
      The variable '\(variable)' of \(file) is of the type \(type), which cannot be read; save it \
      as numbers or texts, or read the other variables by name.
      """
    default: nil
    }
  }

  private var buildingProblem: String? {
    switch self {
    case .invalidName(let name):
      """
      '\(name)' cannot name a variable or dimension; begin with a letter, a digit or _ and use \
      neither / nor control characters nor a space at the end.
      """
    case .duplicateVariable(let name):
      "There is a variable '\(name)' already; give the second another name."
    case .unknownDimension(let variable, let dimension, let available):
      """
      The variable '\(variable)' has a dimension '\(dimension)' that was not added; there is \
      \(list(available)).
      """
    case .conflictingLength(let dimension, let existing, let given):
      "The dimension '\(dimension)' has the length \(existing) and cannot be given \(given) too."
    case .wrongCount(let variable, let dimensions, let found):
      """
      The variable '\(variable)' has \(found) values where its dimensions (\(shape(dimensions))) \
      ask for \(dimensions.reduce(1) { $0 * $1.length }).
      """
    default: nil
    }
  }

  private var tableProblem: String? {
    switch self {
    case .raggedRow(let file, let line, let expected, let found):
      "\(file), line \(line): the row has \(found) cells where the header has \(expected)."
    case .notANumber(let file, let line, let column, let text):
      "\(file), line \(line), column '\(column)': '\(text)' is not a number."
    case .missingColumn(let file, let names, let available):
      "\(file) has no column \(alternatives(names)); it has \(list(available))."
    case .malformedTable(let file, let line, let reason):
      "\(file), line \(line): \(reason)."
    case .incompleteGrid(let file, let reason):
      "\(file) is not a table of a full grid: \(reason)."
    default: nil
    }
  }
}

private func alternatives(_ names: [String]) -> String {
  names.map { "'\($0)'" }.joined(separator: " or ")
}

private func list(_ names: [String]) -> String {
  names.isEmpty ? "nothing" : names.joined(separator: ", ")
}

private func shape(_ dimensions: [Dimension]) -> String {
  dimensions.map(\.text).joined(separator: ", ")
}

extension Dimension {
  /// The name and the length for a message.
  fileprivate var text: String { "\(name): \(length)" }
}
