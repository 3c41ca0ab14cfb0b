import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Hidden layers of the published widths, twice and four times as wide.
struct WidthStudy: Study {
  let name = "widths"
  let summary = "hidden layers 1, 2, 4 times as wide: does width help"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    [.published(base)]
      + [2, 4].map { factor in
        StudyCase("width-\(factor)", "\(factor) times as wide", base) {
          $0.training.network.hiddenWidths = $0.training.network.hiddenWidths.map { $0 * factor }
          $0.training.networks = fifth(of: base.training.networks)
        }
      }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information() }
    let labelEntropy = try runs.runs[0].labelEntropy()
    let accuracies = try runs.runs.map { try $0.lastTestAccuracies() }
    var result = StudyResult()
    result.tables = [table(runs, logs, accuracies)]
    result.findings =
      compression(runs, logs) + help(runs, logs, 0.9 * labelEntropy)
    try result.data.addCases(runs.runs)
    try result.data.addInformation(logs)
    return result
  }

  private func table(
    _ runs: StudyRuns, _ logs: [InformationLog], _ accuracies: [[Double]]
  ) -> Table {
    var rows: [[String]] = []
    for (index, log) in logs.enumerated() {
      let widths = runs.runs[index].studyCase.configuration.training.network.hiddenWidths
      for (layer, width) in widths.enumerated() {
        let curves = log.inputCurves(layer: layer)
        rows.append([
          layer == 0 ? runs.runs[index].label : "", "\(layer + 1)", "\(width)",
          compact(curves.mean.largest), meanText(curves.falls),
          meanText(log.labelCurves(layer: layer).ends),
          layer == 0 ? meanText(accuracies[index].map { 100 * $0 }) : "",
        ])
      }
    }
    return Table(
      "Hidden layers: information in bits, accuracy on the test patterns in %",
      columns: [
        TableColumn("network"), TableColumn("layer", alignment: .trailing),
        TableColumn("units", alignment: .trailing),
        TableColumn("I(X;T) peak", alignment: .decimal), TableColumn("fall"),
        TableColumn("I(T;Y) end"), TableColumn("accuracy"),
      ], rows: rows)
  }

  /// The last hidden layer compresses however wide it is.
  private func compression(_ runs: StudyRuns, _ logs: [InformationLog]) -> [Finding] {
    logs.indices.dropFirst().map { index in
      let layer = logs[index].layerCount - 2
      let curves = logs[index].inputCurves(layer: layer)
      let interval = runs.bootstrap(curves.networkCount).interval { curves.mean(of: $0).fall }
      return Finding(
        claim: "The last hidden layer compresses when it is \(runs.runs[index].label).",
        verdict: .init(interval, above: 0.1),
        quantity: "fall of its mean I(X;T), in bits (a fall counts from 0.1)", interval: interval)
    }
  }

  /// Wider layers do not reach the label's information earlier.
  private func help(_ runs: StudyRuns, _ logs: [InformationLog], _ level: Double) -> [Finding] {
    let outputs = logs.map { $0.labelCurves(layer: $0.layerCount - 1) }
    return logs.indices.dropFirst().map { index in
      let count = min(outputs[0].networkCount, outputs[index].networkCount)
      let interval = runs.bootstrap(count).interval { networks in
        outputs[index].mean(of: networks).firstEpoch(reaching: level)
          / outputs[0].mean(of: networks).firstEpoch(reaching: level)
      }
      return Finding(
        claim: "Networks \(runs.runs[index].label) do not reach 90 % of H(Y) earlier.",
        verdict: interval.estimate.isNaN ? .undecided : .init(interval, above: 0.9),
        quantity: "epoch at which the output's mean I(T;Y) is 90 % of H(Y), relative to the "
          + "published widths (earlier counts below 0.9)", interval: interval)
    }
  }
}

/// A fifth of the networks, two or more, for ensembles that cost much more than the published one.
func fifth(of networks: Int) -> Int { min(networks, max(2, networks / 5)) }

extension StudyRun {
  /// The accuracy of every network on its test patterns at the last epoch.
  func lastTestAccuracies() throws -> [Double] {
    let name = "test_accuracy"
    let values = try context.input(.train, variables: [name])
      .doubles(named: name, dimensions: ["network", "epoch"])
    let count = values.count / studyCase.configuration.training.networks
    return stride(from: count - 1, to: values.count, by: count).map { values[$0] }
  }
}
