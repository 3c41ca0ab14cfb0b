/// The memory a ``NearestNeighborEstimator`` works in, allocated once and reused for every layer.
///
/// It holds the patterns' labels and inputs, so one workspace serves one set of patterns and one
/// thread.
public struct NearestNeighborWorkspace: Sendable {
  /// The number of patterns.
  public var patternCount: Int { order.count }
  /// The patterns in the order of their classes.
  let order: [Int]
  /// The places of each pattern's class, in the same order.
  let members: [Range<Int>]
  let inputs: PointRows?
  let hasRepeatedInputs: Bool
  var rows: NeighborRows

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - labels: The class of every pattern, any whole number.
  ///   - inputs: The inputs in the order [feature][pattern]; empty when they are not known, and
  ///     then I(X;T) is not estimated.
  /// - Throws: ``InformationError/empty(_:)`` without patterns,
  ///   ``InformationError/wrongActivationCount(units:patterns:found:)`` and
  ///   ``InformationError/activationNotFinite(unit:pattern:)`` for inputs of a wrong number or value.
  public init(labels: [Int], inputs: [Double] = []) throws(InformationError) {
    guard !labels.isEmpty else { throw .empty("patterns") }
    let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
    var members: [Range<Int>] = []
    while members.count < order.count {
      let start = members.count
      let end = order[start...].firstIndex { labels[$0] != labels[order[start]] } ?? order.count
      members += repeatElement(start..<end, count: end - start)
    }
    self.order = order
    self.members = members
    rows = NeighborRows(count: labels.count)
    guard !inputs.isEmpty else {
      (self.inputs, hasRepeatedInputs) = (nil, false)
      return
    }
    let features = try unitCount(activations: inputs.count, patterns: labels.count)
    let points = try inputs.withUnsafeBufferPointer { (inputs) throws(InformationError) in
      try checkFinite(inputs, patterns: labels.count)
      return PointRows(inputs, order: order)
    }
    let distinct = Set(
      labels.indices.map { pattern in
        (0..<features).map { inputs[$0 * labels.count + pattern] }
      })
    (self.inputs, hasRepeatedInputs) = (points, distinct.count < labels.count)
  }
}
