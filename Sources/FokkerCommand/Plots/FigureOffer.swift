import Archives
import Figures

/// A figure that could be drawn from what `fokker plot` was given.
struct FigureOffer: Sendable {
  /// Its name on the command line.
  let name: String
  /// What it shows, in one sentence.
  let summary: String
  /// What has to be there first and how it is made; nil when the figure can be drawn.
  let lacks: String?
  /// Makes the figure.
  let make: @Sendable () throws -> Figure
}

extension FigureOffer {
  /// A figure of a run.
  init(_ figure: RunFigure, of run: RunFiles) {
    let missing = figure.missingFiles(in: run).map { file in
      "\(file.name) (fokker \(file.command) \(run.path))"
    }
    self.init(
      name: figure.rawValue, summary: figure.summary,
      lacks: missing.isEmpty ? nil : missing.joined(separator: ", "),
      make: { try figure.figure(of: run) })
  }

  /// A figure of a study whose numbers are there.
  init(_ figure: StudyFigure, file: String) {
    self.init(
      name: figure.rawValue, summary: figure.summary, lacks: nil,
      make: { try figure.figure(of: NetCDF.read(file)) })
  }

  /// A figure of a solved or simulated equation.
  init(_ figure: EquationFigure, of file: EquationFile, ensemble: EquationFile?) {
    self.init(
      name: figure.rawValue, summary: figure.summary, lacks: figure.lacks(file),
      make: { try figure.figure(of: file, ensemble: ensemble) })
  }
}
