internal import Grids
public import KramersMoyal

/// How far one prediction is from the measured weights of its layer.
public struct PredictionScore: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The closure of the prediction.
  public var closure: Closure
  /// How the prediction was computed.
  public var method: PredictionMethod
  /// The predicted change of the entropy since the start, in nats, at each time.
  public var entropyChange: Estimates
  /// The Wasserstein-1 distance to the measured weights at each time, in units of weight.
  public var wasserstein1: [Double]
  /// The L1 distance to the histogram of the measured weights at each time, from 0 to 2; sampling
  /// noise keeps it above zero even for the true law.
  public var l1: [Double]
  /// The predicted minus the measured change at the last time, in standard errors of both.
  public var finalDeviation: Double

  /// Scores a prediction against measured weights on the same times and axis.
  public init(_ prediction: LayerPrediction, against measured: MeasuredLayer) {
    precondition(prediction.times.count == measured.densities.count, "times must agree")
    layer = prediction.layer
    closure = prediction.closure
    method = prediction.method
    let entropy = prediction.entropy
    entropyChange = Estimates(
      values: entropy.values.map { $0 - entropy.values[0] },
      standardErrors: entropy.standardErrors.indices.map { time in
        let (now, then) = (entropy.standardErrors[time], entropy.standardErrors[0])
        return time == 0 ? 0 : (now * now + then * then).squareRoot()
      })
    let pairs = zip(prediction.densities, measured.densities)
    wasserstein1 = pairs.map { $0.wasserstein1Distance(to: $1) }
    l1 = pairs.map { $0.l1Distance(to: $1) }
    let last = measured.densities.count - 1
    let error = measured.entropyChange.standardErrors[last]
    let ownError = entropyChange.standardErrors[last]
    finalDeviation =
      (entropyChange.values[last] - measured.entropyChange.values[last])
      / (error * error + ownError * ownError).squareRoot()
  }
}

/// How well the three ways of computing one closure agree with each other.
public struct MethodAgreement: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The closure.
  public var closure: Closure
  /// The largest L1 distance between the finite-volume and the spectral density at any time.
  public var solverDistance: Double
  /// The Langevin entropy minus the finite-volume one at the last time, in standard errors.
  public var ensembleEntropyDeviation: Double
  /// The mean over cells and times of ((Langevin − finite volume)/standard error)²; about 1 when
  /// they agree, taken over cells that expect at least ten particles.
  public var ensembleChiSquared: Double

  /// Compares three predictions of one layer and closure.
  public init(
    finiteVolume: LayerPrediction, spectral: LayerPrediction, langevin: LayerPrediction
  ) {
    layer = finiteVolume.layer
    closure = finiteVolume.closure
    let distances = zip(finiteVolume.densities, spectral.densities).map { $0.l1Distance(to: $1) }
    solverDistance = distances.max() ?? 0
    let last = finiteVolume.times.count - 1
    ensembleEntropyDeviation =
      (langevin.entropy.values[last] - finiteVolume.entropy.values[last])
      / langevin.entropy.standardErrors[last]
    ensembleChiSquared = Self.chiSquared(langevin, finiteVolume)
  }

  private static func chiSquared(_ ensemble: LayerPrediction, _ exact: LayerPrediction) -> Double {
    var (sum, count) = (0.0, 0.0)
    let quantum = ensemble.densityOfOneParticle
    for time in exact.densities.indices {
      let (found, expected) = (ensemble.densities[time].values, exact.densities[time].values)
      for cell in expected.indices {
        let perUnit = quantum[time]
        guard perUnit > 0, expected[cell] >= 10 * perUnit else { continue }
        let deviation = (found[cell] - expected[cell]) / (expected[cell] * perUnit).squareRoot()
        sum += deviation * deviation
        count += 1
      }
    }
    return count > 0 ? sum / count : .nan
  }
}

extension LayerPrediction {
  /// The density that one particle contributes to its cell, at each time: error²/density.
  var densityOfOneParticle: [Double] {
    zip(densities, densityErrors).map { density, errors in
      let cell = errors.indices.max { density.values[$0] < density.values[$1] } ?? 0
      guard density.values[cell] > 0 else { return 0 }
      return errors[cell] * errors[cell] / density.values[cell]
    }
  }
}
