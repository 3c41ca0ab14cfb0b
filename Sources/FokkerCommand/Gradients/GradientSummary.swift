import Archives
import DriftDiffusion

/// The phases of a run as printed; every number comes from `gradients.nc`.
struct GradientSummary: Codable, Equatable, Sendable {
  /// A number with its interval; what does not exist is missing.
  struct Measure: Codable, Equatable, Sendable {
    var value: Double?
    var lower: Double?
    var upper: Double?
  }

  /// A transition of one layer by one definition.
  struct Transition: Codable, Equatable, Sendable {
    var layer: Int
    var definition: TransitionDefinition
    var epoch: Measure
    /// The fraction of the resamples that have it.
    var definedFraction: Double
    /// How often the mean curve meets the definition.
    var count: Int
    /// The epochs of the networks that have one of their own, ascending.
    var networkEpochs: [Double]
  }

  /// Two definitions compared in one layer.
  struct Agreement: Codable, Equatable, Sendable {
    var layer: Int
    var first: TransitionDefinition
    var second: TransitionDefinition
    /// ln(epoch by the first / epoch by the second).
    var logRatio: Measure
    var definedFraction: Double
    var differ: Bool
  }

  /// The last part of one layer's course.
  struct Plateau: Codable, Equatable, Sendable {
    var layer: Int
    var slope: Measure
    var signalToNoise: Measure
    var unbiasedSignalToNoise: Measure
    /// The fraction of networks whose unbiased |g|² is negative at the last epoch.
    var lastNegativeFraction: Double
  }

  var networks: Int
  var resamples: Int
  var level: Double
  /// 1/√M, the biased ratio of noise alone.
  var noiseFloor: Double
  var plateauFirstEpoch: Double?
  var lastEpoch: Double
  /// The number of networks whose information is known; it is used when it is that of all.
  var informationNetworks: Int
  var transitions: [Transition]
  var agreements: [Agreement]
  var plateaus: [Plateau]

  /// Reads the summary from the dataset of `gradients.nc`.
  init(_ dataset: Dataset) throws {
    let layers = try dataset.integers(named: "layer", dimensions: ["layer"]).map(Int.init)
    networks = try dataset.length(of: "network")
    resamples = Int(try dataset.number("resamples"))
    level = try dataset.number("level")
    noiseFloor = try dataset.number("noise_floor")
    plateauFirstEpoch = finite(try dataset.number("plateau_first_epoch"))
    lastEpoch = try dataset.doubles(named: "epoch", dimensions: ["epoch"]).last ?? 0
    informationNetworks = Int(try dataset.number("information_networks"))
    transitions = try Self.transitions(dataset, layers)
    agreements = try Self.agreements(dataset, layers)
    plateaus = try Self.plateaus(dataset, layers)
  }

  private static func transitions(_ dataset: Dataset, _ layers: [Int]) throws -> [Transition] {
    let axes = ["definition", "layer"]
    let epochs = try dataset.intervals("transition_epoch", axes).map(Measure.init)
    let defined = try dataset.doubles(named: "transition_defined", dimensions: axes)
    let counts = try dataset.integers(named: "transition_count", dimensions: axes)
    let own = try dataset.doubles(
      named: "network_transition_epoch", dimensions: axes + ["network"])
    let networks = try dataset.length(of: "network")
    return TransitionDefinition.allCases.enumerated().flatMap { row, definition in
      layers.enumerated().map { column, layer in
        let index = row * layers.count + column
        let range = index * networks..<(index + 1) * networks
        return Transition(
          layer: layer, definition: definition, epoch: epochs[index],
          definedFraction: defined[index], count: Int(counts[index]),
          networkEpochs: own[range].filter { !$0.isNaN }.sorted())
      }
    }
  }

  private static func agreements(_ dataset: Dataset, _ layers: [Int]) throws -> [Agreement] {
    let axes = ["pair", "layer"]
    let ratios = try dataset.intervals("transition_log_ratio", axes).map(Measure.init)
    let defined = try dataset.doubles(named: "transition_log_ratio_defined", dimensions: axes)
    let differ = try dataset.integers(named: "transition_differs", dimensions: axes)
    return TransitionPair.all.enumerated().flatMap { row, pair in
      layers.enumerated().map { column, layer in
        let index = row * layers.count + column
        return Agreement(
          layer: layer, first: pair.first, second: pair.second, logRatio: ratios[index],
          definedFraction: defined[index], differ: differ[index] == 1)
      }
    }
  }

  private static func plateaus(_ dataset: Dataset, _ layers: [Int]) throws -> [Plateau] {
    let slopes = try dataset.intervals("plateau_slope", ["layer"]).map(Measure.init)
    let ratios = try dataset.intervals("plateau_snr", ["layer"]).map(Measure.init)
    let unbiased = try dataset.intervals("plateau_snr_unbiased", ["layer"]).map(Measure.init)
    let negative = try dataset.doubles(
      named: "negative_fraction", dimensions: ["layer", "epoch"])
    let epochs = try dataset.length(of: "epoch")
    return layers.enumerated().map { index, layer in
      Plateau(
        layer: layer, slope: slopes[index], signalToNoise: ratios[index],
        unbiasedSignalToNoise: unbiased[index],
        lastNegativeFraction: negative[(index + 1) * epochs - 1])
    }
  }
}

extension GradientSummary.Measure {
  /// Creates a measure from an interval, whose parts may be missing (NaN).
  fileprivate init(_ interval: BootstrapInterval) {
    self.init(
      value: finite(interval.estimate), lower: finite(interval.lower),
      upper: finite(interval.upper))
  }
}

/// A number, or nil when it is not finite.
private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
