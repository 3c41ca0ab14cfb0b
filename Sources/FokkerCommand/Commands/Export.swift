import Archives
import ArgumentParser
import Foundation

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the files of a run as CSV tables, NumPy archives or NetCDF.",
    discussion: """
      CSV files are tidy tables, one for each set of dimensions; an NPZ file holds every variable \
      under its own name.

      Examples:
        fokker export my-run --to csv --output my-tables
        fokker export my-run/density.nc --to npz
      """)

  /// The formats that can be written.
  enum Target: String, CaseIterable, ExpressibleByArgument, Sendable {
    case csv
    case npz
    case netcdf

    var fileExtension: String { self == .netcdf ? "nc" : rawValue }
  }

  @Argument(help: "A run directory, or one of its files.")
  var source: String

  @Option(name: .customLong("to"), help: "The format: csv, npz or netcdf.")
  var target: Target

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "The directory to write to; made if needed. By default 'export' in the run directory.",
      valueName: "directory"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (source, target, output, common) = (source, target, output, common)
    try await common.perform { progress in
      let files = try Self.files(of: source)
      let directory = output ?? Self.defaultDirectory(for: source)
      for file in files {
        try Task.checkCancellation()
        progress.begin("exporting \(file)")
        let dataset = try Archive.read(file)
        _ = try RunDirectory(creating: directory)
        let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let written = try Archive.write(
          dataset, to: "\(directory)/\(name).\(target.fileExtension)",
          overwrite: common.force)
        progress.finish("exported \(file)")
        for path in written { try show(path) }
      }
    }
  }

  /// The files of a run that exist, or the one file that is named.
  private static func files(of source: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: source) else {
      throw CommandFailure(
        .inputOutput, "There is no run directory or file \(source); check the path.")
    }
    guard isDirectory(source) else { return [source] }
    let run = try RunDirectory(opening: source)
    let others = [RunFile.bound.path(in: run), run.forecastFile]
    let files =
      Stage.allCases.filter(run.holds).map(run.file(of:))
      + others.filter(FileManager.default.fileExists(atPath:))
    guard !files.isEmpty else {
      throw CommandFailure(
        .badData, "\(source) holds no results yet; make them with 'fokker run'.")
    }
    return files
  }

  private static func defaultDirectory(for source: String) -> String {
    if isDirectory(source) { return "\(source)/export" }
    return "\(URL(fileURLWithPath: source).deletingLastPathComponent().path)/export"
  }
}
