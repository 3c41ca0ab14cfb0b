import Archives
import DriftDiffusion
import Figures

extension ComparisonSummary {
  /// One forecast of a layer's weights.
  struct Forecast: Codable, Equatable, Sendable {
    var layer: Int
    var method: String
    /// 1 minus the ranked score relative to that of no change.
    var skill: BootstrapInterval
    var coverage: Double
    /// The forecast minus the measured entropy at the last epoch, in nats.
    var lastEntropyErrorNats: Double?
  }

  /// Reads the forecasts of `comparison.nc` that could be made.
  static func forecasts(_ dataset: Dataset) throws -> [Forecast] {
    guard dataset.contains("forecast_skill") else { return [] }
    let axes = ["forecast_layer", "forecast_method"]
    let layers = try dataset.integers(named: axes[0], dimensions: [axes[0]])
    let methods = try dataset.strings(named: axes[1], dimensions: [axes[1]])
    let skills = try dataset.intervals("forecast_skill", axes)
    let coverages = try dataset.doubles(named: "forecast_coverage", dimensions: axes)
    let errors = try dataset.doubles(
      named: "forecast_entropy_error", dimensions: axes + ["forecast_epoch"])
    let epochs = try dataset.length(of: "forecast_epoch")
    return skills.indices.compactMap { index in
      guard skills[index].estimate.isFinite else { return nil }
      let error = errors[(index + 1) * epochs - 1]
      return Forecast(
        layer: Int(layers[index / methods.count]), method: methods[index % methods.count],
        skill: skills[index], coverage: coverages[index],
        lastEntropyErrorNats: error.isFinite ? error : nil)
    }
  }
}

/// The forecasts of a run as a table of at most 80 columns.
struct ForecastReport {
  let forecasts: [ComparisonSummary.Forecast]
  /// What is forecast.
  let what: String

  /// The table for a terminal; empty without forecasts.
  var text: String { forecasts.isEmpty ? "" : table.text() }

  /// The forecasts, layer by layer.
  var table: Table {
    let layers = distinct(forecasts.map(\.layer))
    let rows = layers.flatMap { layer in
      forecasts.filter { $0.layer == layer && $0.method != ForecastMethod.noChange.rawValue }
        .enumerated().map { index, forecast in
          [
            index == 0 ? "\(layer)" : "", forecast.method, intervalText(forecast.skill),
            compact(100 * forecast.coverage), compact(forecast.lastEntropyErrorNats ?? .nan),
          ]
        }
    }
    return Table(
      "Forecasts of \(what): skill over no change (above 0 is better)",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("forecast"), TableColumn("skill"),
        TableColumn("inside, %", alignment: .decimal),
        TableColumn("entropy error", alignment: .decimal),
      ], rows: rows)
  }
}
