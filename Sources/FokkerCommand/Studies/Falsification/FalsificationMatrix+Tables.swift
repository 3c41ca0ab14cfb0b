import Archives
import DriftDiffusion
import Figures

/// The hypotheses that the matrix tells apart.
enum MatrixHypothesis: String, CaseIterable, Sendable {
  /// Diffusion of the weights causes compression.
  case diffusion = "H1"
  /// Compression is saturation of the units by the gain of their layer.
  case saturation = "H2"

  /// What it says, for sentences.
  var name: String {
    switch self {
    case .diffusion: "diffusion"
    case .saturation: "saturation"
    }
  }

  /// What it predicts of a row.
  func prediction(of row: FalsificationRow) -> InterventionOutcome {
    switch self {
    case .diffusion: row.diffusionPrediction
    case .saturation: row.saturationPrediction
    }
  }

  /// How it fared in a row.
  func verdict(_ row: FalsificationMatrix.Row) -> Finding.Verdict {
    guard let range = prediction(of: row.row).range else { return .undecided }
    return Finding.Verdict(row.whole.ratio, within: range)
  }
}

extension FalsificationMatrix {
  /// The matrix over all compressing layers.
  var table: Table {
    let rows = rows.map { row in
      [
        row.row.label, intervalText(row.whole.ratio), compact(row.gainGrowth.estimate),
        row.whole.outcome.rawValue,
      ]
        + MatrixHypothesis.allCases.map { hypothesis in
          let mark =
            switch hypothesis.verdict(row) {
            case .holds: ""
            case .fails: " ✗"
            case .undecided: " ?"
            }
          return hypothesis.prediction(of: row.row).rawValue + mark
        }
    }
    return Table(
      "Compression relative to the reference (✗ contradicted, ? undecided)",
      columns: [
        TableColumn("after epoch \(branch)"), TableColumn("relative"),
        TableColumn("Δln‖W‖", alignment: .decimal), TableColumn("seen"), TableColumn("H1"),
        TableColumn("H2"),
      ],
      rows: [
        ["training goes on", "1", compact(referenceGrowth.estimate), "reference", "", ""]
      ] + rows)
  }

  /// The matrix layer by layer.
  var layerTable: Table {
    Table(
      "Layer by layer, intervals for all layers at once",
      columns: [TableColumn("intervention")]
        + layers.map { TableColumn("layer \($0 + 1)") },
      rows: rows.flatMap { row in
        [
          [row.row.label] + row.layers.map(\.outcome.rawValue),
          [""] + row.layers.map { intervalText($0.ratio) },
        ]
      })
  }

  /// How often each hypothesis was right.
  var verdicts: Table {
    Table(
      "Which hypothesis survives",
      columns: [
        TableColumn("hypothesis"), TableColumn("right", alignment: .trailing),
        TableColumn("wrong", alignment: .trailing), TableColumn("undecided", alignment: .trailing),
        TableColumn("verdict"),
      ],
      rows: MatrixHypothesis.allCases.map { hypothesis in
        let verdicts = rows.map(hypothesis.verdict)
        let wrong = verdicts.count { $0 == .fails }
        let open = verdicts.count { $0 == .undecided }
        let verdict = wrong > 0 ? "contradicted" : open > 0 ? "survives so far" : "survives"
        return [
          "\(hypothesis.rawValue) \(hypothesis.name)", "\(verdicts.count { $0 == .holds })",
          "\(wrong)", "\(open)", verdict,
        ]
      })
  }

  /// What a row says of each hypothesis.
  func findings(_ row: Row) -> [Finding] {
    let quantity =
      switch row.row.measure {
      case .sinceBranch:
        "loss of I(X;T) since epoch \(branch), relative to the reference's "
          + "(compression: above 0.5)"
      case .sincePeak:
        "loss of I(X;T) since its peak, relative to the reference's (compression: above 0.5)"
      case .lead:
        "mean lead in I(X;T) after epoch \(branch), relative to the reference's loss "
          + "(the same: within 0.1)"
      }
    return MatrixHypothesis.allCases.map { hypothesis in
      Finding(
        claim: "\(hypothesis.rawValue) (\(hypothesis.name)) predicts '"
          + "\(hypothesis.prediction(of: row.row).rawValue)' of: \(row.row.label).",
        verdict: hypothesis.verdict(row),
        quantity: "\(quantity); falsification.nc: row_ratio of row '\(row.row.rawValue)'",
        interval: row.whole.ratio)
    }
  }

  /// Adds the cells.
  func add(to data: inout Dataset) throws {
    try data.addDimension("row", length: rows.count)
    try data.addCoordinate(
      "compressing_layer", .integers(layers.map { Int64($0 + 1) }),
      longName: "layers of which the reference loses more than 0.1 bit since the branch")
    data.attributes["branching_epoch"] = .integers([Int64(branch)])
    let texts: [(String, [String], [String], String)] = [
      ("row", ["row"], rows.map(\.row.rawValue), "intervention"),
      ("measure", ["row"], rows.map(\.row.measure.rawValue), "what is compared"),
      ("outcome", ["row"], rows.map(\.whole.outcome.rawValue), "what was seen, all layers"),
      (
        "layer_outcome", ["row", "compressing_layer"],
        rows.flatMap { $0.layers.map(\.outcome.rawValue) }, "what was seen"
      ),
      (
        "diffusion_prediction", ["row"], rows.map(\.row.diffusionPrediction.rawValue),
        "what H1 predicts"
      ),
      (
        "saturation_prediction", ["row"], rows.map(\.row.saturationPrediction.rawValue),
        "what H2 predicts"
      ),
    ]
    for (name, dimensions, values, longName) in texts {
      try data.add(
        Variable(name, dimensions: dimensions, values: .strings(values), longName: longName))
    }
    let cells = rows.flatMap(\.layers)
    try data.addIntervals(
      "row_ratio", ["row"], rows.map(\.whole.ratio), units: "1",
      longName: "loss or lead relative to the reference's loss, all compressing layers")
    try data.addIntervals(
      "gain_growth", ["row"], rows.map(\.gainGrowth), units: "1",
      longName: "growth of ln of the layers' norm since the branch, mean of the compressing layers")
    data.attributes["reference_gain_growth"] = .doubles([referenceGrowth.estimate])
    try data.addIntervals(
      "row_size", ["row"], rows.map(\.whole.size), units: "bit",
      longName: "loss or lead, mean of the compressing layers")
    try data.addIntervals(
      "cell_ratio", ["row", "compressing_layer"], cells.map(\.ratio), units: "1",
      longName: "loss or lead relative to the reference's loss, for all layers at once")
    try data.addIntervals(
      "cell_size", ["row", "compressing_layer"], cells.map(\.size), units: "bit",
      longName: "loss or lead")
  }
}
