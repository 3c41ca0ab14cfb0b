import DriftDiffusion
import Figures

/// The tests of what causes compression, as a table and as findings.
struct HypothesisTable {
  let hypotheses: CompressionHypotheses

  init(_ hypotheses: CompressionHypotheses) { self.hypotheses = hypotheses }

  /// One row per layer and cause.
  var table: Table {
    let rows = hypotheses.layers.flatMap { layer -> [[String]] in
      [("H1", "entropy", layer.diffusion), ("H2", "ln gain", layer.saturation)].enumerated().map {
        index, item in
        [
          index == 0 ? "\(layer.layer)" : "", "\(item.0) \(item.1)",
          intervalText(item.2.coefficient.interval), compact(item.2.correctedPValue),
          intervalText(item.2.share), item.2.verdict.rawValue,
        ]
      } + [["", "H3 trend", "", "", "", layer.trend.rawValue]]
    }
    return Table(
      "What the fall of I(X;T) goes with between units (p by Holm over layers)",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("cause"),
        TableColumn("bits per unit"),
        TableColumn("p", alignment: .decimal), TableColumn("share of the fall"),
        TableColumn("verdict"),
      ], rows: rows)
  }

  /// What the tests of a layer say.
  static func findings(_ layer: LayerHypotheses) -> [Finding] {
    [
      (
        "H1: the fall of I(X;T) in layer \(layer.layer) goes with the entropy of its weights.",
        "diffusion_share", layer.diffusion
      ),
      (
        "H2: the fall of I(X;T) in layer \(layer.layer) goes with the gain of its weights.",
        "saturation_share", layer.saturation
      ),
    ].map { claim, field, test in
      let verdict: Finding.Verdict =
        switch test.verdict {
        case .supported: .holds
        case .minor, .rejected: .fails
        case .undecided: .undecided
        }
      return Finding(
        claim: claim, verdict: verdict,
        quantity: "share of the fall that it explains (main cause: half or more, with corrected "
          + "p = \(compact(test.correctedPValue)) ≤ 0.05); field \(field)", interval: test.share)
    }
  }
}
