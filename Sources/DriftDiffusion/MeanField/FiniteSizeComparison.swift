public import KramersMoyal
internal import StochasticProcesses

/// What the number of weights of one network does to an order parameter of the mean-field closure.
///
/// The mean over networks differs from the limit of many weights by O(1/n), one network from the mean
/// by O(1/√n).
public struct FiniteSizeComparison: Hashable, Sendable {
  /// The order parameter.
  public var parameter: FieldParameter
  /// The learning times.
  public var times: [Double]
  /// Its value in the limit of many weights.
  public var limit: [Double]
  /// Its mean over the simulated systems.
  public var mean: Estimates
  /// Its standard deviation from system to system.
  public var fluctuation: Estimates

  /// The largest distance of the mean from the limit at any time, in fluctuations of one system.
  public var largestBias: Double {
    times.indices.reduce(0) { largest, time in
      let deviation = abs(mean.values[time] - limit[time])
      let fluctuation = fluctuation.values[time]
      return fluctuation > 0 ? max(largest, deviation / fluctuation) : largest
    }
  }
}

/// The layers in units of the weights, which also show their fitted order parameters.
struct CountedLayers: MeanFieldProcess {
  let layers: WeightLayers
  let orderParameters: [[OrderParameter]]

  init(layers: WeightLayers, numbers: [Int], parameters: [FieldParameter]) {
    self.layers = layers
    orderParameters = zip(numbers, layers.orderParameters).map { number, moments in
      moments + parameters.filter { $0.layer == number }.map(\.orderParameter)
    }
  }

  func process(ofPopulation population: Int, in field: MeanField) -> WeightLayer {
    layers.process(ofPopulation: population, in: field)
  }
}

extension FieldParameter {
  /// The same parameter of a population of weights.
  fileprivate var orderParameter: OrderParameter {
    switch kind {
    case .mean: .mean
    case .secondMoment: .secondMoment
    case .gain: .gain(count: weightCount)
    }
  }
}
