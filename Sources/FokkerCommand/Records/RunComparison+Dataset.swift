import Archives
import DriftDiffusion
import KramersMoyal

extension Dataset {
  /// Adds a comparison with its axes.
  mutating func add(_ comparison: RunComparison) throws {
    attributes["networks"] = .integers([Int64(comparison.networkCount)])
    try addCoordinate(
      "solver", .strings(distinct(comparison.scores.map(\.method.rawValue))),
      longName: "how the prediction was computed")
    try addCoordinate(
      "closure", .strings(distinct(comparison.scores.map(\.closure.rawValue))),
      longName: "how drift and diffusion depend on the weight")
    try addCoordinate(
      "layer", .integers(comparison.measured.map { Int64($0.layer) }),
      longName: "layer, the last is the output")
    try addCoordinate(
      "epoch", .doubles(comparison.epochs), units: "epoch",
      longName: "passes through the training set")
    try addMeasured(comparison)
    try addObserved(comparison)
    try addScores(comparison)
    try addAgreements(comparison)
    try add(comparison.forecasts.scores, epochs: comparison.forecasts.epochs)
    if let verdict = comparison.verdict { try add(verdict) }
  }

  private mutating func add(
    _ dimensions: [String], _ name: String, _ values: [Double], _ units: String,
    _ longName: String
  ) throws {
    try add(
      Variable(
        name, dimensions: dimensions, values: .doubles(values), units: units, longName: longName))
  }

  private mutating func addMeasured(_ comparison: RunComparison) throws {
    let (layers, axes) = (comparison.measured, ["layer", "epoch"])
    try add(
      axes, "measured_entropy", layers.flatMap(\.entropy.values), "nat",
      "differential entropy of the measured weights")
    try add(
      axes, "measured_entropy_error", layers.flatMap(\.entropy.standardErrors), "nat",
      "standard error over networks of measured_entropy")
    try add(
      axes, "measured_entropy_change", layers.flatMap(\.entropyChange.values), "nat",
      "change of measured_entropy since the start")
    try add(
      axes, "measured_entropy_change_error", layers.flatMap(\.entropyChange.standardErrors), "nat",
      "standard error over networks of measured_entropy_change")
    try add(axes, "measured_mean", layers.flatMap(\.mean), "weight", "mean of the measured weights")
    try add(
      axes, "measured_variance", layers.flatMap(\.variance), "weight2",
      "variance of the measured weights")
  }

  private mutating func addObserved(_ comparison: RunComparison) throws {
    let (layers, axes) = (comparison.observed, ["layer", "information_epoch"])
    guard !layers.isEmpty else { return }
    try addCoordinate(
      "information_epoch", .doubles(comparison.informationEpochs), units: "epoch",
      longName: "passes through the training set at which information was measured")
    for (name, what, symbol) in [
      ("information_input", \ObservedCompression.aboutInput, "I(X;T)"),
      ("information_label", \ObservedCompression.aboutLabel, "I(T;Y)"),
    ] {
      try add(
        axes, name, layers.flatMap { $0[keyPath: what].values }, "bit",
        "\(symbol), mean over networks")
      try add(
        axes, "\(name)_error", layers.flatMap { $0[keyPath: what].standardErrors }, "bit",
        "standard error over networks of \(name)")
    }
    try add(
      ["layer"], "peak_epoch", layers.map { comparison.informationEpochs[$0.peakIndex] }, "epoch",
      "epoch at which the mean I(X;T) is largest")
    try add(
      ["layer"], "compression", layers.flatMap(\.compression.values), "bit",
      "fall of the mean I(X;T) from its peak to the end")
    try add(
      ["layer"], "compression_error", layers.flatMap(\.compression.standardErrors), "bit",
      "standard error over networks of compression")
  }

  private mutating func addScores(_ comparison: RunComparison) throws {
    let (scores, axes) = (comparison.scores, ["solver", "closure", "layer", "epoch"])
    try add(
      axes, "entropy_change", scores.flatMap(\.entropyChange.values), "nat",
      "predicted change of the entropy since the start")
    try add(
      axes, "entropy_change_error", scores.flatMap(\.entropyChange.standardErrors), "nat",
      "statistical standard error of entropy_change")
    try add(
      axes, "wasserstein1", scores.flatMap(\.wasserstein1), "weight",
      "Wasserstein-1 distance of predicted and measured weights")
    try add(
      axes, "l1", scores.flatMap(\.l1), "1",
      "L1 distance of predicted density and measured histogram")
    try add(
      ["solver", "closure", "layer"], "final_deviation", scores.map(\.finalDeviation), "1",
      "predicted minus measured entropy change at the end, in standard errors")
  }

  private mutating func addAgreements(_ comparison: RunComparison) throws {
    let (agreements, axes) = (comparison.agreements, ["closure", "layer"])
    guard !agreements.isEmpty else { return }
    try add(
      axes, "solver_distance", agreements.map(\.solverDistance), "1",
      "largest L1 distance of the finite-volume and the spectral density")
    try add(
      axes, "ensemble_entropy_deviation", agreements.map(\.ensembleEntropyDeviation), "1",
      "Langevin minus finite-volume entropy at the end, in standard errors")
    try add(
      axes, "ensemble_chi_squared", agreements.map(\.ensembleChiSquared), "1",
      "mean squared deviation of the Langevin histogram in standard errors")
  }
}

/// The values without repeats, in the order of their first appearance.
func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen = Set<Value>()
  return values.filter { seen.insert($0).inserted }
}
