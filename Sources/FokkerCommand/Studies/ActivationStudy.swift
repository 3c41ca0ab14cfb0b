import Archives
import DriftDiffusion
import Figures
import InformationTheory
import NeuralNetworks

/// Other activation functions, to see whether compression needs saturation.
struct ActivationStudy: Study {
  let name = "activations"
  let summary = "tanh, softsign, ReLU, linear: is saturation needed"

  func cases(_ base: ExperimentConfiguration) -> [StudyCase] {
    [.published(base)]
      + [Activation.softsign, .relu, .linear].map { activation in
        StudyCase("activation-\(activation.rawValue)", activation.rawValue, base) {
          $0.training.network.activation = activation
          if activation != .softsign { $0.information.placement = .activationRange }
        }
      }
  }

  func analyse(_ runs: StudyRuns) throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information() }
    let accuracies = try runs.runs.map { try $0.lastTestAccuracies() }
    let labels = ["tanh"] + runs.runs.dropFirst().map(\.label)
    var result = StudyResult()
    result.figures = [
      (
        "activations",
        informationPlanes(
          zip(labels, logs).map { ($0, $1) }, title: "Paths with other activation functions",
          columns: 2)
      )
    ]
    result.tables = [table(labels, logs, accuracies)]
    result.findings = logs.indices.dropFirst().map { index in
      finding(runs, labels[index], logs[index])
    }
    try result.data.addCases(runs.runs)
    try result.data.addInformation(logs)
    return result
  }

  private func table(
    _ labels: [String], _ logs: [InformationLog], _ accuracies: [[Double]]
  ) -> Table {
    let layers = logs[0].layerCount
    let rows = logs.indices.map { index in
      [labels[index]]
        + (0..<layers).map { meanText(logs[index].inputCurves(layer: $0).falls) }
        + [meanText(accuracies[index].map { 100 * $0 })]
    }
    return Table(
      "Fall of I(X;T) from its peak to the end, in bits; test accuracy in %",
      columns: [TableColumn("units")] + (1...layers).map { TableColumn("layer \($0)") }
        + [TableColumn("accuracy")], rows: rows)
  }

  /// The critique: layers that do not saturate do not compress.
  private func finding(_ runs: StudyRuns, _ label: String, _ log: InformationLog) -> Finding {
    let hidden = (0..<log.layerCount - 1).map { log.inputCurves(layer: $0) }
    let interval = runs.bootstrap(log.networkCount).interval { networks in
      hidden.map { $0.mean(of: networks).fall }.max() ?? .nan
    }
    let saturates = label == Activation.softsign.rawValue
    let compresses = Finding.Verdict(interval, above: 0.5)
    return Finding(
      claim: saturates
        ? "Hidden layers of \(label) units compress."
        : "No hidden layer of \(label) units compresses.",
      verdict: saturates ? compresses : compresses.opposite,
      quantity: "largest fall of a hidden layer's mean I(X;T), in bits (a fall counts from 0.5)",
      interval: interval)
  }
}
