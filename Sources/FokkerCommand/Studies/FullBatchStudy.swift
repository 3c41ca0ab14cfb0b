import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Gradient descent on the whole training set, to see whether compression needs noise.
struct FullBatchStudy: Study {
  let name = "full-batch"
  let summary = "full-batch gradient descent: is gradient noise needed"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    let stepsPerEpoch = try base.stepsPerEpoch()
    return [
      .published(base),
      StudyCase("full-batch", "full batch", base) {
        let steps = Double($0.training.epochs) * stepsPerEpoch
        $0.training.optimizer.kind = .gradientDescent
        $0.training.epochs = Int(steps)
        $0.training.networks = fifth(of: base.training.networks)
      },
    ]
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information(inEpochsOf: runs.runs[0]) }
    let labels = ["stochastic", "full batch"]
    var result = StudyResult()
    let count = logs[1].networkCount
    let falls = logs.map { log in
      (0..<log.layerCount).map { Array(log.inputCurves(layer: $0).falls.prefix(count)) }
    }
    let bootstrap = runs.bootstrap(count)
    let layers = falls[1].indices.filter { layer in
      falls[0][layer].reduce(0, +) / Double(count) > 0.1
    }
    result.tables = [table(labels, falls, bootstrap)]
    result.findings = layers.map { layer in
      let interval = bootstrap.meanInterval(falls[1][layer])
      return Finding(
        claim: "Without gradient noise layer \(layer + 1) does not compress.",
        verdict: Finding.Verdict(interval, above: 0.1).opposite,
        quantity: "fall of I(X;T) under full-batch gradient descent, in bits "
          + "(a fall counts from 0.1)", interval: interval)
    }
    try result.data.addCases(runs.runs)
    try result.data.addInformation(logs)
    return result
  }

  private func table(
    _ labels: [String], _ falls: [[[Double]]], _ bootstrap: NetworkBootstrap
  ) -> Table {
    let rows = falls[0].indices.map { layer in
      let difference = bootstrap.meanInterval(
        zip(falls[1][layer], falls[0][layer]).map { $0.0 - $0.1 })
      return [
        "\(layer + 1)", meanText(falls[0][layer]), meanText(falls[1][layer]),
        intervalText(difference),
      ]
    }
    return Table(
      "Fall of I(X;T) in bits, for \(falls[1][0].count) pairs of networks that start alike",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn(labels[0]), TableColumn(labels[1]),
        TableColumn("difference"),
      ], rows: rows)
  }
}
