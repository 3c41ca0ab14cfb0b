import DriftDiffusion
import Figures
import NeuralNetworks

/// Makes the runs of a study and says what they show.
struct StudyRunner: Sendable {
  /// Where runs and results go.
  let directory: StudyDirectory
  /// The experiment that the study's cases change.
  let base: ExperimentConfiguration
  /// How many pieces of work run at the same time.
  let threads: Int
  /// Whether files of other settings are made again.
  let remaking: Bool
  /// Where progress is shown.
  let progress: ProgressReporter

  /// Makes what is missing of the study's runs, then its result, and writes it.
  func run(_ study: any Study) async throws -> StudyResult {
    let cases = try study.cases(base)
    var runs: [StudyRun] = []
    for (index, studyCase) in cases.enumerated() {
      progress.note("\(study.name) \(index + 1)/\(cases.count): \(studyCase.label)")
      runs.append(try await make(studyCase, stages: study.stages))
    }
    progress.begin("analysing \(study.name)")
    let result = try await study.analyse(
      StudyRuns(runs: runs, progress: progress, seed: base.training.seed))
    try directory.write(result, of: study, base: base)
    progress.finish("\(directory.path)/\(study.name) holds numbers, figures and findings")
    return result
  }

  private func make(_ studyCase: StudyCase, stages: [Stage]) async throws -> StudyRun {
    let configuration = studyCase.configuration
    try configuration.validate()
    let run = try directory.run(studyCase)
    let context = StageContext(
      run: run, configuration: configuration, threads: threads, progress: progress)
    try run.write(configuration)
    for stage in stages { _ = try await stage.ensure(context, remaking: remaking) }
    return StudyRun(studyCase: studyCase, context: context)
  }
}

extension StudyResult {
  /// Tables and findings as text of at most 80 columns.
  var text: String {
    let table = Table(
      "Findings [95 % interval over networks]",
      columns: [TableColumn("verdict"), TableColumn("claim, and what was measured")],
      rows: findings.flatMap(\.rows))
    return (tables + (findings.isEmpty ? [] : [table])).map { $0.text() }.joined(separator: "\n")
  }
}
