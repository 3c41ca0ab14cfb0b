/// The states of one path at successive times.
///
/// Every value is checked: a missing one is refused with its place, since leaving it out would join
/// states that were not neighbours.
public struct Trajectory: Hashable, Sendable {
  /// The states, variable by variable.
  public let variables: [[Double]]
  /// When they were observed.
  public let times: SamplingTimes
  /// The cluster of dependent trajectories it belongs to; nil is a cluster of its own.
  public let cluster: Int?

  /// Creates a trajectory of one variable that was observed at equal steps.
  ///
  /// - Parameters:
  ///   - values: The states.
  ///   - step: The time between two of them.
  ///   - cluster: Which trajectories depend on each other, such as the weights of one network.
  /// - Throws: ``KramersMoyalError/badLag(_:)``,
  ///   ``KramersMoyalError/missingValue(_:variable:index:value:)`` and
  ///   ``KramersMoyalError/tooFewSamples(needed:found:)``.
  public init(
    _ values: [Double], step: Double, cluster: Int? = nil
  ) throws(KramersMoyalError) {
    try self.init(variables: [values], times: .uniform(step: step), cluster: cluster)
  }

  /// Creates a trajectory of several variables.
  ///
  /// - Parameters:
  ///   - variables: The states, one list per variable, all of one length of at least two.
  ///   - times: When they were observed.
  ///   - cluster: Which trajectories depend on each other.
  /// - Throws: ``KramersMoyalError`` that names what is missing, out of order or of another length.
  public init(
    variables: [[Double]], times: SamplingTimes, cluster: Int? = nil
  ) throws(KramersMoyalError) {
    let count = variables.first?.count ?? 0
    guard count >= 2 else { throw .tooFewSamples(needed: 2, found: count) }
    for (variable, values) in variables.enumerated() {
      try checkSamples(values, .position, variable: variable, count: count)
    }
    switch times {
    case .uniform(let step):
      guard step > 0, step.isFinite else { throw .badLag(step) }
    case .irregular(let list):
      try checkSamples(list, .time, variable: 0, count: count)
      for index in list.indices.dropFirst() where list[index] <= list[index - 1] {
        throw .timesNotAscending(index: index)
      }
    }
    self.variables = variables
    self.times = times
    self.cluster = cluster
  }

  /// The number of variables.
  public var dimension: Int { variables.count }
  /// The number of observations.
  public var count: Int { variables[0].count }

  /// The time from one observation to a later one.
  public func lag(from start: Int, to end: Int) -> Double {
    switch times {
    case .uniform(let step): Double(end - start) * step
    case .irregular(let list): list[end] - list[start]
    }
  }
}

/// Throws when a list has another length or a value that is not a finite number.
func checkSamples(
  _ values: [Double], _ quantity: SampledQuantity, variable: Int, count: Int
) throws(KramersMoyalError) {
  guard values.count == count else {
    throw .countMismatch(quantity, expected: count, found: values.count)
  }
  guard !allFinite(values) else { return }
  if let index = values.firstIndex(where: { !$0.isFinite }) {
    throw .missingValue(quantity, variable: variable, index: index, value: values[index])
  }
}

/// Whether all numbers are finite, at the speed of memory.
private func allFinite(_ values: [Double]) -> Bool {
  values.withUnsafeBytes { bytes in
    var zeros = SIMD8<Double>()
    let groups = values.count / 8
    for group in 0..<groups {
      // Zero times a number is zero unless the number is infinite or NaN.
      zeros += 0 * bytes.loadUnaligned(fromByteOffset: 64 * group, as: SIMD8<Double>.self)
    }
    var rest = 0.0
    for index in (8 * groups)..<values.count { rest += 0 * values[index] }
    return zeros.sum() + rest == 0
  }
}
