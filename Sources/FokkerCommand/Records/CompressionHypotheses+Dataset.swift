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
    try add(
      Variable(
        "hypothesis_verdict", dimensions: ["tested_layer"],
        values: .strings(
          layers.map {
            "H1 \($0.diffusion.verdict.rawValue), H2 \($0.saturation.verdict.rawValue), "
              + "H3 \($0.trend.rawValue)"
          }), longName: "what the tests say of the hypotheses"))
  }
}
