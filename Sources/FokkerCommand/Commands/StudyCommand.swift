import ArgumentParser
import DriftDiffusion
import NeuralNetworks
import TypedProcesses

struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Reproduce a published figure or test a published claim, from training to table.",
    discussion: """
      Trains what the study compares, measures it, and writes DIRECTORY/STUDY: the numbers (.nc), \
      the figures (.svg) and what they say of the claims (findings.json). The runs are kept in \
      DIRECTORY/runs and shared between studies; a study that was stopped goes on where it was.

      Studies:
      \(allStudies.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
        all: every one of them

      Examples:
        fokker study one-neuron
        fokker study depth --preset quick --output quick-studies
        fokker study all --networks 50 --threads 2
        fokker study noise --branch information-peak --branch-layer 5
      """)

  @Argument(
    help: "The study, or all.",
    completion: .list(allStudies.map(\.name) + ["all"]))
  var study: String

  @Option(help: "The experiment whose settings the study changes: quick or tishby.")
  var preset: Preset = .tishby

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Settings") var settings: SettingOptions

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp("Where runs and results go; made if needed.", valueName: "directory"))
  var output = "fokker-studies"

  @Option(
    help: ArgumentHelp(
      """
      For studies that branch (\(allStudies.filter(\.branches).map(\.name).joined(separator: ", "))): \
      branch at the transition of the published experiment by this definition: \
      \(TransitionDefinition.allCases.map(\.rawValue).joined(separator: ", ")).
      """, valueName: "definition"),
    transform: transitionDefinition)
  var branch: TransitionDefinition?

  @Option(
    help: "The layer whose transition --branch means, from 1; the median over layers otherwise.")
  var branchLayer: Int?

  @Option(help: "How the result is printed: text or json (the findings).")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let studies = try command.chosen()
      let runner = StudyRunner(
        directory: try StudyDirectory(creating: command.output),
        branching: try command.branching(),
        base: try command.base(), threads: command.common.threads,
        remaking: command.common.force, progress: progress)
      var findings: [String: [Finding]] = [:]
      for study in studies {
        let result = try await runner.run(study)
        findings[study.name] = result.findings
        if command.format == .text {
          try show("\(study.name): \(study.summary)\n\n\(result.text)\n")
        }
      }
      if command.format == .json { try show(jsonText(of: findings)) }
    }
  }

  private func chosen() throws -> [any Study] {
    if study == "all" { return allStudies }
    if let found = allStudies.first(where: { $0.name == study }) { return [found] }
    let names = allStudies.map(\.name) + ["all"]
    throw CommandFailure(
      .usage,
      "There is no study '\(study)'\(spellingHint(study, among: names)) The studies are "
        + "\(names.joined(separator: ", ")).")
  }

  private func branching() throws -> StudyBranching? {
    guard let branch else {
      guard branchLayer == nil else {
        throw CommandFailure(.usage, "--branch-layer needs --branch, the definition it is for.")
      }
      return nil
    }
    return StudyBranching(definition: branch, layer: branchLayer)
  }

  private func base() throws -> ExperimentConfiguration {
    var configuration = preset.configuration
    // Figures and intervals need no more, and the files of a study stay small.
    let recording = configuration.training.recording
    configuration.training.recording.recordedEpochs = min(recording.recordedEpochs, 100)
    var reader = try ConfigurationReader(base: configuration)
    try training.apply(to: &reader)
    try settings.apply(to: &reader)
    return try reader.validOptions(source: "--set")
  }
}

/// The definition of a transition that a text names.
private func transitionDefinition(_ text: String) throws -> TransitionDefinition {
  if let definition = TransitionDefinition(rawValue: text) { return definition }
  let names = TransitionDefinition.allCases.map(\.rawValue)
  let hint = nearestSpelling(to: text, among: names).map { "; did you mean '\($0)'" } ?? ""
  throw ValidationError(
    "There is no transition '\(text)'\(hint)? The definitions are "
      + "\(names.joined(separator: ", ")).")
}
