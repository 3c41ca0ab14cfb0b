import Archives
import Foundation
import TypedProcesses

/// What `fokker plot` was given, and the figures that it may show.
struct PlotSource: Sendable {
  /// What it is, for messages.
  let name: String
  /// The figures, those that lack something too.
  let offers: [FigureOffer]
  /// What precedes the name of a figure in the path of its file.
  let outputPrefix: String

  /// Looks at a run directory, a study's directory or a file.
  ///
  /// - Parameters:
  ///   - path: The directory or file.
  ///   - ensemble: A file of `fokker simulate` to be laid over the densities of a file; nil for none.
  /// - Throws: ``CommandFailure`` when there is no such directory or file.
  init(_ path: String, ensemble: String? = nil) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        .inputOutput, "There is no run directory or file \(path); check the path.")
    }
    name = path
    offers = try Self.offers(path, ensemble: ensemble)
    outputPrefix =
      isDirectory(path)
      ? "\(path)/figures/"
      : "\(URL(fileURLWithPath: path).deletingPathExtension().relativePath)-"
  }

  private static func offers(_ path: String, ensemble: String?) throws -> [FigureOffer] {
    guard isDirectory(path) else { return try offers(ofFile: path, ensemble: ensemble) }
    let directory = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let studies = StudyFigure.allCases.compactMap { figure in
      studyFile(figure.study, in: directory).map { FigureOffer(figure, file: $0) }
    }
    let run = RunFiles(path: directory)
    let isRun =
      FileManager.default.fileExists(atPath: "\(directory)/experiment.yml")
      || RunFigure.allCases.contains { $0.missingFiles(in: run).isEmpty }
    guard !isRun, !studies.isEmpty else {
      return RunFigure.allCases.map { FigureOffer($0, of: run) }
    }
    return studies
  }

  /// The numbers of a study in a directory of studies, or in its own directory.
  private static func studyFile(_ study: String, in directory: String) -> String? {
    let own = URL(fileURLWithPath: directory).lastPathComponent == study
    return ["\(directory)/\(study)/\(study).nc"].first(where: exists)
      ?? (own ? ["\(directory)/\(study).nc"].first(where: exists) : nil)
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private static func offers(ofFile path: String, ensemble: String?) throws -> [FigureOffer] {
    let location = URL(fileURLWithPath: path)
    let name = location.lastPathComponent
    let directory = location.deletingLastPathComponent()
    let data = try Archive.read(path)
    let file = try EquationFile(data)
    guard file.variables.isEmpty || data.contains("layer") else {
      let laid = try ensemble.map { try EquationFile(Archive.read($0)) }
      return EquationFigure.allCases.map { FigureOffer($0, of: file, ensemble: laid) }
    }
    let run = RunFiles(path: directory.relativePath)
    let figures = RunFigure.allCases.filter { $0.files.contains { $0.name == name } }
    let isStudy = directory.lastPathComponent == location.deletingPathExtension().lastPathComponent
    if figures.isEmpty || isStudy {
      let study = location.deletingPathExtension().lastPathComponent
      let offers = StudyFigure.allCases.filter { $0.study == study }
        .map { FigureOffer($0, file: path) }
      guard offers.isEmpty else { return offers }
    }
    guard !figures.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(path) is no file of a run, a study, 'fokker solve' or 'fokker simulate'.")
    }
    return figures.map { FigureOffer($0, of: run) }
  }

  /// The figure of a name, or a failure that names the nearest one.
  func offer(_ figure: String) throws -> FigureOffer {
    if let offer = offers.first(where: { $0.name == figure }) {
      guard let lacks = offer.lacks else { return offer }
      throw CommandFailure(.inputOutput, "'\(figure)' of \(name) needs \(lacks).")
    }
    let names = offers.map(\.name) + ["all"]
    throw CommandFailure(
      .usage,
      "There is no figure '\(figure)' of \(name)\(spellingHint(figure, among: names)) The figures are "
        + "\(names.joined(separator: ", ")).")
  }
}
