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

  /// The entropy of one network paired with the information of another as the null of H1.
  struct Pairing: Codable, Equatable, Sendable {
    /// The layer; missing for all layers together.
    var layer: Int?
    /// The partial correlation of loss and growth in the same network.
    var correlation: Double
    var pValue: Double
    /// Its standard error; 0 when all pairings were gone through.
    var pValueError: Double
    /// Corrected over layers; missing for all layers together.
    var correctedPValue: Double?
  }

  /// What the run says of how and why its layers compress.
  struct Verdict: Codable, Equatable, Sendable {
    var laws: [Law] = []
    var causes: [Cause] = []
    /// H1 against swapped pairings, by tested layer and then in all layers together.
    var pairings: [Pairing] = []
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
    if dataset.contains("diffusion_coefficient") { try addCauses(dataset, to: &result) }
    return result
  }

  private static func addCauses(_ dataset: Dataset, to verdict: inout Verdict) throws {
    let axis = ["tested_layer"]
    let layers = try dataset.integers(named: axis[0], dimensions: axis)
    verdict.varianceInflation = try dataset.doubles(named: "variance_inflation", dimensions: axis)
    for (hypothesis, name) in [("H1", "diffusion"), ("H2", "saturation")] {
      let coefficients = try dataset.intervals("\(name)_coefficient", axis)
      let shares = try dataset.intervals("\(name)_share", axis)
      let probabilities = try dataset.doubles(named: "\(name)_corrected_p", dimensions: axis)
      let verdicts = try dataset.flags("\(name)_verdict", axis)
      for index in layers.indices {
        verdict.causes.append(
          Cause(
            layer: Int(layers[index]), hypothesis: hypothesis, coefficient: coefficients[index],
            correctedPValue: probabilities[index], share: shares[index],
            verdict: verdicts[index]))
      }
    }
    verdict.trends = try dataset.flags("trend_verdict", axis)
    verdict.pairings = try pairings(dataset, layers)
  }

  private static func pairings(_ dataset: Dataset, _ layers: [Int64]) throws -> [Pairing] {
    let columns = try ["correlation", "p", "p_error", "corrected_p"].map {
      try dataset.doubles(named: "pairing_\($0)", dimensions: ["tested_layer"])
    }
    let whole = Pairing(
      layer: nil, correlation: try dataset.number("pairing_correlation"),
      pValue: try dataset.number("pairing_p"), pValueError: try dataset.number("pairing_p_error"))
    return layers.enumerated().map { index, layer in
      Pairing(
        layer: Int(layer), correlation: columns[0][index], pValue: columns[1][index],
        pValueError: columns[2][index], correctedPValue: columns[3][index])
    } + [whole]
  }
}
