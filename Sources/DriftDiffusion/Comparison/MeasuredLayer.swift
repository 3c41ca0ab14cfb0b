public import Grids
public import InformationTheory
public import KramersMoyal

/// The measured law of one layer's weights over the networks, from the start of the predictions on.
public struct MeasuredLayer: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The differential entropy of the weights at each time, in nats.
  public var entropy: Estimates
  /// The change of the entropy since the start; its error knows that the two times share networks.
  public var entropyChange: Estimates
  /// The mean weight at each time.
  public var mean: [Double]
  /// The variance of the weights at each time.
  public var variance: [Double]
  /// The histogram of the weights at each time.
  public var densities: [Density]

  /// Measures one layer.
  ///
  /// - Parameters:
  ///   - log: The run.
  ///   - layerIndex: The layer's place in the log, from 0.
  ///   - start: The index of the first recorded epoch to use.
  ///   - estimator: How the entropy of a sample is estimated.
  ///   - weightAxis: The cells of the histograms.
  /// - Throws: ``DriftDiffusionError/entropy(layer:_:)``, ``DriftDiffusionError/cancelled`` and
  ///   ``DriftDiffusionError/grid(layer:_:)``.
  public init(
    _ log: GradientLog, layerIndex: Int, startingAt start: Int, estimator: EntropyConfiguration,
    weightAxis: Axis
  ) throws(DriftDiffusionError) {
    let source = log.layers[layerIndex]
    layer = source.number
    (entropy, entropyChange) = (
      Estimates(values: [], standardErrors: []), Estimates(values: [], standardErrors: [])
    )
    (mean, variance, densities) = ([], [], [])
    var atStart: [Double] = []
    for time in start..<log.epochs.count {
      if Task.isCancelled { throw .cancelled }
      let sample = LayerSample(log, source, time: time)
      let entropies = try Self.entropies(of: sample, estimator)
      if atStart.isEmpty { atStart = entropies }
      entropy.append(Self.jackknifed(entropies))
      entropyChange.append(Self.jackknifed(zip(entropies, atStart).map { $0 - $1 }))
      let moments = sample.weightMeanAndVariance
      mean.append(moments.mean)
      variance.append(moments.variance)
      do throws(GridError) {
        densities.append(try Density(axis: weightAxis, histogramOf: sample.pooledWeights))
      } catch {
        throw .grid(layer: source.number, error)
      }
    }
  }

  /// The entropy of all weights, then of the weights without each network in turn; sorted once,
  /// since the estimators sort what is in order in one pass.
  private static func entropies(
    of sample: LayerSample, _ estimator: EntropyConfiguration
  ) throws(DriftDiffusionError) -> [Double] {
    do throws(InformationError) {
      let all = ascending(sample.pooledWeights)
      var result = [try estimator.entropy(of: all).value]
      guard sample.networks.count > 1 else { return result }
      for network in sample.networks {
        let rest = removing(network.weights.sorted(), from: all)
        result.append(try estimator.entropy(of: rest).value)
      }
      return result
    } catch {
      throw .entropy(layer: sample.layer, error)
    }
  }

  /// The first value with the standard error of the others, each made without one network.
  private static func jackknifed(_ values: [Double]) -> Estimates {
    let leaveOneOut = values.dropFirst().map { [$0] }
    let errors =
      leaveOneOut.count > 1 ? ClusterJackknife.standardErrors(Array(leaveOneOut)) : [.nan]
    return Estimates(values: [values[0]], standardErrors: errors)
  }
}

extension Estimates {
  /// Appends all elements of `other`.
  mutating func append(_ other: Estimates) {
    values += other.values
    standardErrors += other.standardErrors
  }
}
