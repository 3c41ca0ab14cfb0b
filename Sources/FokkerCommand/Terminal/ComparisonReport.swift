import DriftDiffusion
import KramersMoyal

/// The comparison as tables of at most 80 columns.
struct ComparisonReport {
  let comparison: RunComparison

  /// All tables with their explanations.
  var text: String {
    [compressionTable, entropyTable, agreementTable].joined(separator: "\n\n")
  }

  private var lastEpoch: Int { Int(comparison.epochs.last ?? 0) }

  private var compressionTable: String {
    let rows = zip(comparison.measured, comparison.observed).map { measured, observed in
      let (input, label) = (observed.aboutInput.values, observed.aboutLabel.values)
      let peak = observed.peakIndex
      return [
        "\(measured.layer)", fixed(input[0], 2), fixed(input[peak], 2),
        "\(Int(comparison.informationEpochs[peak]))", fixed(input[input.count - 1], 2),
        interval(observed.compression.values[0], observed.compression.standardErrors[0], 3),
        fixed(label[0], 3), fixed(label[label.count - 1], 3),
      ]
    }
    let table = TextTable(
      header: [
        "layer", "I(X;T) first", "peak", "at epoch", "last", "compression", "I(T;Y) first", "last",
      ], rows: rows)
    return "Observed information in bits, mean of \(comparison.networkCount) networks "
      + "(± standard error)\n\n\(table.text)"
  }

  private var entropyTable: String {
    var rows: [[String]] = []
    for measured in comparison.measured {
      let scores = comparison.scores.filter { $0.layer == measured.layer }
      for (index, closure) in distinct(scores.map(\.closure)).enumerated() {
        rows.append(row(measured, scores.filter { $0.closure == closure }, isFirst: index == 0))
      }
    }
    let table = TextTable(
      header: [
        "layer", "closure", "measured", "f. volume", "spectral", "Langevin", "W1",
      ], rows: rows)
    return "Change of the weight entropy from epoch \(Int(comparison.epochs.first ?? 0)) to "
      + "\(lastEpoch) in nats, measured and predicted,\n"
      + "and the Wasserstein-1 distance of the finite-volume density at the end\n\n\(table.text)"
  }

  private func row(
    _ measured: MeasuredLayer, _ scores: [PredictionScore], isFirst: Bool
  ) -> [String] {
    func score(_ method: PredictionMethod) -> PredictionScore? {
      scores.first { $0.method == method }
    }
    func change(_ method: PredictionMethod) -> String {
      score(method)?.entropyChange.values.last.map { signed($0, 3) } ?? "–"
    }
    let last = measured.entropyChange.values.count - 1
    let langevin = score(.langevin).map {
      signedInterval($0.entropyChange.values[last], $0.entropyChange.standardErrors[last], 3)
    }
    return [
      isFirst ? "\(measured.layer)" : "", scores.first?.closure.rawValue ?? "",
      isFirst
        ? signedInterval(
          measured.entropyChange.values[last], measured.entropyChange.standardErrors[last], 3) : "",
      change(.finiteVolume), change(.spectral), langevin ?? "–",
      score(.finiteVolume)?.wasserstein1.last.map { fixed($0, 3) } ?? "–",
    ]
  }

  private var agreementTable: String {
    let distances = comparison.agreements.map(\.solverDistance)
    let deviations = comparison.agreements.map { abs($0.ensembleEntropyDeviation) }
    let squares = comparison.agreements.map(\.ensembleChiSquared)
    let inside = comparison.scores.filter { $0.method == .finiteVolume }
    let hits = inside.count { abs($0.finalDeviation) <= 1.96 }
    return """
      Solvers against each other: largest L1 distance \(scientific(distances.max() ?? .nan)).
      Langevin against finite volumes: entropy off by at most \(fixed(deviations.max() ?? .nan, 1)) \
      standard errors,
      mean squared deviation of the histograms \(fixed(squares.min() ?? .nan, 2)) to \
      \(fixed(squares.max() ?? .nan, 2)) (1 is perfect).
      Predicted entropy changes inside the 95 % interval of the measured ones: \(hits) of \
      \(inside.count).
      Fit and comparison use the same epochs and networks: agreement is no evidence yet.
      """
  }
}
