import Archives
import DriftDiffusion

extension Dataset {
  /// Adds the phases of all layers; the axes `network` and `epoch` must be there.
  ///
  /// - Parameters:
  ///   - layers: The phases, at least one.
  ///   - configuration: How they were found.
  ///   - batchSize: B, if it is known; the noise batch size is left out without it.
  /// - Throws: ``ArchiveError``.
  mutating func add(
    _ layers: [LayerPhases], _ configuration: PhaseConfiguration, batchSize: Double?
  ) throws {
    attributes["resamples"] = .integers([Int64(configuration.resamples)])
    attributes["level"] = .doubles([configuration.level])
    attributes["noise_floor"] = .doubles([layers[0].plateau.noiseFloor])
    attributes["plateau_first_epoch"] = .doubles([layers[0].plateau.firstEpoch])
    if let batchSize { attributes["batch_size"] = .doubles([batchSize]) }
    try addCoordinate(
      "layer", .integers(layers.map { Int64($0.layer) }), longName: "layer, the last is the output")
    try addCoordinate(
      "definition", .strings(TransitionDefinition.allCases.map(\.rawValue)),
      longName: "what is meant by the transition")
    try addCoordinate(
      "pair", .strings(TransitionPair.all.map { "\($0.first.rawValue):\($0.second.rawValue)" }),
      longName: "two definitions of the transition")
    try addCurves(layers, batchSize: batchSize)
    try addTransitions(layers)
    try addAgreements(layers)
    try addPlateaus(layers)
  }

  private mutating func add(
    _ name: String, _ dimensions: [String], _ values: [Double], _ units: String,
    _ longName: String
  ) throws {
    try add(
      Variable(
        name, dimensions: dimensions, values: .doubles(values), units: units, longName: longName))
  }

  /// Adds estimates with the ends of their intervals.
  private mutating func add(
    _ name: String, _ dimensions: [String], _ intervals: [BootstrapInterval], _ units: String,
    _ longName: String
  ) throws {
    try addIntervals(name, dimensions, intervals, units: units, longName: longName)
  }

  private mutating func addCurves(_ layers: [LayerPhases], batchSize: Double?) throws {
    let curves = layers.map(\.curves)
    let axes = ["layer", "epoch"]
    let mean = curves.flatMap(\.normalizedMean)
    if mean.contains(where: { !$0.estimate.isNaN }) {
      try add(
        "normalized_gradient_mean", axes, mean, "nat/weight2",
        "norm of the mean gradient over that of the weights, mean over networks")
      try add(
        "normalized_gradient_noise", axes, curves.flatMap(\.normalizedNoise), "nat/weight2",
        "root of tr(C/B) over the norm of the weights, mean over networks")
    }
    try add(
      "snr", axes, curves.flatMap(\.signalToNoise), "1",
      "biased signal-to-noise ratio of the gradient, geometric mean over networks")
    try add(
      "squared_snr", axes, curves.flatMap(\.squaredSignalToNoise), "1",
      "unbiased squared ratio |g|2/tr(C/B), median over networks; negative where noise dominates")
    try add(
      "negative_fraction", axes, curves.flatMap(\.negativeFractions), "1",
      "fraction of networks whose unbiased squared gradient is negative")
    guard let batchSize else { return }
    try add(
      "noise_batch_size", axes,
      curves.flatMap(\.relativeNoiseBatch).map { $0.scaled(by: batchSize) }, "sample",
      "noise batch size tr C/|g|2, batch_size/squared_snr; infinite where the unbiased |g|2 is not positive"
    )
  }

  private mutating func addTransitions(_ layers: [LayerPhases]) throws {
    let axes = ["definition", "layer"]
    let transitions = TransitionDefinition.allCases.indices.flatMap { definition in
      layers.map { $0.transitions[definition] }
    }
    try add(
      "transition_epoch", axes, transitions.map(\.epoch), "epoch",
      "transition of the mean curve; NaN for none")
    try add(
      "transition_defined", axes, transitions.map(\.epoch.definedFraction), "1",
      "fraction of the resamples that have the transition")
    try add(
      Variable(
        "transition_count", dimensions: axes,
        values: .integers(transitions.map { Int64($0.occurrences) }), units: "1",
        longName: "how often the mean curve meets the definition"))
    try add(
      "network_transition_epoch", axes + ["network"], transitions.flatMap(\.networkEpochs), "epoch",
      "transition of each network's own curve; NaN for none")
  }

  private mutating func addAgreements(_ layers: [LayerPhases]) throws {
    let axes = ["pair", "layer"]
    let agreements = TransitionPair.all.indices.flatMap { pair in
      layers.map { $0.agreements[pair] }
    }
    try add(
      "transition_log_ratio", axes, agreements.map(\.logRatio), "1",
      "ln of the first definition's epoch over the second's")
    try add(
      "transition_log_ratio_defined", axes, agreements.map(\.logRatio.definedFraction), "1",
      "fraction of the resamples that have both transitions")
    try add(
      Variable(
        "transition_differs", dimensions: axes,
        values: .bytes(agreements.map { $0.differ ? 1 : 0 }),
        longName: "1 when the interval excludes 0 and both exist in enough resamples"))
  }

  private mutating func addPlateaus(_ layers: [LayerPhases]) throws {
    let plateaus = layers.map(\.plateau)
    try add(
      "plateau_slope", ["layer"], plateaus.map(\.slope), "1",
      "slope of ln snr against ln epoch from plateau_first_epoch on")
    try add(
      "plateau_snr", ["layer"], plateaus.map(\.signalToNoise), "1",
      "geometric mean of snr from plateau_first_epoch on")
    try add(
      "plateau_snr_unbiased", ["layer"], plateaus.map(\.unbiasedSignalToNoise), "1",
      "root of the mean squared_snr from plateau_first_epoch on; 0 where that is negative")
  }
}

extension BootstrapInterval {
  /// The interval of a multiple.
  fileprivate func scaled(by factor: Double) -> BootstrapInterval {
    BootstrapInterval(
      estimate: estimate * factor, lower: lower * factor, upper: upper * factor,
      definedFraction: definedFraction)
  }
}
