public import Grids
internal import LinearAlgebra

/// What one worker has counted of an ensemble of several variables at each requested time.
@usableFromInline
struct MultivariateTally: Sendable {
  private let axes: [Axis]
  private let groups: [VariableGroup]
  private let keepsPositions: Bool
  /// The particles in each cell, shape [time][variable].
  private var counts: [[HistogramCounts]]
  /// The particles in each joint cell, shape [time][group][cell].
  private var jointCounts: [[[Int]]]
  /// The moments of each block at each time, joined in the order of the blocks.
  private var moments: [Int: [JointMomentSums]] = [:]
  private var positions: [Int: [[Double]]] = [:]
  private(set) var ends = BlockEnds()

  @usableFromInline
  init(axes: [Axis], joint groups: [VariableGroup], timeCount: Int, keepsPositions: Bool) {
    self.axes = axes
    self.groups = groups
    self.keepsPositions = keepsPositions
    counts = Array(
      repeating: axes.map { HistogramCounts(cellCount: $0.cellCount) }, count: timeCount)
    let empty = groups.map { [Int](repeating: 0, count: $0.cellCount(on: axes)) }
    jointCounts = Array(repeating: empty, count: timeCount)
  }

  /// Counts a block's survivors at its next time.
  @usableFromInline
  mutating func record(_ all: [Double], isAlive: [Bool], block number: Int, time: Int) {
    let count = all.count / axes.count
    let points = isAlive.isEmpty ? Array(0..<count) : (0..<count).filter { isAlive[$0] }
    for (variable, axis) in axes.enumerated() {
      for point in points {
        counts[time][variable].count(all[variable * count + point], on: axis)
      }
    }
    for (index, group) in groups.enumerated() {
      for point in points {
        guard let cell = group.cell(ofPoint: point, among: count, in: all, on: axes) else {
          continue
        }
        jointCounts[time][index][cell] += 1
      }
    }
    moments[number, default: []].append(
      JointMomentSums(all, dimension: axes.count, isIncluded: isAlive))
    if keepsPositions { positions[number, default: []].append(all) }
  }

  /// Keeps where a block ends and what was traced of it.
  @usableFromInline
  mutating func record(
    exitTimes: [Double], end positions: [Double], traces: BlockTraces, block number: Int
  ) {
    ends.record(exitTimes: exitTimes, block: number)
    ends.record(positions: positions, traces: traces, block: number)
  }

  mutating func join(_ other: MultivariateTally) {
    for time in counts.indices {
      for variable in axes.indices { counts[time][variable].join(other.counts[time][variable]) }
      for group in groups.indices {
        for cell in jointCounts[time][group].indices {
          jointCounts[time][group][cell] += other.jointCounts[time][group][cell]
        }
      }
    }
    moments.merge(other.moments) { first, _ in first }
    positions.merge(other.positions) { first, _ in first }
    ends.join(other.ends)
  }
}

extension MultivariateTally {
  /// The snapshot of all blocks at one time.
  func snapshot(
    at time: Double, index: Int, particleCount: Int
  ) throws(GridError) -> MultivariateSnapshot {
    var sums = JointMomentSums(dimension: axes.count)
    for block in moments.keys.sorted() {
      sums.join(moments[block]?[index] ?? JointMomentSums(dimension: axes.count))
    }
    var marginals: [Density] = []
    var errors: [[Double]] = []
    for (axis, counts) in zip(axes, counts[index]) {
      let (n, h) = (Double(particleCount), axis.spacing)
      let shares = counts.inside.map { Double($0) / n }
      marginals.append(try Density(axis: axis, values: shares.map { $0 / h }))
      errors.append(shares.map { ($0 * (1 - $0) / n).squareRoot() / h })
    }
    var joint: [JointHistogram] = []
    for (group, counts) in zip(groups, jointCounts[index]) {
      joint.append(
        try JointHistogram(
          group, counts: counts, axes: group.indices.map { axes[$0] },
          particleCount: particleCount))
    }
    return MultivariateSnapshot(
      time: time, survivingCount: Int(sums.count), means: sums.means,
      meanStandardErrors: sums.meanStandardErrors, covariance: matrix(sums.covariance),
      covarianceStandardErrors: matrix(sums.covarianceStandardError), marginals: marginals,
      marginalStandardErrors: errors, counts: counts[index], joint: joint,
      positions: allPositions(index))
  }

  private func matrix(_ element: (Int, Int) -> Double) -> Matrix {
    var matrix = Matrix(rowCount: axes.count, columnCount: axes.count)
    for row in axes.indices {
      for column in axes.indices { matrix[row, column] = element(row, column) }
    }
    return matrix
  }

  /// The coordinates of all particles, variable by variable.
  private func allPositions(_ index: Int) -> [Double] {
    var all = BlockEnds()
    for (block, times) in positions { all.record(positions: times[index], block: block) }
    return all.finalPositions(dimension: axes.count)
  }
}
