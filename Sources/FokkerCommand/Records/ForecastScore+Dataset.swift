import Archives
import DriftDiffusion

extension Dataset {
  /// Adds the scores of a run's forecasts, in the order [layer][method]; a method that made no forecast
  /// of a layer is not a number there.
  mutating func add(_ forecasts: [ForecastScore], epochs: [Double]) throws {
    guard !forecasts.isEmpty else { return }
    try addForecastAxes(distinct(forecasts.map(\.layer)))
    try addCoordinate(
      "forecast_epoch", .doubles(epochs), units: "epoch", longName: "epochs after the window")
    try addForecasts([(forecasts, epochs)], along: [], times: "forecast_epoch")
  }

  /// Adds the scores of the forecasts of several runs, each with epochs of its own.
  ///
  /// - Parameters:
  ///   - runs: The scores, in the order [layer][method], and the epochs of every run.
  ///   - dimensions: The dimension that counts the runs.
  /// - Throws: ``ArchiveError``.
  mutating func add(
    _ runs: [(scores: [ForecastScore], epochs: [Double])], along dimensions: [String]
  ) throws {
    try addForecastAxes(distinct(runs.flatMap { $0.scores.map(\.layer) }))
    let count = runs.map(\.epochs.count).max() ?? 0
    try addDimension("forecast_record", length: count)
    try add(
      Variable(
        "forecast_epoch", dimensions: dimensions + ["forecast_record"],
        values: .doubles(runs.flatMap { padded($0.epochs, to: count) }), units: "epoch",
        longName: "epochs after the window"))
    try addForecasts(
      runs.map { ($0.scores, $0.epochs) }, along: dimensions, times: "forecast_record")
  }

  private mutating func addForecastAxes(_ layers: [Int]) throws {
    try addCoordinate(
      "forecast_layer", .integers(layers.map { Int64($0) }), longName: "layer")
    try addCoordinate(
      "forecast_method", .strings(ForecastMethod.allCases.map(\.rawValue)),
      longName: "how the forecast was made")
  }

  private mutating func addForecasts(
    _ runs: [([ForecastScore], [Double])], along dimensions: [String], times: String
  ) throws {
    let layers = distinct(runs.flatMap { $0.0.map(\.layer) })
    let count = runs.map(\.1.count).max() ?? 0
    let cells = runs.flatMap { scores, _ in
      layers.flatMap { layer in
        ForecastMethod.allCases.map { method in
          scores.first { $0.layer == layer && $0.method == method }
        }
      }
    }
    let axes = dimensions + ["forecast_layer", "forecast_method"]
    for (name, path, units, longName) in [
      ("forecast_ranked_score", \ForecastScore.ranked, "weight", "ranked probability score"),
      ("forecast_log_score", \.logarithmic, "nat", "logarithmic score"),
      ("forecast_wasserstein1", \.wasserstein1, "weight", "Wasserstein-1 distance"),
      ("forecast_entropy_error", \.entropyError, "nat", "forecast minus measured entropy"),
    ] as [(String, KeyPath<ForecastScore, [Double]>, String, String)] {
      try add(
        Variable(
          name, dimensions: axes + [times],
          values: .doubles(cells.flatMap { padded($0?[keyPath: path] ?? [], to: count) }),
          units: units, longName: "\(longName) on held-out networks"))
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

/// Values followed by what is not a number, up to a count.
private func padded(_ values: [Double], to count: Int) -> [Double] {
  values + [Double](repeating: .nan, count: count - values.count)
}
