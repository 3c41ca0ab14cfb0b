import DriftDiffusion
import Figures
import RealModule

extension RelaxationComparison {
  /// What every row does to all compressing layers together.
  var table: Table {
    Table(
      "Loss of I(X;T) since epoch \(branch), relative to the reference's",
      columns: [
        TableColumn("after epoch \(branch)"), TableColumn("at the end"),
        TableColumn("at equal cost"), TableColumn("Δloss, nat"), TableColumn("seen"),
      ],
      rows: entries.map { entry in
        let isReference = entry.row == nil
        return [
          entry.label, isReference ? "1" : intervalText(entry.compression.ratio),
          isReference ? "1" : intervalText(entry.equalCost.ratio), intervalText(entry.lossChange),
          isReference ? "reference" : Self.text(entry.compression.outcome),
        ]
      })
  }

  /// What is said of an outcome.
  private static func text(_ outcome: InterventionOutcome) -> String {
    outcome == .undecided ? "too uncertain" : outcome.rawValue
  }

  /// What fractions of the reference's compression cost.
  var costTable: Table {
    Table(
      "Million passes forward per network to fractions of the reference's loss",
      columns: [TableColumn("")]
        + Self.fractions.map { TableColumn("\(Int(100 * $0)) %") } + [TableColumn("whole run")],
      rows: entries.map { entry in
        [entry.label] + entry.costs.map { costText($0) }
          + [compact(wholeCost(entry) / 1e6)]
      })
  }

  /// The passes forward that an ensemble took per network since the branch.
  func wholeCost(_ entry: Entry) -> Double {
    entry.course.cost(until: entry.course.trainingLoss.epochs.last ?? .nan)
  }

  private func costText(_ cost: BootstrapInterval) -> String {
    if cost.definedFraction == 0 { return "not reached" }
    guard cost.isCertain else { return "too uncertain" }
    return intervalText(cost.millions)
  }

  /// The changes of information, layer by layer.
  var layerTable: Table {
    let count = entries[0].inputChanges.count
    return Table(
      "Change since epoch \(branch) in bits, intervals for all layers at once",
      columns: [
        TableColumn(""), TableColumn("layer", alignment: .trailing), TableColumn("ΔI(X;T)"),
        TableColumn("ΔI(T;Y)"),
      ],
      rows: entries.flatMap { entry in
        (0..<count).map { layer in
          [
            layer == 0 ? entry.label : "", "\(layer + 1)", intervalText(entry.inputChanges[layer]),
            intervalText(entry.labelChanges[layer]),
          ]
        }
      })
  }

  /// The measured temperatures, and how many proposals the chains accepted.
  var temperatureTable: Table {
    let chains = entries.filter { !($0.course.acceptances.first ?? .nan).isNaN }
    let network = [["all", intervalText(temperatures.network)] + chains.map { _ in "" }]
    return Table(
      "Temperature (η/2) tr(C/B)/n at epoch \(branch) in nats; accepted proposals",
      columns: [TableColumn("layer", alignment: .trailing), TableColumn("T")]
        + chains.map {
          TableColumn($0.row?.withoutBottleneck == nil ? "Metropolis" : "and bottleneck")
        },
      rows: network
        + temperatures.layers.enumerated().map { layer, interval in
          ["\(layer + 1)", intervalText(interval)]
            + chains.map { compact($0.course.acceptances[layer]) }
        })
  }
}

extension BootstrapInterval {
  /// Whether a cost is known: reached in 95 % of the resamples, and to within a factor of ten.
  var isCertain: Bool {
    !estimate.isNaN && definedFraction >= 0.95 && upper <= 10 * lower
  }

  /// The interval in millions.
  var millions: BootstrapInterval {
    BootstrapInterval(
      estimate: estimate / 1e6, lower: lower / 1e6, upper: upper / 1e6,
      definedFraction: definedFraction)
  }
}
