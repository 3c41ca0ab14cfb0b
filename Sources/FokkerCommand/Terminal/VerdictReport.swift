import DriftDiffusion
import Figures

/// How and why the layers of a run compress, as tables of at most 80 columns.
struct VerdictReport {
  let verdict: ComparisonSummary.Verdict

  /// All tables with their explanations; empty when no layer compresses.
  var text: String {
    var parts: [String] = []
    if !verdict.laws.isEmpty { parts.append(lawTable.text()) }
    if !verdict.causes.isEmpty { parts.append(causeTable.text() + "\n" + explanation) }
    if !verdict.pairings.isEmpty {
      parts.append(PairingTable(pairings: verdict.pairings).table.text())
    }
    return parts.joined(separator: "\n")
  }

  /// The laws of the layers that compress.
  var lawTable: Table {
    Table(
      "Laws of compression by held-out networks; directions n of free diffusion",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("law"),
        TableColumn("nats per e-fold"), TableColumn("directions n", alignment: .decimal),
      ],
      rows: verdict.laws.map { law in
        [
          "\(law.layer)", law.law + (law.isDecided ? "" : " ?"), intervalText(law.fallPerEFold),
          compact(2 * law.fallPerEFold.estimate),
        ]
      })
  }

  /// The tests of the causes, layer by layer.
  var causeTable: Table {
    let layers = distinct(verdict.causes.map(\.layer))
    let rows = layers.enumerated().flatMap { index, layer -> [[String]] in
      verdict.causes.filter { $0.layer == layer }.enumerated().map { place, cause in
        [
          place == 0 ? "\(layer)" : "", cause.hypothesis, intervalText(cause.coefficient),
          compact(cause.correctedPValue), intervalText(cause.share), cause.verdict,
        ]
      } + [["", "H3", "", "", "", verdict.trends[index]]]
    }
    return Table(
      "Why: H1 entropy of the weights, H2 gain of the layer, H3 a shared trend alone",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn(""), TableColumn("bits per unit"),
        TableColumn("p", alignment: .decimal), TableColumn("share of the fall"),
        TableColumn("verdict"),
      ], rows: rows)
  }

  private var explanation: String {
    let inflation = verdict.varianceInflation
    var lines = [
      "Between networks and beyond what all do at the same time; p corrected over layers.",
      "Entropy and gain of one network change together (variances \(compact(inflation.min() ?? .nan)) "
        + "to \(compact(inflation.max() ?? .nan)) times as large): 'fokker study noise' has an entropy "
        + "of its own, 'fokker study falsification' intervenes.",
    ]
    if let correlation = verdict.rankCorrelation, let p = verdict.rankCorrelationPValue {
      lines.append(
        "Across layers, growth of the entropy with compression: ρ = \(compact(correlation)), exact "
          + "p = \(compact(p)).")
    }
    return lines.map { wrapped($0, width: 80) }.joined(separator: "\n") + "\n"
  }
}
