import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Whether the compression under several learning rates and batch sizes is one curve of ηt, as drift
/// makes it, or fans out with η/B, as diffusion does.
struct CollapseStudy: Study {
  let name = "collapse"
  let summary = "I(X;T) against t, ηt and η²t/B: drift or diffusion"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    try [.published(base)] + ScaledCase.scalings.map { try $0.studyCase(base) }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information() }
    let count = logs[0].networkCount
    guard count >= 3 else {
      throw CommandFailure(
        .usage, "Pairs of networks and their spread need three networks or more; give --networks.")
    }
    let bootstrap = runs.bootstrap(count, level: 0.95)
    let layers = (0..<logs[0].layerCount).filter { layer in
      bootstrap.meanInterval(logs[0].inputCurves(layer: layer).falls).lower
        > FalsificationMatrix.smallestLoss
    }
    guard !layers.isEmpty else {
      throw CommandFailure(
        .badData,
        "No layer loses more than \(FalsificationMatrix.smallestLoss) bit, so there is no "
          + "compression to compare; train longer.")
    }
    let curves = try layers.map { layer in
      try zip(runs.runs, logs).map { try $0.scaledCurves($1, layer: layer) }
    }
    let collapses = zip(layers, curves).map {
      LayerCollapse(layer: $0 + 1, $1, bootstrap: bootstrap)
    }
    var result = StudyResult()
    let labels = ["η, B"] + runs.runs.dropFirst().map(\.label)
    result.tables = [clockTable(collapses), noiseTable(collapses)]
    result.findings = collapses.flatMap(findings)
    try result.data.addCases(labels: labels)
    try result.data.addInformation(logs)
    try add(to: &result.data, runs, collapses)
    return result
  }

  private func clockTable(_ collapses: [LayerCollapse]) -> Table {
    let rows = collapses.flatMap { collapse -> [[String]] in
      let residuals = collapse.clocks.map { intervalText($0.residual) }
      let outcomes = collapse.clocks.map(\.outcome.rawValue)
      let best = collapse.bestClock?.label ?? "undecided"
      return [["\(collapse.layer)"] + residuals + [best], [""] + outcomes + [""]]
    }
    let clocks = TrainingClock.allCases.map { TableColumn($0.label) }
    return Table(
      "Variance between (η, B) relative to that between networks, by clock",
      columns: [TableColumn("layer", alignment: .trailing)] + clocks + [TableColumn("best")],
      rows: rows)
  }

  private func noiseTable(_ collapses: [LayerCollapse]) -> Table {
    Table(
      "Change of I(X;T) in bits per e-fold (diffusion: ratio 1, drift: 0)",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("of η/B at equal ηt"),
        TableColumn("of ηt"), TableColumn("ratio"),
      ],
      rows: collapses.map {
        [
          "\($0.layer)", intervalText($0.perNoise), intervalText($0.perTime),
          intervalText($0.noiseShare),
        ]
      })
  }

  private func findings(_ collapse: LayerCollapse) -> [Finding] {
    let time = collapse.clocks[1]
    return [
      Finding(
        claim: "H1: noise does to layer \(collapse.layer) what time does.",
        verdict: .init(collapse.noiseShare, above: 0.5),
        quantity: "change of I(X;T) per e-fold of η/B at equal ηt relative to that per e-fold of "
          + "ηt (diffusion 1, drift 0; border 0.5); collapse.nc: noise_share",
        interval: collapse.noiseShare),
      Finding(
        claim: "Layer \(collapse.layer) follows ηt whatever η and B are.",
        verdict: .init(time.residual, below: ClockCollapse.smallestResidual),
        quantity: "variance between (η, B) at equal ηt relative to that between networks "
          + "(collapse: below 0.25); collapse.nc: residual", interval: time.residual),
    ]
  }

  private func add(
    to data: inout Dataset, _ runs: StudyRuns, _ collapses: [LayerCollapse]
  ) throws {
    let optimizers = runs.runs.map(\.studyCase.configuration.training.optimizer)
    for (name, values, longName) in [
      ("learning_rate", optimizers.map(\.learningRate), "learning rate"),
      ("batch_size", optimizers.map { Double($0.batchSize) }, "patterns in a mini-batch"),
      ("steps_per_epoch", try runs.runs.map { try $0.stepsPerEpoch() }, "steps in an epoch"),
    ] {
      try data.add(
        Variable(
          name, dimensions: ["case"], values: .doubles(values), units: "1", longName: longName))
    }
    try data.addCoordinate(
      "compressing_layer", .integers(collapses.map { Int64($0.layer) }),
      longName: "layers that lose more than 0.1 bit")
    try data.addCoordinate(
      "clock", .strings(TrainingClock.allCases.map(\.rawValue)), longName: "how time is counted")
    let (axes, clocks) = (["compressing_layer", "clock"], collapses.flatMap(\.clocks))
    try data.addIntervals(
      "residual", axes, clocks.map(\.residual), units: "1",
      longName: "variance between conditions relative to that between networks")
    try data.addIntervals(
      "residual_excess", axes, clocks.map(\.excess), units: "1",
      longName: "residual minus that by the learning time")
    try data.addFlags(
      "outcome", axes, clocks.map(\.outcome), longName: "whether the curves collapse by the clock")
    for (name, ends) in [
      ("window_start", clocks.map { $0.window?.lowerBound ?? .nan }),
      ("window_end", clocks.map { $0.window?.upperBound ?? .nan }),
    ] {
      try data.add(
        Variable(
          name, dimensions: axes, values: .doubles(ends),
          longName: "end of the compared times, in units of the clock"))
    }
    for (name, path, units, longName) in [
      ("per_noise", \LayerCollapse.perNoise, "bit", "change per e-fold of η/B at equal ηt"),
      ("per_time", \.perTime, "bit", "change per e-fold of ηt"),
      ("noise_share", \.noiseShare, "1", "per_noise relative to per_time"),
    ] as [(String, KeyPath<LayerCollapse, BootstrapInterval>, String, String)] {
      try data.addIntervals(
        name, ["compressing_layer"], collapses.map { $0[keyPath: path] }, units: units,
        longName: "\(longName), of I(X;T)")
    }
  }
}

extension TrainingClock {
  /// How it is written.
  var label: String {
    switch self {
    case .steps: "t"
    case .learningTime: "ηt"
    case .noiseTime: "η²t/B"
    }
  }
}
