import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Makes the runs of a study and says what they show.
struct StudyRunner: Sendable {
  /// Where runs and results go.
  let directory: StudyDirectory
  /// The measured epoch at which studies branch; nil for that of the settings.
  var branching: StudyBranching?
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
    let base = try await branchedBase(study)
    let cases = try study.cases(base)
    var runs: [StudyRun] = []
    for (index, studyCase) in cases.enumerated() {
      progress.note("\(study.name) \(index + 1)/\(cases.count): \(studyCase.label)")
      runs.append(try await make(studyCase, stages: study.stages))
    }
    progress.begin("analysing \(study.name)")
    var result = try await study.analyse(
      StudyRuns(runs: runs, progress: progress, seed: base.training.seed))
    if let branching { result.data.attributes["branching_definition"] = .string(branching.text) }
    try directory.write(result, of: study, base: base)
    progress.finish("\(directory.path)/\(study.name) holds numbers, figures and findings")
    return result
  }

  /// The experiment with the measured branching epoch, if one is wanted.
  private func branchedBase(_ study: any Study) async throws -> ExperimentConfiguration {
    guard let branching else { return base }
    guard study.branches else {
      let names = allStudies.filter(\.branches).map(\.name).joined(separator: ", ")
      throw CommandFailure(
        .usage, "The study \(study.name) does not branch; --branch is for \(names).")
    }
    progress.note("\(study.name): the published experiment, for its transition")
    let run = try await make(branching.preliminary(base), stages: StudyBranching.stages)
    var result = base
    result.training.continuation.epoch = try branching.epoch(in: run)
    progress.note(
      "branching at epoch \(result.training.continuation.epoch): \(branching.text)")
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
