/// Increments of a process with their starting points and lags, in clusters that are independent of
/// each other.
///
/// Samples are stored cluster by cluster. Within a cluster there are sequences, whose samples follow
/// each other in time; errors and tests that look at neighbours never look across their ends.
public struct IncrementSample: Hashable, Sendable {
  /// The starting points x(t), variable by variable.
  public let positions: [[Double]]
  /// The increments x(t + τ) − x(t), variable by variable.
  public let increments: [[Double]]
  /// The lags τ.
  public let lags: SampleLags
  /// Where each cluster starts, and the number of samples at the end.
  public let clusterBounds: [Int]
  /// Where each sequence of samples that follow each other starts, and the number of samples.
  public let sequenceBounds: [Int]
  /// How many samples of a sequence share observations with one before them; 1 when none does.
  public let overlap: Int

  init(
    positions: [[Double]], increments: [[Double]], lags: SampleLags, clusterBounds: [Int],
    sequenceBounds: [Int], overlap: Int
  ) {
    self.positions = positions
    self.increments = increments
    self.lags = lags
    self.clusterBounds = clusterBounds
    self.sequenceBounds = sequenceBounds
    self.overlap = overlap
  }

  /// Creates a sample from starting points, increments and lags.
  ///
  /// - Parameters:
  ///   - positions: The starting points, one list per variable.
  ///   - increments: The increments, as many.
  ///   - lags: The lags.
  ///   - clusters: A label for each sample; samples with equal labels may depend on each other. Empty
  ///     means that all are independent.
  ///   - isOrdered: Whether the samples of a cluster follow each other in time.
  /// - Throws: ``KramersMoyalError`` that names what is missing or of another length.
  public init(
    positions: [[Double]], increments: [[Double]], lags: SampleLags, clusters: [Int] = [],
    isOrdered: Bool = false
  ) throws(KramersMoyalError) {
    let count = positions.first?.count ?? 0
    guard count > 0 else { throw .tooFewSamples(needed: 1, found: 0) }
    guard increments.count == positions.count else {
      throw .wrongDimension(expected: positions.count, found: increments.count)
    }
    for variable in positions.indices {
      try checkSamples(positions[variable], .position, variable: variable, count: count)
      try checkSamples(increments[variable], .increment, variable: variable, count: count)
    }
    try Self.check(lags, count: count)
    guard clusters.isEmpty || clusters.count == count else {
      throw .countMismatch(.cluster, expected: count, found: clusters.count)
    }
    let order = ClusterOrder(clusters, count: count)
    self.init(
      positions: positions.map(order.sorted), increments: increments.map(order.sorted),
      lags: order.isIdentity ? lags : lags.selected(order.permutation),
      clusterBounds: order.bounds, sequenceBounds: isOrdered ? order.bounds : Array(0...count),
      overlap: 1)
  }

  /// Creates a sample of one variable from starting points, increments and a common lag.
  ///
  /// - Throws: ``KramersMoyalError`` that names what is missing or of another length.
  public init(
    positions: [Double], increments: [Double], lag: Double, clusters: [Int] = [],
    isOrdered: Bool = false
  ) throws(KramersMoyalError) {
    try self.init(
      positions: [positions], increments: [increments], lags: .uniform(lag), clusters: clusters,
      isOrdered: isOrdered)
  }

  private static func check(_ lags: SampleLags, count: Int) throws(KramersMoyalError) {
    switch lags {
    case .uniform(let lag):
      guard lag > 0, lag.isFinite else { throw .badLag(lag) }
    case .individual(let list):
      try checkSamples(list, .lag, variable: 0, count: count)
      if let lag = list.first(where: { $0 <= 0 }) { throw .badLag(lag) }
    }
  }

  /// The number of variables.
  public var dimension: Int { positions.count }
  /// The number of increments.
  public var count: Int { positions[0].count }
  /// The number of clusters.
  public var clusterCount: Int { clusterBounds.count - 1 }
  /// The number of sequences.
  public var sequenceCount: Int { sequenceBounds.count - 1 }

  /// The samples of a cluster.
  public func samples(ofCluster index: Int) -> Range<Int> {
    clusterBounds[index]..<clusterBounds[index + 1]
  }

  /// The samples of a sequence, in the order of time.
  public func samples(ofSequence index: Int) -> Range<Int> {
    sequenceBounds[index]..<sequenceBounds[index + 1]
  }

  /// The mean of the lags.
  public var meanLag: Double {
    switch lags {
    case .uniform(let lag): lag
    case .individual(let list): list.reduce(0, +) / Double(list.count)
    }
  }

  /// The smallest and the largest state of a variable, starts and ends of increments alike.
  public func range(ofVariable variable: Int) -> ClosedRange<Double> {
    var (low, high) = (Double.infinity, -Double.infinity)
    for (x, change) in zip(positions[variable], increments[variable]) {
      low = min(low, x, x + change)
      high = max(high, x, x + change)
    }
    return low...high
  }
}

/// The order that brings samples with equal labels together, keeping their order otherwise.
private struct ClusterOrder {
  let permutation: [Int]
  let isIdentity: Bool
  let bounds: [Int]

  init(_ labels: [Int], count: Int) {
    guard !labels.isEmpty else {
      (permutation, isIdentity, bounds) = ([], true, Array(0...count))
      return
    }
    isIdentity = zip(labels, labels.dropFirst()).allSatisfy { $0 <= $1 }
    let order =
      isIdentity
      ? Array(0..<count)
      : (0..<count).sorted { (labels[$0], $0) < (labels[$1], $1) }
    permutation = order
    bounds =
      [0] + (1..<count).filter { labels[order[$0]] != labels[order[$0 - 1]] } + [count]
  }

  func sorted(_ values: [Double]) -> [Double] {
    isIdentity ? values : permutation.map { values[$0] }
  }
}
