import Foundation
import InformationTheory

/// What is printed about a table of activations.
struct InformationReport: Encodable {
  /// One estimate of one layer at one epoch, averaged over networks.
  struct Row: Encodable {
    var epoch: Double
    var layer: Int
    var units: Int
    var estimator: String
    /// I(X;T); absent where it was not estimated.
    var inputBits: Double?
    /// I(T;Y); absent where it was not estimated.
    var labelBits: Double?
    /// The mean number of different symbols, for bins.
    var symbols: Double?
  }

  var source: String
  var networks: Int
  var patterns: Int
  var labelEntropyBits: Double
  var patternLabelInformationBits: Double
  /// How T came about, a phrase for each estimator.
  var estimators: [String]
  var rows: [Row]
  var warnings: [String]

  init(_ measurement: InformationMeasurement, _ table: ActivationTable) {
    source = table.source
    networks = table.networkCount
    patterns = measurement.patternCount
    labelEntropyBits = measurement.labelEntropy
    patternLabelInformationBits = measurement.patternLabelInformation
    estimators = measurement.descriptions(table.layers.map(\.number))
    warnings = measurement.warnings(numbers: table.layers.map(\.number))
    rows = table.epochs.indices.flatMap { epoch in
      table.layers.indices.flatMap { layer in
        let layers = (0..<table.networkCount).map {
          measurement.measurement(network: $0, epoch: epoch, layer: layer)
        }
        return measurement.configuration.estimates.enumerated().map { index, estimate in
          Row(
            epoch: table.epochs[epoch], layer: table.layers[layer].number,
            units: table.layers[layer].unitCount, estimator: estimate.rawValue,
            inputBits: mean(layers.map { $0.values[index].aboutInput }),
            labelBits: mean(layers.map { $0.values[index].aboutLabel }),
            symbols: estimate == .binned
              ? mean(layers.map { Double($0.binned?.occupiedSymbols ?? 0) }) : nil)
        }
      }
    }
  }

  /// The report for people, at most 80 columns wide; of many epochs the last one.
  var text: String {
    let epochs = Set(rows.map(\.epoch))
    let isShort = rows.count <= 60
    let shown = isShort ? rows : rows.filter { $0.epoch == rows.last?.epoch }
    let table = TextTable(
      header: ["layer", "units", "estimator", "I(X;T)", "I(T;Y)", "symbols", "epoch"],
      rows: shown.map { row in
        [
          "\(row.layer)", "\(row.units)", row.estimator, fixed(row.inputBits ?? .nan, 4),
          fixed(row.labelBits ?? .nan, 4),
          row.symbols.map { fixed($0, networks > 1 ? 1 : 0) } ?? "",
          row.epoch.formatted(.number.grouping(.never)),
        ]
      })
    var notes = [
      "\(patterns) patterns; H(Y) = \(fixed(labelEntropyBits, 4)) bit, I(X;Y) = "
        + "\(fixed(patternLabelInformationBits, 4)) bit; I in bits"
        + (networks > 1 ? ", means over \(networks) networks." : ".")
    ]
    if !isShort {
      notes.append(
        "The last of \(epochs.count) epochs; --format json or --output gives all of them.")
    }
    notes += estimators + warnings.map { "warning: \($0)" }
    return table.text + "\n\n" + notes.map { wrapped($0, width: 80) }.joined(separator: "\n")
  }
}

/// The mean of the values that are numbers, if there are any.
private func mean(_ values: [Double]) -> Double? {
  let numbers = values.filter { !$0.isNaN }
  return numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
