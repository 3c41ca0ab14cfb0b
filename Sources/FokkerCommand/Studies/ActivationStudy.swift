import Archives
import DriftDiffusion
import Figures
import InformationTheory
import NeuralNetworks

/// Other activation functions, to see whether compression needs saturation.
///
/// The information of unbounded units depends on what the bins do when the activations grow, so it
/// is measured twice: with as many bins over the range of every snapshot, and with bins of the
/// published width wherever they are needed.
struct ActivationStudy: Study {
  let name = "activations"
  let summary = "tanh, softsign, ReLU, linear: is saturation needed"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    [.published(base)]
      + [Activation.softsign, .relu, .linear].map { activation in
        StudyCase("activation-\(activation.rawValue)", activation.rawValue, base) {
          $0.training.network.activation = activation
        }
      }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let following = try runs.runs.map { try $0.information() }
    var fixed: [InformationLog] = []
    for run in runs.runs { fixed.append(try await run.information(.publishedWidth)) }
    let accuracies = try runs.runs.map { try $0.lastTestAccuracies() }
    let labels = ["tanh"] + runs.runs.dropFirst().map(\.label)
    var result = StudyResult()
    let names = labels.map { "\($0), bins follow" } + labels.map { "\($0), fixed width" }
    result.tables = [
      table("bins over the range of every snapshot", labels, following, accuracies),
      table("bins of width 1/15", labels, fixed, accuracies),
    ]
    for index in following.indices {
      result.findings += [
        finding(runs, labels[index], following[index], "range-following bins"),
        finding(runs, labels[index], fixed[index], "bins of width 1/15"),
      ]
    }
    try result.data.addCases(labels: names)
    try result.data.addInformation(following + fixed)
    return result
  }

  private func table(
    _ bins: String, _ labels: [String], _ logs: [InformationLog], _ accuracies: [[Double]]
  ) -> Table {
    let layers = logs[0].layerCount
    let rows = logs.indices.map { index in
      [labels[index]]
        + (0..<layers).map { compact(logs[index].inputCurves(layer: $0).mean.fall) }
        + [meanText(accuracies[index].map { 100 * $0 })]
    }
    return Table(
      "Fall of the mean I(X;T) in bits, \(bins); test accuracy in %",
      columns: [TableColumn("units")]
        + (1...layers).map { TableColumn("layer \($0)", alignment: .decimal) }
        + [TableColumn("accuracy")], rows: rows)
  }

  /// The critique: layers that saturate compress, others do not.
  private func finding(
    _ runs: StudyRuns, _ label: String, _ log: InformationLog, _ bins: String
  ) -> Finding {
    let hidden = (0..<log.layerCount - 1).map { log.inputCurves(layer: $0) }
    let interval = runs.bootstrap(log.networkCount).interval { networks in
      hidden.map { $0.mean(of: networks).fall }.max() ?? .nan
    }
    let saturates = label == Activation.softsign.rawValue || label == Activation.tanh.rawValue
    let compresses = Finding.Verdict(interval, above: 0.5)
    return Finding(
      claim: saturates
        ? "Hidden layers of \(label) units compress, by \(bins)."
        : "No hidden layer of \(label) units compresses, by \(bins).",
      verdict: saturates ? compresses : compresses.opposite,
      quantity: "largest fall of a hidden layer's mean I(X;T), in bits (a fall counts from 0.5)",
      interval: interval)
  }
}
