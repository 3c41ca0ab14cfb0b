import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Where the layers end for training sets from 3 to 85 % of the patterns.
struct FractionStudy: Study {
  let name = "fractions"
  let summary = "final layers for 3 to 85 % of the patterns"

  static let percents = [3, 5, 10, 15, 25, 35, 45, 55, 65, 75, 85]

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    try Self.percents.map { try .fraction(Double($0) / 100, base) }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information() }
    let accuracies = try runs.runs.map { try $0.lastTestAccuracies() }
    var result = StudyResult()
    result.tables = [table(runs, logs, accuracies)]
    result.findings = findings(runs, logs)
    try result.data.addCases(runs.runs)
    try result.data.addCoordinate(
      "training_percent", .integers(Self.percents.map(Int64.init)), units: "%",
      longName: "patterns used for training")
    try addEnds(to: &result, runs, logs)
    return result
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func table(
    _ runs: StudyRuns, _ logs: [InformationLog], _ accuracies: [[Double]]
  ) -> Table {
    let rows = logs.indices.map { index in
      let log = logs[index]
      let (hidden, output) = (log.layerCount - 2, log.layerCount - 1)
      return [
        runs.runs[index].label, meanText(log.inputCurves(layer: hidden).ends),
        meanText(log.labelCurves(layer: hidden).ends),
        meanText(log.inputCurves(layer: output).ends),
        meanText(log.labelCurves(layer: output).ends),
        meanText(accuracies[index].map { 100 * $0 }),
      ]
    }
    return Table(
      "The last hidden layer and the output at the end, in bits; test accuracy in %",
      columns: [
        TableColumn("training"), TableColumn("I(X;T) hidden"), TableColumn("I(T;Y)"),
        TableColumn("I(X;T) output"), TableColumn("I(T;Y)"), TableColumn("accuracy"),
      ], rows: rows)
  }

  /// More data means more information about the label in the output.
  private func findings(_ runs: StudyRuns, _ logs: [InformationLog]) -> [Finding] {
    let outputs = logs.map { $0.labelCurves(layer: $0.layerCount - 1).ends }
    return zip(logs.indices, logs.indices.dropFirst()).map { smaller, larger in
      let interval = runs.bootstrap(logs[0].networkCount).meanInterval(
        zip(outputs[larger], outputs[smaller]).map { $0.0 - $0.1 })
      return Finding(
        claim: "The output knows more of the label with \(runs.runs[larger].label) than with "
          + "\(runs.runs[smaller].label).", verdict: .init(interval, above: 0),
        quantity: "difference of I(T;Y) at the end, in bits", interval: interval)
    }
  }

  private func addEnds(
    to result: inout StudyResult, _ runs: StudyRuns, _ logs: [InformationLog]
  ) throws {
    try result.data.addCoordinate(
      "layer", .integers(numbers(logs[0].layerCount, from: 1)), longName: "layer")
    let bootstrap = runs.bootstrap(logs[0].networkCount)
    for (name, what, curves) in [
      ("information_input", "I(X;T) at the end", { $0.inputCurves(layer: $1) }),
      ("information_label", "I(T;Y) at the end", { $0.labelCurves(layer: $1) }),
    ] as [(String, String, (InformationLog, Int) -> NetworkCurves)] {
      let intervals = logs.flatMap { log in
        (0..<log.layerCount).map { bootstrap.meanInterval(curves(log, $0).ends) }
      }
      try result.data.addIntervals(
        name, ["training_percent", "layer"], intervals, units: "bit", longName: what)
    }
  }
}
