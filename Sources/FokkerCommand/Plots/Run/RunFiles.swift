import Archives
import Foundation

/// The files of a run, as far as they are there.
///
/// Unlike ``StageContext`` it takes files as they are: figures also show what belongs to earlier
/// settings, and directories that hold copies of some files.
struct RunFiles: Sendable {
  /// The path of the directory.
  let path: String

  /// The path of a file.
  func path(of file: RunFile) -> String { "\(path)/\(file.name)" }

  /// Whether a file is there.
  func holds(_ file: RunFile) -> Bool {
    FileManager.default.fileExists(atPath: path(of: file))
  }

  /// The content of a file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - variables: The variables to read; nil for all of them.
  /// - Returns: The variables with their dimensions.
  /// - Throws: ``CommandFailure`` when the file is missing, and ``ArchiveError``.
  func read(_ file: RunFile, variables: [String]? = nil) throws -> Dataset {
    let path = path(of: file)
    guard holds(file) else {
      throw CommandFailure(
        .inputOutput,
        "\(self.path) holds no \(file.name) yet; make it with 'fokker \(file.command) "
          + "\(self.path)'.")
    }
    guard let variables else { return try NetCDF.read(path) }
    return try NetCDF.read(path, variables: variables)
  }

  /// The content of the file of a stage.
  func read(_ stage: Stage, variables: [String]? = nil) throws -> Dataset {
    try read(.stage(stage), variables: variables)
  }
}
