import DriftDiffusion
import Figures
import Foundation

/// The phases as tables of at most 80 columns.
struct GradientReport {
  let summary: GradientSummary

  /// How many layers stand side by side in a table.
  private static let layersPerTable = 6

  /// All tables with their explanations.
  var text: String {
    ([transitionTable] + agreementTables + [plateauTable]).joined(separator: "\n\n")
  }

  private var percent: String {
    let level = 100 * summary.level
    return "\(fixed(level, level == level.rounded() ? 0 : 1)) %"
  }

  /// The transitions as a table for a page.
  var transitions: Table {
    transitionColumns.titled(
      "Transition epochs of the mean over \(networks), with bootstrap intervals")
  }

  private var transitionColumns: TextTable {
    let layers = distinct(summary.transitions.map(\.layer))
    let rows = layers.flatMap { layer in
      summary.transitions.filter { $0.layer == layer }.enumerated().map { index, transition in
        [index == 0 ? "\(layer)" : ""] + cells(transition)
      }
    }
    return TextTable(
      header: ["layer", "transition", "epoch", percent, "exists", "times", "own", "median"],
      rows: rows)
  }

  private var transitionTable: String {
    """
    Transition epochs of the mean over \(networks), with bootstrap intervals

    \(transitionColumns.text)

    exists: in how many of \(summary.resamples) resamples; times: how often the mean curve has it;
    own, median: networks whose own curve has it, and the median of their epochs\(notes)
    """
  }

  private var networks: String {
    summary.networks == 1 ? "one network" : "\(summary.networks) networks"
  }

  private var notes: String {
    informationNote + (summary.networks > 1 ? "" : "\nOne network: there are no intervals.")
  }

  private var informationNote: String {
    switch summary.informationNetworks {
    case summary.networks: ""
    case 0: "\nNo information.nc: the maximum of I(X;T) is left out."
    case let count:
      "\ninformation.nc has \(count) of \(summary.networks) networks: the maximum of I(X;T) is "
        + "left out."
    }
  }

  private func cells(_ transition: GradientSummary.Transition) -> [String] {
    let own = transition.networkEpochs
    let median = own.isEmpty ? "–" : Self.epoch((own[(own.count - 1) / 2] + own[own.count / 2]) / 2)
    return [
      transition.definition.label, transition.epoch.value.map(Self.epoch) ?? "(none)",
      Self.interval(transition.epoch, Self.epoch),
      "\(fixed(100 * transition.definedFraction, 0)) %", "\(transition.count)",
      "\(own.count)/\(summary.networks)", median,
    ]
  }

  private var agreementTables: [String] {
    let layers = distinct(summary.agreements.map(\.layer))
    let pairs = distinct(summary.agreements.map { TransitionPair($0.first, $0.second) })
    return stride(from: 0, to: layers.count, by: Self.layersPerTable).map { start in
      let shown = layers[start..<min(start + Self.layersPerTable, layers.count)]
      let rows = pairs.map { pair in
        ["\(pair.first.label) : \(pair.second.label)"] + shown.map { ratio(pair, inLayer: $0) }
      }
      let table = TextTable(header: ["epochs of, in layer"] + shown.map { "\($0)" }, rows: rows)
      return "Ratios of the epochs; * where the \(percent) interval excludes 1\n\n\(table.text)"
    }
  }

  private func ratio(_ pair: TransitionPair, inLayer layer: Int) -> String {
    let agreement = summary.agreements.first {
      $0.layer == layer && $0.first == pair.first && $0.second == pair.second
    }
    guard let agreement, let value = agreement.logRatio.value else { return "–" }
    let ratio = exp(value)
    let text =
      (0.01..<1000).contains(ratio)
      ? NumberText.significant(ratio, digits: 2) : String(format: "%.0e", ratio)
    return text + (agreement.differ ? "*" : " ")
  }

  private var plateauTable: String {
    let rows = summary.plateaus.map { plateau in
      [
        "\(plateau.layer)", Self.estimate(plateau.slope) { signed($0, 2) },
        Self.isConstant(plateau), Self.estimate(plateau.signalToNoise, Self.ratio),
        Self.estimate(plateau.unbiasedSignalToNoise, Self.ratio),
        "\(fixed(100 * plateau.lastNegativeFraction, 0)) %",
      ]
    }
    let table = TextTable(
      header: ["layer", "slope", "flat", "SNR", "unbiased", "|g|²<0"], rows: rows)
    let start = summary.plateauFirstEpoch.map(Self.epoch) ?? "–"
    return """
      Plateau, epochs \(start) to \(Self.epoch(summary.lastEpoch)): slope d ln SNR / d ln epoch and \
      level [\(percent)]

      \(table.text)

      flat: the slope's interval holds 0; SNR: biased, \(fixed(summary.noiseFloor, 2)) from noise alone;
      |g|²<0: networks whose unbiased squared gradient is negative at the end
      """
  }

  private static func isConstant(_ plateau: GradientSummary.Plateau) -> String {
    guard let lower = plateau.slope.lower, let upper = plateau.slope.upper else { return "–" }
    return lower <= 0 && 0 <= upper ? "yes" : "no"
  }

  private static func estimate(
    _ measure: GradientSummary.Measure, _ format: (Double) -> String
  ) -> String {
    guard let value = measure.value else { return "–" }
    let ends = interval(measure, format)
    return ends == "–" ? format(value) : "\(format(value)) \(ends)"
  }

  private static func interval(
    _ measure: GradientSummary.Measure, _ format: (Double) -> String
  ) -> String {
    guard let lower = measure.lower, let upper = measure.upper else { return "–" }
    return "[\(format(lower)), \(format(upper))]"
  }

  /// An epoch with decimals only where they matter.
  private static func epoch(_ value: Double) -> String {
    value < 1 ? NumberText.significant(value, digits: 2) : fixed(value, value < 10 ? 1 : 0)
  }

  /// A ratio with at most four characters or so.
  private static func ratio(_ value: Double) -> String {
    fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0)
  }
}

extension TransitionDefinition {
  /// The definition in a few letters.
  var label: String {
    switch self {
    case .firstSignalToNoise: "SNR=1 first"
    case .lastSignalToNoise: "SNR=1 last"
    case .firstNoiseBatch: "B*=B first"
    case .lastNoiseBatch: "B*=B last"
    case .informationPeak: "max I(X;T)"
    case .gradientBend: "bend of |g|"
    }
  }
}
