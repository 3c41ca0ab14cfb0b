internal import RealModule

/// What goes on in one layer of every independent unit of an ensemble: a network, or the replicas of
/// one initial state together.
public struct LayerCourse: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The learning times s, ascending and not negative.
  public var times: [Double]
  /// I(X;T) in bits, shape [unit][time].
  public var information: [[Double]]
  /// The entropy of the weights in nats, shape [unit][time].
  public var entropy: [[Double]]
  /// The logarithm of the gain ‖W‖, shape [unit][time].
  public var logGain: [[Double]]

  /// Creates a course from arrays of equal shape.
  public init(
    layer: Int, times: [Double], information: [[Double]], entropy: [[Double]],
    logGain: [[Double]]
  ) {
    let count = information.count
    precondition(entropy.count == count && logGain.count == count, "shapes must agree")
    precondition(
      (information + entropy + logGain).allSatisfy { $0.count == times.count }, "shapes must agree")
    self.layer = layer
    self.times = times
    self.information = information
    self.entropy = entropy
    self.logGain = logGain
  }

  /// The number of independent units.
  public var unitCount: Int { information.count }

  /// The mean over units of one of the quantities.
  func mean(_ quantity: [[Double]]) -> [Double] {
    times.indices.map { time in
      quantity.reduce(0) { $0 + $1[time] } / Double(quantity.count)
    }
  }

  /// The change of the mean entropy from the peak of the mean information to the end, in nats.
  public var meanEntropyChange: Double {
    let entropy = mean(entropy)
    return entropy[times.count - 1] - entropy[peakIndex]
  }

  /// The index of the time at which the mean information is largest.
  public var peakIndex: Int {
    EpochCurve(epochs: times, values: mean(information)).largestIndex
  }

  /// Times from an index on, at most `count` + 1 of them, as even in ln s as the recorded ones allow.
  func spreadIndices(from start: Int, count: Int) -> [Int] {
    let last = times.count - 1
    let first = times.indices.first { $0 >= start && times[$0] > 0 } ?? last
    guard last > first else { return [] }
    let ratio = Double.log(times[last] / times[first])
    var result = [first]
    for step in 1...max(count, 1) {
      let wanted = times[first] * Double.exp(ratio * Double(step) / Double(count))
      let nearest = (first...last).min { abs(times[$0] - wanted) < abs(times[$1] - wanted) } ?? last
      if nearest > result[result.count - 1] { result.append(nearest) }
    }
    return result
  }
}
