import Archives
import InformationTheory

extension Dataset {
  /// Adds what was measured; the axes `network`, `epoch` and `layer` must be there.
  mutating func add(_ measurement: InformationMeasurement) throws {
    attributes["label_entropy_bit"] = .doubles([measurement.labelEntropy])
    attributes["pattern_label_information_bit"] = .doubles([measurement.patternLabelInformation])
    attributes["patterns"] = .integers([Int64(measurement.patternCount)])
    let estimates = measurement.configuration.estimates
    try addCoordinate(
      "estimator", .strings(estimates.map(\.rawValue)), longName: "how it was estimated")
    try addEstimates(measurement)
    if measurement.configuration.estimators.contains(.binned) { try addBins(measurement) }
    if measurement.configuration.estimators.contains(.nearestNeighbor) {
      try add(
        Variable(
          "tied_patterns", dimensions: ["network", "epoch", "layer"],
          values: .doubles(
            measurement.layers.map { $0.nearestNeighbor.map { Double($0.tiedPatterns) } ?? .nan }),
          units: "1", longName: "number of patterns whose nearest neighbours have their activations"
        ))
    }
  }

  private mutating func addEstimates(_ measurement: InformationMeasurement) throws {
    let parameters = measurement.parameters
    func values(_ part: KeyPath<InformationValue, Double>) -> ArrayValues {
      .doubles(
        measurement.configuration.estimates.indices.flatMap { index in
          measurement.layers.map { $0.values[index][keyPath: part] }
        })
    }
    let quantities = [
      ("information_input", \InformationValue.aboutInput, "I(X;T) of input and layer"),
      ("information_label", \InformationValue.aboutLabel, "I(T;Y) of layer and label"),
    ]
    let errors = [\InformationValue.aboutInputError, \InformationValue.aboutLabelError]
    let dimensions = ["estimator", "network", "epoch", "layer"]
    for ((name, part, what), error) in zip(quantities, errors) {
      try add(
        Variable(
          name, dimensions: dimensions, values: values(part), units: "bit",
          longName: "mutual information \(what)", attributes: parameters))
      guard measurement.configuration.estimators.contains(.noisy) else { continue }
      try add(
        Variable(
          "\(name)_error", dimensions: dimensions, values: values(error), units: "bit",
          longName: "standard error of \(name) from drawn noise"))
    }
  }

  private mutating func addBins(_ measurement: InformationMeasurement) throws {
    let binning = measurement.configuration.binning
    try add(
      Variable(
        "bin_placement", dimensions: ["layer"],
        values: .strings(measurement.units.map { binning.resolved(for: $0).placement.rawValue }),
        longName: "where the bins lie"))
    let counts = [
      ("occupied_symbols", \LayerInformation.occupiedSymbols, "different symbols T that occur"),
      ("outside_count", \.outsideCount, "activations outside the bins, put into the end bins"),
    ]
    let dimensions = ["network", "epoch", "layer"]
    for (name, part, what) in counts {
      let values = measurement.layers.map { Int64($0.binned?[keyPath: part] ?? 0) }
      try add(
        Variable(
          name, dimensions: dimensions, values: .integers(values), units: "1",
          longName: "number of \(what)"))
    }
    let edges = [
      ("bin_lower", \LayerInformation.lowerEdge, "lower end of the first bin"),
      ("bin_upper", \.upperEdge, "upper end of the last bin"),
    ]
    for (name, part, what) in edges {
      let values = measurement.layers.map { $0.binned?[keyPath: part] ?? .nan }
      try add(
        Variable(
          name, dimensions: dimensions, values: .doubles(values), units: "activation",
          longName: what))
    }
  }
}

extension InformationMeasurement {
  /// What the numbers depend on, estimator by estimator.
  fileprivate var parameters: Attributes {
    var attributes = Attributes()
    for estimator in configuration.estimators {
      switch estimator {
      case .binned: attributes["bin_count"] = .integers([Int64(configuration.binning.binCount)])
      case .kernelDensity:
        attributes["kernel_density_noise_variance"] = .doubles([
          configuration.kernelDensity.noiseVariance
        ])
      case .nearestNeighbor:
        attributes["nearest_neighbors"] = .integers([
          Int64(configuration.nearestNeighbor.neighbors)
        ])
        let isDeterministic = layers.contains { $0.nearestNeighbor?.isDeterministic ?? false }
        attributes["nearest_neighbor_input_is_deterministic"] = .integers([
          isDeterministic ? 1 : 0
        ])
      case .noisy:
        attributes["noisy_noise_variance"] = .doubles([configuration.noisy.noiseVariance])
        attributes["noisy_draws"] = .integers([Int64(configuration.noisy.draws)])
      }
    }
    return attributes
  }
}
