import Archives
import DriftDiffusion
import Figures

/// What the tests and forecasts of a run say, from `comparison.nc`.
struct VerdictFigures {
  private let dataset: Dataset

  init(_ run: RunFiles) throws { dataset = try run.read(.compare) }

  /// Share of the compression that entropy and gain explain in every tested layer.
  func hypotheses() throws -> Figure {
    guard dataset.contains("tested_layer") else {
      throw CommandFailure(
        .badData, "\(dataset.source) tests no hypotheses: no layer's information falls.")
    }
    let layers = try dataset.wholeCoordinate("tested_layer")
    let causes = [
      ("diffusion", "H1 diffusion: entropy of the weights", Marker.circle),
      ("saturation", "H2 saturation: gain of the layer", .square),
    ]
    let panels = try [
      ("share", "Share of the compression", AxisStyle("share of the fall of I(X;T)")),
      ("coefficient", "Effect", AxisStyle("loss of I(X;T) per unit", unit: "bit")),
    ].map { suffix, title, axis in
      IntervalPanel(
        title, quantity: axis, reference: 0,
        estimates: try causes.enumerated().flatMap { place, cause in
          try dataset.intervals("\(cause.0)_\(suffix)", ["tested_layer"]).enumerated().map {
            row, ends in
            RowEstimate(
              row: Double(row) + (place == 0 ? -0.15 : 0.15), value: ends.estimate,
              lower: ends.lower, upper: ends.upper, name: cause.1, color: .palette(place),
              marker: cause.2)
          }
        })
    }
    return Figure.intervals(
      "What goes with compression between networks",
      summary: "How much of each layer's compression the change of its weights' entropy and of its "
        + "gain explain, with 95 % intervals over networks.",
      panels: panels, rows: layers.map(layerName))
  }

  /// The skill of every forecast on held-out networks.
  func forecast() throws -> Figure {
    guard dataset.contains("forecast_skill") else {
      throw CommandFailure(
        .badData, "\(dataset.source) holds no forecasts; compare again with --force.")
    }
    let axes = ["forecast_layer", "forecast_method"]
    let layers = try dataset.wholeCoordinate("forecast_layer")
    let methods = try dataset.nameCoordinate("forecast_method")
    let skills = try dataset.intervals("forecast_skill", axes)
    let panels = methods.indices.compactMap { method -> IntervalPanel? in
      let rows = layers.indices.map { skills[$0 * methods.count + method] }
      guard rows.contains(where: { $0.estimate.isFinite && $0.estimate != 0 }) else { return nil }
      return IntervalPanel(
        methods[method].replacing("-", with: " "), quantity: AxisStyle("skill"), reference: 0,
        estimates: rows.enumerated().map { row, ends in
          RowEstimate(
            row: Double(row), value: ends.estimate, lower: ends.lower, upper: ends.upper,
            layer: layers[row] - 1)
        })
    }
    return Figure.intervals(
      "Skill of forecasts on held-out networks (0: no better than no change, 1: perfect)",
      summary:
        "Ranked probability score relative to that of no change, by way of forecasting, with "
        + "95 % intervals over networks.",
      panels: panels, rows: layers.map(layerName))
  }
}
