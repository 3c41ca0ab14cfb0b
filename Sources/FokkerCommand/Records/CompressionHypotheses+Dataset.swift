import Archives
import DriftDiffusion

extension Dataset {
  /// Adds the tests of what causes compression, if there are any.
  mutating func add(_ hypotheses: CompressionHypotheses) throws {
    let layers = hypotheses.layers
    guard !layers.isEmpty else { return }
    try addCoordinate(
      "tested_layer", .integers(layers.map { Int64($0.layer) }),
      longName: "layers whose information falls")
    for (name, what, cause) in [
      ("diffusion", "entropy of the weights", \LayerHypotheses.diffusion),
      ("saturation", "ln of the gain", \LayerHypotheses.saturation),
    ] as [(String, String, KeyPath<LayerHypotheses, CauseTest>)] {
      let tests = layers.map { $0[keyPath: cause] }
      try addIntervals(
        "\(name)_coefficient", ["tested_layer"], tests.map(\.coefficient.interval), units: "bit",
        longName: "loss of I(X;T) per unit of the \(what)")
      try addIntervals(
        "\(name)_share", ["tested_layer"], tests.map(\.share), units: "1",
        longName: "fraction of the compression that the change of the \(what) explains")
      for (suffix, values, longName) in [
        ("p", tests.map(\.coefficient.pValue), "probability under no effect"),
        ("corrected_p", tests.map(\.correctedPValue), "probability corrected over layers (Holm)"),
      ] {
        try add(
          Variable(
            "\(name)_\(suffix)", dimensions: ["tested_layer"], values: .doubles(values), units: "1",
            longName: "\(what): \(longName)"))
      }
    }
    for (name, values, longName) in [
      (
        "trend_correlation", layers.map(\.trendCorrelation),
        "correlation over time of mean I(X;T) and mean entropy"
      ),
      (
        "variance_inflation", layers.map(\.varianceInflation),
        "by how much the variance of a coefficient grows since entropy and gain change together"
      ),
    ] {
      try add(
        Variable(
          name, dimensions: ["tested_layer"], values: .doubles(values), units: "1",
          longName: longName))
    }
    try addPairing(hypotheses)
    for (name, hypothesis, verdicts) in [
      ("diffusion", "H1, diffusion", layers.map(\.diffusion.verdict)),
      ("saturation", "H2, saturation", layers.map(\.saturation.verdict)),
      ("trend", "H3, a shared trend alone", layers.map(\.trend)),
    ] {
      try addFlags(
        "\(name)_verdict", ["tested_layer"], verdicts,
        longName: "what the tests say of \(hypothesis)")
    }
  }
}

extension Dataset {
  /// Adds the tests against swapped pairings.
  private mutating func addPairing(_ hypotheses: CompressionHypotheses) throws {
    let layers = hypotheses.layers
    for (name, values, longName) in [
      (
        "pairing_correlation", layers.map(\.pairing.statistic),
        "partial correlation of the loss of I(X;T) with the growth of the entropy of the same unit"
      ),
      (
        "pairing_p", layers.map(\.pairing.pValue),
        "probability with the entropy of one unit paired with the information of another"
      ),
      ("pairing_p_error", layers.map(\.pairing.pValueError), "standard error of pairing_p"),
      (
        "pairing_corrected_p", layers.map(\.correctedPairingPValue),
        "pairing_p corrected over layers (Holm)"
      ),
    ] {
      try add(
        Variable(
          name, dimensions: ["tested_layer"], values: .doubles(values), units: "1",
          longName: longName))
    }
    guard let whole = hypotheses.pairing else { return }
    attributes["pairing_correlation"] = .doubles([whole.statistic])
    attributes["pairing_p"] = .doubles([whole.pValue])
    attributes["pairing_p_error"] = .doubles([whole.pValueError])
    attributes["pairing_arrangements"] = .integers([Int64(whole.arrangements)])
  }
}
