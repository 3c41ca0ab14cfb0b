import Archives
import DriftDiffusion
import KramersMoyal

/// The comparison of a run at its last epoch, as printed; every number comes from `comparison.nc`.
struct ComparisonSummary: Codable, Equatable, Sendable {
  /// A number with its standard error; the error is missing when there is one network.
  struct Measure: Codable, Equatable, Sendable {
    var value: Double
    var standardError: Double?
  }

  /// The observed information of one layer.
  struct LayerInformation: Codable, Equatable, Sendable {
    var layer: Int
    var firstInputBits: Double
    var peakInputBits: Double
    var peakEpoch: Double
    var lastInputBits: Double
    var compressionBits: Measure
    var firstLabelBits: Double
    var lastLabelBits: Double
  }

  /// One prediction of the change of a layer's weight entropy.
  struct Prediction: Codable, Equatable, Sendable {
    var layer: Int
    var closure: String
    var method: String
    var entropyChangeNats: Measure
    var wasserstein1: Double
    /// Predicted minus measured change in standard errors.
    var deviation: Double?
  }

  /// How the methods agree on one closure of one layer.
  struct Agreement: Codable, Equatable, Sendable {
    var layer: Int
    var closure: String
    var solverDistanceL1: Double
    var ensembleEntropyDeviation: Double
    var ensembleChiSquared: Double
  }

  var networks: Int
  var firstEpoch: Double
  var lastEpoch: Double
  var layers: [Int]
  /// The observed information; empty when there was none.
  var information: [LayerInformation]
  var measuredEntropyChangeNats: [Measure]
  var predictions: [Prediction]
  var agreements: [Agreement]
  /// The forecasts of held-out networks; empty when there are too few.
  var forecasts: [Forecast]
  /// The forecasts from the fit of another run; empty unless asked for.
  var forecastsFromOtherRun: [Forecast] = []
  /// How and why the layers compress; empty without information.
  var verdict: Verdict

  /// Reads the summary from the dataset of `comparison.nc`.
  init(_ dataset: Dataset) throws {
    let epochs = try dataset.doubles(named: "epoch", dimensions: ["epoch"])
    let layers = try dataset.integers(named: "layer", dimensions: ["layer"]).map(Int.init)
    self.layers = layers
    let closures = try dataset.strings(named: "closure", dimensions: ["closure"])
    let methods = try dataset.strings(named: "solver", dimensions: ["solver"])
    networks = Int(try dataset.number("networks"))
    (firstEpoch, lastEpoch) = (epochs.first ?? 0, epochs.last ?? 0)
    information =
      dataset.contains("information_input") ? try Self.information(dataset, layers) : []
    let change = try dataset.doubles(
      named: "measured_entropy_change", dimensions: ["layer", "epoch"])
    let error = try dataset.doubles(
      named: "measured_entropy_change_error", dimensions: ["layer", "epoch"])
    measuredEntropyChangeNats = layers.indices.map {
      let last = ($0 + 1) * epochs.count - 1
      return Measure(change[last], error[last])
    }
    predictions = try Self.predictions(dataset, layers, closures, methods, epochs.count)
    agreements = try Self.agreements(dataset, layers, closures)
    forecasts = try Self.forecasts(dataset)
    verdict = try Self.verdict(dataset)
  }

  private static func information(
    _ dataset: Dataset, _ layers: [Int]
  ) throws -> [LayerInformation] {
    let axes = ["layer", "information_epoch"]
    let input = try dataset.doubles(named: "information_input", dimensions: axes)
    let label = try dataset.doubles(named: "information_label", dimensions: axes)
    let peaks = try dataset.doubles(named: "peak_epoch", dimensions: ["layer"])
    let compression = try dataset.doubles(named: "compression", dimensions: ["layer"])
    let error = try dataset.doubles(named: "compression_error", dimensions: ["layer"])
    let count = try dataset.length(of: "information_epoch")
    return layers.enumerated().map { index, layer in
      let curve = input[index * count..<(index + 1) * count]
      let labels = label[index * count..<(index + 1) * count]
      return LayerInformation(
        layer: layer, firstInputBits: curve[curve.startIndex], peakInputBits: curve.max() ?? 0,
        peakEpoch: peaks[index], lastInputBits: curve[curve.endIndex - 1],
        compressionBits: Measure(compression[index], error[index]),
        firstLabelBits: labels[labels.startIndex], lastLabelBits: labels[labels.endIndex - 1])
    }
  }

  private static func predictions(
    _ dataset: Dataset, _ layers: [Int], _ closures: [String], _ methods: [String], _ epochs: Int
  ) throws -> [Prediction] {
    let axes = ["solver", "closure", "layer", "epoch"]
    let change = try dataset.doubles(named: "entropy_change", dimensions: axes)
    let error = try dataset.doubles(named: "entropy_change_error", dimensions: axes)
    let distance = try dataset.doubles(named: "wasserstein1", dimensions: axes)
    let deviation = try dataset.doubles(
      named: "final_deviation", dimensions: ["solver", "closure", "layer"])
    var result: [Prediction] = []
    for method in methods {
      for closure in closures {
        for layer in layers {
          let (index, last) = (result.count, (result.count + 1) * epochs - 1)
          result.append(
            Prediction(
              layer: layer, closure: closure, method: method,
              entropyChangeNats: Measure(change[last], error[last]),
              wasserstein1: distance[last],
              deviation: deviation[index].isFinite ? deviation[index] : nil))
        }
      }
    }
    return result
  }

  private static func agreements(
    _ dataset: Dataset, _ layers: [Int], _ closures: [String]
  ) throws -> [Agreement] {
    let axes = ["closure", "layer"]
    let distances = try dataset.doubles(named: "solver_distance", dimensions: axes)
    let deviations = try dataset.doubles(named: "ensemble_entropy_deviation", dimensions: axes)
    let squares = try dataset.doubles(named: "ensemble_chi_squared", dimensions: axes)
    var result: [Agreement] = []
    for closure in closures {
      for layer in layers {
        let index = result.count
        result.append(
          Agreement(
            layer: layer, closure: closure, solverDistanceL1: distances[index],
            ensembleEntropyDeviation: deviations[index], ensembleChiSquared: squares[index]))
      }
    }
    return result
  }
}

extension ComparisonSummary.Measure {
  /// Creates a measure whose error may be missing (NaN).
  init(_ value: Double, _ standardError: Double) {
    self.init(value: value, standardError: standardError.isFinite ? standardError : nil)
  }
}

extension ComparisonSummary {
  /// Whether predicted entropy changes lie inside the 95 % interval of the measured one, by Student's law
  /// for so many networks.
  ///
  /// - Parameter predictions: The predictions.
  /// - Returns: One value for each prediction that there is a measured interval for.
  func areInside(_ predictions: [Prediction]) -> [Bool] {
    guard networks > 1 else { return [] }
    let bound = StudentLaw(degrees: Double(networks - 1)).bound(level: 0.95)
    return predictions.compactMap(\.deviation).map { abs($0) <= bound }
  }
}
