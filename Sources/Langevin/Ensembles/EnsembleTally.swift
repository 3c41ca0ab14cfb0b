public import Grids

/// What one worker has counted at each requested time.
@usableFromInline
struct EnsembleTally: Sendable {
  /// The particles in each cell at each time.
  private var counts: [HistogramCounts]
  /// The moments of each block at each time, by the block's number: joined in that order, so that
  /// the sum does not depend on the workers.
  private var moments: [Int: [MomentSums]] = [:]
  private var positions: [Int: [[Double]]] = [:]
  private(set) var ends = BlockEnds()
  private let axis: Axis
  private let keepsPositions: Bool

  @usableFromInline
  init(axis: Axis, timeCount: Int, keepsPositions: Bool) {
    self.axis = axis
    self.keepsPositions = keepsPositions
    counts = Array(repeating: HistogramCounts(cellCount: axis.cellCount), count: timeCount)
  }

  /// Counts a block's survivors at its next time.
  @usableFromInline
  mutating func record(
    _ all: [Double], isAlive: [Bool], block number: Int, time: Int
  ) {
    let survivors = isAlive.isEmpty ? all : zip(all, isAlive).filter(\.1).map(\.0)
    for x in survivors { counts[time].count(x, on: axis) }
    moments[number, default: []].append(MomentSums(survivors))
    if keepsPositions { positions[number, default: []].append(all) }
  }

  /// Keeps when a block's paths were taken out.
  @usableFromInline
  mutating func record(exitTimes times: [Double], block number: Int) {
    ends.record(exitTimes: times, block: number)
  }

  /// Keeps where a block ends and what was traced of it.
  @usableFromInline
  mutating func record(end positions: [Double], traces: BlockTraces, block number: Int) {
    ends.record(positions: positions, traces: traces, block: number)
  }

  /// When each path was taken out, in the order of the paths.
  var allExitTimes: [Double] { ends.exitTimes }

  mutating func join(_ other: EnsembleTally) {
    for time in counts.indices { counts[time].join(other.counts[time]) }
    moments.merge(other.moments) { first, _ in first }
    positions.merge(other.positions) { first, _ in first }
    ends.join(other.ends)
  }

  /// The snapshot of all blocks at one time.
  func snapshot(
    at time: Double, index: Int, particleCount: Int
  ) throws(GridError) -> EnsembleSnapshot {
    var sums = MomentSums()
    for block in moments.keys.sorted() { sums.join(moments[block]?[index] ?? MomentSums()) }
    let (n, h) = (Double(particleCount), axis.spacing)
    let shares = counts[index].inside.map { Double($0) / n }
    return EnsembleSnapshot(
      time: time, survivingCount: Int(sums.count), mean: sums.mean,
      meanStandardError: sums.meanStandardError, variance: sums.variance,
      varianceStandardError: sums.varianceStandardError,
      density: try Density(axis: axis, values: shares.map { $0 / h }),
      densityStandardErrors: shares.map { ($0 * (1 - $0) / n).squareRoot() / h },
      counts: counts[index],
      positions: positions.keys.sorted().flatMap { positions[$0]?[index] ?? [] })
  }
}
