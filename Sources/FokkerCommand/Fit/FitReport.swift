import DriftDiffusion
import Figures

/// A fit as tables of at most 80 columns.
struct FitReport {
  let summary: FitSummary

  /// All tables with their explanations.
  var text: String {
    [coefficientTable, assumptionTable, hints].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var coefficientTable: String {
    var rows: [[String]] = []
    var last = 0
    for row in summary.coefficients {
      rows.append([
        row.layer == last ? "" : "\(row.layer)", NumberText.significant(row.epoch, digits: 3),
        Self.estimate(row.homogeneousDrift), Self.estimate(row.affineSlope),
        Self.estimate(row.homogeneousDiffusion),
      ])
      last = row.layer
    }
    let table = TextTable(
      header: ["layer", "epoch", "a", "∂a/∂w", "D"], rows: rows)
    return """
      Drift and diffusion per unit of learning time s, ± standard error over networks

      \(table.text)

      a: mean drift (homogeneous); ∂a/∂w: slope −θ of the drift over w (affine); D:
      diffusion (homogeneous). Other epochs and closures are in coefficients.nc.
      """
  }

  private static func estimate(_ measure: FitSummary.Measure) -> String {
    guard let value = measure.value else { return "–" }
    guard let error = measure.standardError else {
      return NumberText.significant(value, digits: 3)
    }
    return NumberText.uncertain(value, error)
  }

  // MARK: - Assumptions

  private var layerChecks: [FitSummary.Check] {
    summary.checks.filter { $0.assumption != .smallSteps }
  }

  /// The assumptions as a table for a page.
  var assumptions: Table {
    assumptionColumns.titled(
      "What the data say of the assumptions (+ holds, ~ strained, × fails, – unknown)")
  }

  private var assumptionColumns: TextTable {
    let assumptions = distinct(layerChecks.map(\.assumption))
    let rows = distinct(layerChecks.map(\.layer)).map { layer in
      ["\(layer)"] + assumptions.map { assumption in cell(assumption, layer) }
    }
    return TextTable(header: ["layer"] + assumptions.map(\.label), rows: rows)
  }

  private var assumptionTable: String {
    """
    What the data say of the assumptions (+ holds, ~ strained, × fails, – unknown)

    \(steps)
    \(assumptionColumns.text)

    correlation: of successive steps beyond reshuffling; kurtosis: excess of a
    batch's gradient; directions: participation ratio per parameter; D(w): variation
    of D over the weights; a(w): share of the drift that a line in w describes;
    spread: D of increments between recorded epochs over D of the gradients.
    Medians over the recorded epochs.
    """
  }

  private var steps: String {
    guard let check = summary.checks.first(where: { $0.assumption == .smallSteps }),
      let value = check.value
    else { return "η λ, the step in units of the inverse curvature, was not measured: –\n" }
    let worst = check.worst.map { NumberText.significant($0, digits: 2) } ?? "–"
    return "η λ, the step in units of the inverse curvature: "
      + "\(NumberText.significant(value, digits: 2)) \(check.verdict.mark), "
      + "at most \(worst) at epoch \(NumberText.significant(check.worstEpoch, digits: 3))\n"
  }

  private func cell(_ assumption: Assumption, _ layer: Int) -> String {
    guard let check = layerChecks.first(where: { $0.assumption == assumption && $0.layer == layer })
    else { return "–" }
    guard let value = check.value else { return check.verdict.mark }
    return "\(NumberText.significant(value, digits: 2)) \(check.verdict.mark)"
  }

  private var hints: String {
    let failing = Assumption.allCases.map { line($0, .fails, $0.hint) }
    let unknown = Assumption.allCases.map { line($0, .unknown, $0.reasonForUnknown) }
    return (failing + unknown).compactMap(\.self).joined(separator: "\n")
  }

  /// A text about the layers in which an assumption has a verdict, or nil where none has.
  private func line(
    _ assumption: Assumption, _ verdict: AssumptionVerdict, _ text: String?
  ) -> String? {
    let layers = distinct(
      summary.checks.filter { $0.assumption == assumption && $0.verdict == verdict }.map(\.layer))
    guard let text, !layers.isEmpty else { return nil }
    let place =
      assumption == .smallSteps
      ? "" : " (layers \(layers.map(String.init).joined(separator: ", ")))"
    return wrapped("\(verdict.mark) \(assumption.label)\(place): \(text).", width: 79)
  }
}

extension Assumption {
  /// The assumption in a word.
  var label: String {
    switch self {
    case .smallSteps: "η λ"
    case .whiteNoise: "correlation"
    case .normalNoise: "kurtosis"
    case .independentNoise: "directions"
    case .uniformDiffusion: "D(w)"
    case .driftOfWeight: "a(w)"
    case .diffusiveIncrements: "spread"
    }
  }
}

extension AssumptionVerdict {
  /// The verdict as a mark.
  var mark: String {
    switch self {
    case .holds: "+"
    case .strained: "~"
    case .fails: "×"
    case .unknown: "–"
    }
  }
}
