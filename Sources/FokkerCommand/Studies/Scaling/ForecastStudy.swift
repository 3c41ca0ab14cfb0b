import Archives
import DriftDiffusion
import Figures
import NeuralNetworks
import WorkSharing

/// Forecasts of runs with other learning rates, batch sizes and seeds from the fit of one run.
struct ForecastStudy: Study {
  let name = "forecasts"
  let summary = "weights at other η, B and seeds forecast from the fit of one run"
  let stages = [Stage.train]

  /// The runs that are forecast.
  private static let targets = [ScaledCase(seed: 1)] + ScaledCase.scalings

  /// The forecasts of one run.
  private struct Target {
    var label: String
    var epochs: [Double]
    var scores: [ForecastScore]
    var skills: [(method: ForecastMethod, skill: BootstrapInterval)]
  }

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    try [.published(base)] + Self.targets.map { try $0.studyCase(base) }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let source = try runs[StudyCase.publishedName].context.gradientLog()
    var targets: [Target] = []
    for run in runs.runs.dropFirst() {
      let forecasts = try await RunForecasts(run.context, run.context.gradientLog(), from: source)
      targets.append(
        Target(
          label: run.label, epochs: forecasts.epochs, scores: forecasts.scores,
          skills: forecasts.skills))
    }
    var result = StudyResult()
    result.tables = [skillTable(targets)] + targets.map(scoreTable)
    result.findings = targets.flatMap(findings)
    try result.data.addCases(labels: targets.map(\.label))
    try result.data.add(
      targets.map { (scores: $0.scores, epochs: $0.epochs) }, along: ["case"])
    let missing = BootstrapInterval(estimate: .nan, lower: .nan, upper: .nan, definedFraction: 0)
    try result.data.addIntervals(
      "skill_of_layers", ["case", "forecast_method"],
      targets.flatMap { target in
        ForecastMethod.allCases.map { method in
          target.skills.first { $0.method == method }?.skill ?? missing
        }
      }, units: "1", longName: "forecast_skill, mean over layers")
    return result
  }

  private func skillTable(_ targets: [Target]) -> Table {
    Table(
      "Skill over no change, mean of all layers [95 % over networks]",
      columns: [TableColumn("run"), TableColumn("forecast"), TableColumn("skill")],
      rows: targets.flatMap { target in
        target.skills.filter { $0.method != .noChange }.enumerated().map { index, item in
          [index == 0 ? target.label : "", item.method.rawValue, intervalText(item.skill)]
        }
      })
  }

  /// The means over layers and times of every score of a run.
  private func scoreTable(_ target: Target) -> Table {
    func mean(_ values: [Double]) -> String {
      compact(values.reduce(0, +) / Double(values.count))
    }
    let rows = ForecastMethod.allCases.compactMap { method -> [String]? in
      let scores = target.scores.filter { $0.method == method }
      guard !scores.isEmpty else { return nil }
      let entropyErrors = scores.flatMap { $0.entropyError.map { abs($0) } }
      let coverages = scores.map { 100 * $0.coverage }
      return [
        method.rawValue, "\(scores.count)", mean(scores.flatMap(\.ranked)),
        mean(scores.flatMap(\.logarithmic)), mean(scores.flatMap(\.wasserstein1)),
        mean(entropyErrors), mean(coverages),
      ]
    }
    return Table(
      "\(target.label): means over layers and times (nats, weights)",
      columns: [
        TableColumn("forecast"), TableColumn("layers", alignment: .trailing),
        TableColumn("CRPS", alignment: .decimal), TableColumn("log", alignment: .decimal),
        TableColumn("W1", alignment: .decimal), TableColumn("|ΔS|", alignment: .decimal),
        TableColumn("inside, %", alignment: .decimal),
      ], rows: rows)
  }

  private func findings(_ target: Target) -> [Finding] {
    target.skills.filter { $0.method.closure != nil }.map { method, skill in
      Finding(
        claim: "The \(method.rawValue) closure forecasts the weights of \(target.label) better "
          + "than no change.", verdict: .init(skill, above: 0),
        quantity: "skill, mean over layers; forecasts.nc: skill_of_layers", interval: skill)
    }
  }
}
