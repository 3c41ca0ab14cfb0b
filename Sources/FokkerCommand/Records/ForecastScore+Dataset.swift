import Archives
import DriftDiffusion
import Foundation

extension Dataset {
  /// Adds the scores of forecasts, in the order [layer][method]; a method that made no forecast of a
  /// layer is not a number there.
  mutating func add(_ forecasts: [ForecastScore], epochs: [Double]) throws {
    guard !forecasts.isEmpty else { return }
    let layers = distinct(forecasts.map(\.layer))
    try addCoordinate(
      "forecast_layer", .integers(layers.map { Int64($0) }), longName: "layer")
    try addCoordinate(
      "forecast_method", .strings(ForecastMethod.allCases.map(\.rawValue)),
      longName: "how the forecast was made")
    try addCoordinate(
      "forecast_epoch", .doubles(epochs), units: "epoch", longName: "epochs after the window")
    let cells = layers.flatMap { layer in
      ForecastMethod.allCases.map { method in
        forecasts.first { $0.layer == layer && $0.method == method }
      }
    }
    let axes = ["forecast_layer", "forecast_method"]
    for (name, path, units, longName) in [
      ("forecast_ranked_score", \ForecastScore.ranked, "weight", "ranked probability score"),
      ("forecast_log_score", \.logarithmic, "nat", "logarithmic score"),
      ("forecast_wasserstein1", \.wasserstein1, "weight", "Wasserstein-1 distance"),
      ("forecast_entropy_error", \.entropyError, "nat", "forecast minus measured entropy"),
    ] as [(String, KeyPath<ForecastScore, [Double]>, String, String)] {
      let none = [Double](repeating: .nan, count: epochs.count)
      try add(
        Variable(
          name, dimensions: axes + ["forecast_epoch"],
          values: .doubles(cells.flatMap { $0?[keyPath: path] ?? none }), units: units,
          longName: "\(longName) on held-out networks"))
    }
    let missing = BootstrapInterval(
      estimate: .nan, lower: .nan, upper: .nan, definedFraction: 0)
    try addIntervals(
      "forecast_skill", axes, cells.map { $0?.skill ?? missing }, units: "1",
      longName: "1 minus the ranked score relative to that of no change")
    for (name, values, longName) in [
      (
        "forecast_coverage", cells.map { $0?.coverage ?? .nan },
        "fraction of held-out weights in the central 95 %"
      ),
      (
        "forecast_calibration_p", cells.map { $0?.calibration.pValue ?? .nan },
        "probability of the transforms' histogram at the last epoch under calibration"
      ),
    ] {
      try add(
        Variable(
          name, dimensions: axes, values: .doubles(values), units: "1", longName: longName))
    }
  }
}
