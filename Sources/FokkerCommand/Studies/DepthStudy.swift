import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// One to six hidden layers.
struct DepthStudy: Study {
  let name = "depth"
  let summary = "1 to 6 hidden layers: does depth speed fitting and compression"

  /// The widths of six hidden layers; networks with fewer have the first ones.
  static let widths = [10, 7, 5, 4, 3, 2]

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    (1...Self.widths.count).map { depth in
      let widths = Array(Self.widths.prefix(depth))
      let label = depth == 1 ? "1 hidden layer" : "\(depth) hidden layers"
      guard widths != base.training.network.hiddenWidths else {
        return StudyCase(StudyCase.publishedName, label, base)
      }
      return StudyCase("depth-\(depth)", label, base) {
        $0.training.network.hiddenWidths = widths
      }
    }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information() }
    let labelEntropy = try runs.runs[0].labelEntropy()
    let levels = [0.5, 0.8, 0.9, 0.95, 0.99]
    var result = StudyResult()
    let epochs = logs.map { log in
      levels.map { epoch(runs, log, reaching: $0 * labelEntropy) }
    }
    result.tables = [table(runs, logs, levels, epochs)]
    result.findings = findings(runs, logs, labelEntropy)
    if let finding = try speedFinding(runs, logs) { result.findings.append(finding) }
    try result.data.addCases(runs.runs)
    try result.data.addInformation(logs)
    try result.data.addCoordinate(
      "level", .doubles(levels), units: "1", longName: "fraction of the label's entropy")
    try result.data.addIntervals(
      "epoch_reaching", ["case", "level"], epochs.flatMap(\.self), units: "epoch",
      longName: "first epoch at which the output's mean I(T;Y) reaches the level")
    return result
  }

  private func output(_ log: InformationLog) -> NetworkCurves {
    log.labelCurves(layer: log.layerCount - 1)
  }

  private func epoch(
    _ runs: StudyRuns, _ log: InformationLog, reaching level: Double
  ) -> BootstrapInterval {
    let curves = output(log)
    return runs.bootstrap(log.networkCount).interval {
      curves.mean(of: $0).firstEpoch(reaching: level)
    }
  }

  private func table(
    _ runs: StudyRuns, _ logs: [InformationLog], _ levels: [Double],
    _ epochs: [[BootstrapInterval]]
  ) -> Table {
    let chosen = levels.indices.filter {
      levels[$0] == 0.5 || levels[$0] == 0.9 || levels[$0] == 0.95
    }
    let rows = logs.indices.map { index in
      [runs.runs[index].label]
        + chosen.map { intervalText(epochs[index][$0]) }
        + [meanText(output(logs[index]).ends)]
    }
    return Table(
      "Epoch at which the output's mean I(T;Y) reaches a fraction of H(Y) [95 % interval]",
      columns: [TableColumn("network")]
        + chosen.map { TableColumn("\(Int(100 * levels[$0])) %") } + [TableColumn("end, bit")],
      rows: rows)
  }

  /// More hidden layers reach the label's information earlier; one fails.
  private func findings(
    _ runs: StudyRuns, _ logs: [InformationLog], _ labelEntropy: Double
  ) -> [Finding] {
    let level = 0.9 * labelEntropy
    let curves = logs.map { output($0) }
    let bootstrap = runs.bootstrap(logs[0].networkCount)
    let ratios = (1..<curves.count - 1).map { index in
      bootstrap.interval { networks in
        curves[index + 1].mean(of: networks).firstEpoch(reaching: level)
          / curves[index].mean(of: networks).firstEpoch(reaching: level)
      }
    }
    let end = bootstrap.meanInterval(curves[0].ends.map { $0 / labelEntropy })
    let last = Int(logs[0].epochs[logs[0].epochs.count - 1])
    return [
      Finding(
        claim: "With one hidden layer the label's information is not reached by epoch \(last).",
        verdict: .init(end, below: 0.99),
        quantity: "the output's I(T;Y) at the end as a fraction of H(Y)", interval: end)
    ]
      + [fastest(runs, logs[logs.count - 1], labelEntropy)]
      + ratios.enumerated().map { index, interval in
        Finding(
          claim: "\(index + 3) hidden layers reach 90 % of H(Y) earlier than \(index + 2).",
          verdict: interval.estimate.isNaN ? .undecided : .init(interval, below: 1),
          quantity: "ratio of the epochs at which the output's mean I(T;Y) is 90 % of H(Y)",
          interval: interval)
      }
  }

  /// Six hidden layers have all of the label's information by about epoch 400.
  private func fastest(
    _ runs: StudyRuns, _ log: InformationLog, _ labelEntropy: Double
  ) -> Finding {
    let curves = output(log)
    let epoch = min(400, log.epochs[log.epochs.count - 1])
    let interval = runs.bootstrap(log.networkCount).interval {
      curves.mean(of: $0).value(at: epoch) / labelEntropy
    }
    return Finding(
      claim: "With six hidden layers the label's information is reached by epoch \(Int(epoch)).",
      verdict: .init(interval, above: 0.99),
      quantity: "the output's I(T;Y) then as a fraction of H(Y) (reached: above 0.99)",
      interval: interval)
  }

  /// A layer compresses faster when the one below is compressed already.
  ///
  /// For every network and every layer from the second on that compresses, the duration of the
  /// compression is ln of the epochs between 10 % and 90 % of its fall, and the state of the layer
  /// below is the fraction of its own fall that is done when the layer begins. The regression has
  /// an intercept for every layer of every depth, so that only networks of one kind are compared.
  private func speedFinding(_ runs: StudyRuns, _ logs: [InformationLog]) throws -> Finding? {
    let groups = logs.map { log in
      (1..<log.layerCount).map { CompressionPair.pairs(log, layer: $0) }
    }
    let interval = runs.bootstrap(logs[0].networkCount).interval { networks in
      CompressionPair.commonSlope(
        groups.flatMap { $0 }.map { group in networks.compactMap { group[$0] } })
    }
    guard !interval.estimate.isNaN else { return nil }
    return Finding(
      claim: "A layer compresses faster when the layer below is already compressed.",
      verdict: .init(interval, below: 0),
      quantity: "change of ln duration from an uncompressed to a compressed layer below",
      interval: interval)
  }
}
