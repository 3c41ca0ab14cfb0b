import Archives
import DriftDiffusion
import KramersMoyal

/// A fit as printed; every number comes from `coefficients.nc`.
struct FitSummary: Codable, Equatable, Sendable {
  /// A number with its standard error; what does not exist is missing.
  struct Measure: Codable, Equatable, Sendable {
    var value: Double?
    var standardError: Double?

    init(_ estimates: Estimates?, _ index: Int) {
      guard let estimates else { return }
      value = finite(estimates.values[index])
      standardError = finite(estimates.standardErrors[index])
    }
  }

  /// The coefficients of one layer at one epoch.
  struct Coefficients: Codable, Equatable, Sendable {
    var layer: Int
    var epoch: Double
    var learningTime: Double
    var homogeneousDrift: Measure
    var homogeneousDiffusion: Measure
    var affineIntercept: Measure
    /// −θ.
    var affineSlope: Measure
  }

  /// What the data say of an assumption.
  struct Check: Codable, Equatable, Sendable {
    var assumption: Assumption
    var layer: Int
    var value: Double?
    var lower: Double?
    var upper: Double?
    var worst: Double?
    var worstEpoch: Double
    var verdict: AssumptionVerdict
    var hint: String
  }

  var coefficients: [Coefficients]
  var checks: [Check]

  /// Reads the summary from the dataset of `coefficients.nc`.
  init(_ dataset: Dataset) throws {
    let epochs = try dataset.doubles(named: "epoch", dimensions: ["epoch"])
    let times = try dataset.doubles(named: "learning_time", dimensions: ["epoch"])
    let layers = try dataset.layerCoefficients()
    coefficients = layers.flatMap { layer in
      Self.shown(epochs.count).map { index in
        Coefficients(
          layer: layer.layer, epoch: epochs[index], learningTime: times[index],
          homogeneousDrift: Measure(layer.homogeneousDrift, index),
          homogeneousDiffusion: Measure(layer.homogeneousDiffusion, index),
          affineIntercept: Measure(layer.resolved?.affineIntercept, index),
          affineSlope: Measure(layer.resolved?.affineSlope, index))
      }
    }
    checks = try dataset.assumptionChecks().map { check in
      Check(
        assumption: check.assumption, layer: check.layer, value: finite(check.measure.estimate),
        lower: finite(check.measure.lower), upper: finite(check.measure.upper),
        worst: finite(check.worst), worstEpoch: check.worstEpoch, verdict: check.verdict,
        hint: check.assumption.hint)
    }
  }

  /// The places of the first, the last and two epochs between them.
  private static func shown(_ count: Int) -> [Int] {
    distinct([0, (count - 1) / 3, 2 * (count - 1) / 3, count - 1])
  }
}

/// A number, or nil when it is not finite.
private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
