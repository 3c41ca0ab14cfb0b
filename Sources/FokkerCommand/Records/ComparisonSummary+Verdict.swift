import Archives
import DriftDiffusion

extension ComparisonSummary {
  /// How a layer compresses.
  struct Law: Codable, Equatable, Sendable {
    var layer: Int
    var law: String
    var isDecided: Bool
    /// The loss in nats per e-fold of time.
    var fallPerEFold: BootstrapInterval
  }

  /// The test of one cause in one layer.
  struct Cause: Codable, Equatable, Sendable {
    var layer: Int
    /// H1 (the entropy of the weights) or H2 (the gain).
    var hypothesis: String
    /// The bits lost per unit of the cause.
    var coefficient: BootstrapInterval
    var correctedPValue: Double
    /// The share of the compression that it explains.
    var share: BootstrapInterval
    var verdict: String
  }

  /// What the run says of how and why its layers compress.
  struct Verdict: Codable, Equatable, Sendable {
    var laws: [Law] = []
    var causes: [Cause] = []
    /// The verdict on H3, a shared trend, by layer.
    var trends: [String] = []
    /// By how much entropy and gain changing together inflates variances, by tested layer.
    var varianceInflation: [Double] = []
    var rankCorrelation: Double?
    var rankCorrelationPValue: Double?
  }

  /// Reads the verdict of `comparison.nc`.
  static func verdict(_ dataset: Dataset) throws -> Verdict {
    var result = Verdict()
    result.rankCorrelation = dataset.attributes.double("rank_correlation")
    result.rankCorrelationPValue = dataset.attributes.double("rank_correlation_p")
    if dataset.contains("law") {
      let axis = ["compressing_layer"]
      let layers = try dataset.integers(named: axis[0], dimensions: axis)
      let laws = try dataset.strings(named: "law", dimensions: axis)
      let decided = try dataset.integers(named: "law_is_decided", dimensions: axis)
      let falls = try dataset.intervals("fall_per_e_fold", axis)
      result.laws = layers.indices.map {
        Law(
          layer: Int(layers[$0]), law: laws[$0], isDecided: decided[$0] == 1,
          fallPerEFold: falls[$0])
      }
    }
    if dataset.contains("hypothesis_verdict") { try addCauses(dataset, to: &result) }
    return result
  }

  private static func addCauses(_ dataset: Dataset, to verdict: inout Verdict) throws {
    let axis = ["tested_layer"]
    let layers = try dataset.integers(named: axis[0], dimensions: axis)
    let texts = try dataset.strings(named: "hypothesis_verdict", dimensions: axis)
    verdict.varianceInflation = try dataset.doubles(named: "variance_inflation", dimensions: axis)
    for (hypothesis, name) in [("H1", "diffusion"), ("H2", "saturation")] {
      let coefficients = try dataset.intervals("\(name)_coefficient", axis)
      let shares = try dataset.intervals("\(name)_share", axis)
      let probabilities = try dataset.doubles(named: "\(name)_corrected_p", dimensions: axis)
      for index in layers.indices {
        verdict.causes.append(
          Cause(
            layer: Int(layers[index]), hypothesis: hypothesis, coefficient: coefficients[index],
            correctedPValue: probabilities[index], share: shares[index],
            verdict: word(hypothesis, texts[index])))
      }
    }
    verdict.trends = texts.map { word("H3", $0) }
  }

  /// The word that follows a hypothesis in "H1 …, H2 …, H3 …".
  private static func word(_ hypothesis: String, _ text: String) -> String {
    for part in text.split(separator: ", ") where part.hasPrefix(hypothesis) {
      return String(part.dropFirst(hypothesis.count + 1))
    }
    return HypothesisVerdict.undecided.rawValue
  }
}

extension Dataset {
  /// Reads estimates with their intervals, as they were added.
  func intervals(_ name: String, _ dimensions: [String]) throws -> [BootstrapInterval] {
    let estimates = try doubles(named: name, dimensions: dimensions)
    let lower = try doubles(named: "\(name)_lower", dimensions: dimensions)
    let upper = try doubles(named: "\(name)_upper", dimensions: dimensions)
    return estimates.indices.map {
      BootstrapInterval(estimate: estimates[$0], lower: lower[$0], upper: upper[$0])
    }
  }
}
