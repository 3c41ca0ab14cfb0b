import Archives
import Figures
import NeuralNetworks

/// The directory that studies share: `runs/CASE` holds the runs, `STUDY` what a study found.
struct StudyDirectory: Sendable {
  /// The path.
  let path: String

  /// Makes the directory if it is not there; its parent must exist.
  init(creating path: String) throws {
    self.path = try RunDirectory(creating: path).path
    _ = try RunDirectory(creating: "\(self.path)/runs")
  }

  /// Makes the run directory of a case.
  func run(_ studyCase: StudyCase) throws -> RunDirectory {
    try RunDirectory(creating: "\(path)/runs/\(studyCase.name)")
  }

  /// Writes what a study found: its numbers, figures and findings, each file whole or not at all.
  func write(_ result: StudyResult, of study: any Study, base: ExperimentConfiguration) throws {
    let directory = try RunDirectory(creating: "\(path)/\(study.name)").path
    var provenance = Provenance()
    provenance.title = "\(study.name): \(study.summary)"
    provenance.version = fokkerVersion
    provenance.action = "study \(study.name)"
    provenance.configuration = try ConfigurationReader.text(of: base)
    provenance.seed = base.training.seed
    var data = result.data
    for (name, value) in provenance.attributes { data.attributes[name] = value }
    try NetCDF.write(data, to: "\(directory)/\(study.name).nc", overwrite: true)
    for (name, figure) in try StudyFigure.figures(of: study.name, data) {
      try figure.draw(to: "\(directory)/\(name).svg", as: .svg)
    }
    try writeText(try jsonText(of: result.findings), to: "\(directory)/findings.json")
  }
}
