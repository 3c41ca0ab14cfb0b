public import Grids

/// What one worker has counted at each requested time.
@usableFromInline
struct EnsembleTally: Sendable {
  /// The particles in each cell at each time.
  private var counts: [[Int]]
  /// The moments of each block at each time, by the block's number: joined in that order, so that
  /// the sum does not depend on the workers.
  private var moments: [Int: [MomentSums]] = [:]
  private var positions: [Int: [[Double]]] = [:]
  private var exitTimes: [Int: [Double]] = [:]
  private let axis: Axis
  private let keepsPositions: Bool

  @usableFromInline
  init(axis: Axis, timeCount: Int, keepsPositions: Bool) {
    self.axis = axis
    self.keepsPositions = keepsPositions
    counts = Array(repeating: Array(repeating: 0, count: axis.cellCount), count: timeCount)
  }

  /// Counts a block's survivors at its next time.
  @usableFromInline
  mutating func record(
    _ all: [Double], isAlive: [Bool], block number: Int, time: Int
  ) {
    let survivors = isAlive.isEmpty ? all : zip(all, isAlive).filter(\.1).map(\.0)
    for x in survivors {
      if let cell = axis.cell(containing: x) { counts[time][cell] += 1 }
    }
    moments[number, default: []].append(MomentSums(survivors))
    if keepsPositions { positions[number, default: []].append(all) }
  }

  /// Keeps when a block's paths were taken out.
  @usableFromInline
  mutating func record(exitTimes times: [Double], block number: Int) {
    if !times.isEmpty { exitTimes[number] = times }
  }

  /// When each path was taken out, in the order of the paths.
  var allExitTimes: [Double] { exitTimes.keys.sorted().flatMap { exitTimes[$0] ?? [] } }

  mutating func join(_ other: EnsembleTally) {
    for time in counts.indices {
      for cell in counts[time].indices { counts[time][cell] += other.counts[time][cell] }
    }
    moments.merge(other.moments) { first, _ in first }
    positions.merge(other.positions) { first, _ in first }
    exitTimes.merge(other.exitTimes) { first, _ in first }
  }

  /// The snapshot of all blocks at one time.
  func snapshot(
    at time: Double, index: Int, particleCount: Int
  ) throws(GridError) -> EnsembleSnapshot {
    var sums = MomentSums()
    for block in moments.keys.sorted() { sums.join(moments[block]?[index] ?? MomentSums()) }
    let (n, h) = (Double(particleCount), axis.spacing)
    let shares = counts[index].map { Double($0) / n }
    return EnsembleSnapshot(
      time: time, survivingCount: Int(sums.count), mean: sums.mean,
      meanStandardError: sums.meanStandardError, variance: sums.variance,
      varianceStandardError: sums.varianceStandardError,
      density: try Density(axis: axis, values: shares.map { $0 / h }),
      densityStandardErrors: shares.map { ($0 * (1 - $0) / n).squareRoot() / h },
      positions: positions.keys.sorted().flatMap { positions[$0]?[index] ?? [] })
  }
}
