import Figures

/// The comparison as tables of at most 80 columns.
struct ComparisonReport {
  let summary: ComparisonSummary

  /// All tables with their explanations.
  var text: String {
    let information =
      summary.information.isEmpty
      ? [] : ["Information in bits, mean of \(networks)\n\n" + informationColumns.text]
    let entropy = """
      Change of weight entropy in nats, \(epochs), measured and predicted;
      W1: Wasserstein distance of predicted and measured weights at the end

      \(entropyColumns.text)
      """
    let verdicts = [
      ForecastReport(forecasts: summary.forecasts, what: "held-out networks").text,
      ForecastReport(
        forecasts: summary.forecastsFromOtherRun, what: "the run from another fit"
      ).text,
      VerdictReport(verdict: summary.verdict).text,
    ].filter { !$0.isEmpty }
    return (information + [entropy, agreement] + verdicts).joined(separator: "\n\n")
  }

  /// The information of the layers as a table for a page; nil when none was measured.
  var informationTable: Table? {
    summary.information.isEmpty
      ? nil : informationColumns.titled("Information in bits, mean of \(networks)")
  }

  /// The entropies as a table for a page.
  var entropyTable: Table {
    entropyColumns.titled(
      "Change of weight entropy in nats, \(epochs), measured and predicted; W1 is the distance of "
        + "predicted and measured weights at the end")
  }

  /// How far solvers, ensemble and measurement agree.
  var agreementSentences: [String] {
    agreement.split(separator: ".\n").map { sentence in
      let line = sentence.replacing("\n", with: " ")
      return line.hasSuffix(".") ? String(line) : line + "."
    }
  }

  private var networks: String { "\(networkPhrase(summary.networks)) (± standard error)" }

  private var epochs: String { "epoch \(Int(summary.firstEpoch)) to \(Int(summary.lastEpoch))" }

  private var informationColumns: TextTable {
    let rows = summary.information.map { layer in
      [
        "\(layer.layer)", fixed(layer.firstInputBits, 2), fixed(layer.peakInputBits, 2),
        "\(Int(layer.peakEpoch))", fixed(layer.lastInputBits, 2),
        layer.compressionBits.text(decimals: 3), fixed(layer.firstLabelBits, 3),
        fixed(layer.lastLabelBits, 3),
      ]
    }
    return TextTable(
      header: [
        "layer", "I(X;T) first", "peak", "at epoch", "last", "compression", "I(T;Y) first", "last",
      ], rows: rows)
  }

  private var entropyColumns: TextTable {
    var rows: [[String]] = []
    for (layer, measured) in zip(summary.layers, summary.measuredEntropyChangeNats) {
      let predictions = summary.predictions.filter { $0.layer == layer }
      for (index, closure) in distinct(predictions.map(\.closure)).enumerated() {
        let start = index == 0 ? ["\(layer)", measured.signedText(decimals: 3)] : ["", ""]
        rows.append(start + cells(predictions.filter { $0.closure == closure }, closure))
      }
    }
    return TextTable(
      header: ["layer", "measured", "closure", "f.volume", "spectral", "Langevin", "W1"],
      rows: rows)
  }

  private func cells(_ predictions: [ComparisonSummary.Prediction], _ closure: String) -> [String] {
    func find(_ method: String) -> ComparisonSummary.Prediction? {
      predictions.first { $0.method == method }
    }
    let solved = ["finite-volume", "spectral"].map { method in
      find(method).map { signed($0.entropyChangeNats.value, 3) } ?? "–"
    }
    let simulated = find("langevin")?.entropyChangeNats.signedText(decimals: 3) ?? "–"
    let distance = find("finite-volume").map { fixed($0.wasserstein1, 3) } ?? "–"
    return [closure] + solved + [simulated, distance]
  }

  private var agreement: String {
    let distances = summary.agreements.map(\.solverDistanceL1)
    let deviations = summary.agreements.map { abs($0.ensembleEntropyDeviation) }
    let squares = summary.agreements.map(\.ensembleChiSquared)
    let judged = summary.areInside(summary.predictions.filter { $0.method == "finite-volume" })
    let inside =
      judged.isEmpty
      ? "One network tells no interval of the measured entropy."
      : "Predicted entropy changes inside the measured 95 % interval: \(judged.count(where: \.self)) of "
        + "\(judged.count)."
    return """
      Solvers against each other: largest L1 distance \(scientific(distances.max() ?? .nan)).
      Langevin against finite volumes: entropy off by at most \
      \(fixed(deviations.max() ?? .nan, 1)) standard errors,
      mean squared deviation of the histograms \(fixed(squares.min() ?? .nan, 2)) to \
      \(fixed(squares.max() ?? .nan, 2)) (1 is perfect).
      \(inside)
      Fit and comparison use the same epochs and networks: agreement is no evidence.
      """
  }
}

extension ComparisonSummary.Measure {
  /// The value ± its error.
  func text(decimals: Int) -> String { withError(fixed(value, decimals), decimals) }

  /// The value with its sign ± its error.
  func signedText(decimals: Int) -> String { withError(signed(value, decimals), decimals) }

  private func withError(_ text: String, _ decimals: Int) -> String {
    standardError.map { "\(text) ± \(fixed($0, decimals))" } ?? text
  }
}
