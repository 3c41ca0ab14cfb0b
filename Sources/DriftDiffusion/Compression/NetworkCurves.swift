/// One quantity of every network of an ensemble at the recorded epochs.
public struct NetworkCurves: Hashable, Sendable {
  /// The recorded epochs, ascending.
  public let epochs: [Double]
  /// The quantity, shape [network][epoch].
  public let values: [[Double]]

  /// Creates curves; every network has one value per epoch.
  public init(epochs: [Double], values: [[Double]]) {
    precondition(values.allSatisfy { $0.count == epochs.count }, "one value per epoch")
    precondition(!values.isEmpty && !epochs.isEmpty, "there must be a network and an epoch")
    self.epochs = epochs
    self.values = values
  }

  /// The number of networks.
  public var networkCount: Int { values.count }

  /// The curve of one network.
  public subscript(network: Int) -> EpochCurve {
    EpochCurve(epochs: epochs, values: values[network])
  }

  /// The mean over networks, which may repeat.
  public func mean(of networks: [Int]) -> EpochCurve {
    var sum = [Double](repeating: 0, count: epochs.count)
    for network in networks {
      for index in epochs.indices { sum[index] += values[network][index] }
    }
    return EpochCurve(epochs: epochs, values: sum.map { $0 / Double(networks.count) })
  }

  /// The mean over all networks.
  public var mean: EpochCurve { mean(of: Array(values.indices)) }

  /// The standard error of the mean over networks at every epoch; NaN for a single network.
  public var standardErrors: [Double] {
    let means = mean.values
    let count = Double(networkCount)
    return epochs.indices.map { index in
      let squares = values.reduce(0) { sum, curve in
        sum + (curve[index] - means[index]) * (curve[index] - means[index])
      }
      return (squares / (count - 1) / count).squareRoot()
    }
  }
}
