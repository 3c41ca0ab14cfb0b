import Archives
import DriftDiffusion
import Figures

/// The falsification matrix, from `falsification.nc`.
struct StudyMatrix {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  /// A row for every intervention: what was seen, what either hypothesis predicts of it and how the
  /// prediction fared, and the layers one by one.
  func figure() throws -> Figure {
    let rows = try data.nameCoordinate("row")
    let outcomes = try data.strings(named: "outcome", dimensions: ["row"])
    let ratios = try data.intervals("row_ratio", ["row"])
    let layers = try data.wholeCoordinate("compressing_layer")
    let cellRatios = try data.rows(named: "cell_ratio", dimensions: ["row", "compressing_layer"])
    let predictions = try ["diffusion_prediction", "saturation_prediction"].map {
      try data.strings(named: $0, dimensions: ["row"])
    }
    let cells = rows.indices.flatMap { row -> [VerdictCell] in
      [VerdictCell(intervalText(ratios[row])), VerdictCell(outcomes[row])]
        + predictions.map { VerdictCell($0[row], tone(of: $0[row], ratios[row])) }
        + cellRatios[row].map { VerdictCell(compact($0)) }
    }
    return Figure.verdicts(
      "Compression relative to the training that goes on, and what was predicted of it",
      summary: "Every intervention after the transition: the loss of I(X;T) relative to the "
        + "reference with its 95 % interval, what diffusion (H1) and saturation (H2) predict, and "
        + "whether the interval agrees.",
      rows: rows.map { FalsificationRow(rawValue: $0)?.label ?? $0 },
      columns: ["relative loss", "seen", "H1 diffusion", "H2 saturation"] + layers.map(layerName),
      cells: cells,
      meanings: [
        (.holds, "as predicted"), (.fails, "contradicted"), (.open, "undecided"),
      ], columnWidth: 170)
  }

  private func tone(of prediction: String, _ seen: BootstrapInterval) -> VerdictTone {
    guard let range = InterventionOutcome(rawValue: prediction)?.range else { return .open }
    switch Finding.Verdict(seen, within: range) {
    case .holds: return .holds
    case .fails: return .fails
    case .undecided: return .open
    }
  }
}
