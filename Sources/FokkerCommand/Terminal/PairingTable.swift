import DriftDiffusion
import Figures

/// H1 against swapped pairings as a table of at most 80 columns.
struct PairingTable {
  let pairings: [ComparisonSummary.Pairing]

  /// One row per layer, then all layers together.
  var table: Table {
    Table(
      "H1 with the entropy of one unit paired with the information of another",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("correlation", alignment: .decimal),
        TableColumn("p of swapped pairings"), TableColumn("p (Holm)", alignment: .decimal),
      ],
      rows: pairings.map { pairing in
        [
          pairing.layer.map { "\($0)" } ?? "all", compact(pairing.correlation),
          Self.text(pairing.pValue, pairing.pValueError),
          pairing.correctedPValue.map(compact) ?? "",
        ]
      })
  }

  /// A permutation probability with its Monte-Carlo error, or as exact.
  static func text(_ probability: Double, _ error: Double) -> String {
    error > 0 ? NumberText.uncertain(probability, error) : "\(compact(probability)) exact"
  }
}

extension PairingTable {
  /// The tests of the layers of an ensemble.
  init(_ hypotheses: CompressionHypotheses) {
    let layers = hypotheses.layers.map { layer in
      ComparisonSummary.Pairing(
        layer: layer.layer, correlation: layer.pairing.statistic, pValue: layer.pairing.pValue,
        pValueError: layer.pairing.pValueError, correctedPValue: layer.correctedPairingPValue)
    }
    let whole = hypotheses.pairing.map { test in
      ComparisonSummary.Pairing(
        layer: nil, correlation: test.statistic, pValue: test.pValue,
        pValueError: test.pValueError, correctedPValue: nil)
    }
    self.init(pairings: layers + (whole.map { [$0] } ?? []))
  }
}
