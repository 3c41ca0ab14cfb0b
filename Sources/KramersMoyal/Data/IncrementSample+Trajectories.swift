/// Which increments of a trajectory are taken when the lag is several steps.
public enum IncrementOverlap: String, Hashable, Codable, CaseIterable, Sendable {
  /// Each observation ends one increment and starts the next; increments share no noise.
  case disjoint
  /// Every observation starts an increment; neighbours share noise, which errors must account for.
  case overlapping
}

extension IncrementSample {
  /// Creates the sample of all increments of some trajectories.
  ///
  /// - Parameters:
  ///   - trajectories: The trajectories, all of one dimension.
  ///   - lagSteps: The number of steps from the start to the end of an increment.
  ///   - overlap: Which increments are taken.
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``,
  ///   ``KramersMoyalError/wrongDimension(expected:found:)`` and
  ///   ``KramersMoyalError/tooFewSamples(needed:found:)``.
  public init(
    _ trajectories: [Trajectory], lagSteps: Int = 1, overlap: IncrementOverlap = .disjoint
  ) throws(KramersMoyalError) {
    guard lagSteps >= 1 else {
      throw .badParameter(
        name: "lagSteps", value: Double(lagSteps), remedy: "an increment takes at least one step")
    }
    let dimension = trajectories.first?.dimension ?? 1
    for trajectory in trajectories where trajectory.dimension != dimension {
      throw .wrongDimension(expected: dimension, found: trajectory.dimension)
    }
    var assembly = SampleAssembly(
      dimension: dimension, lagSteps: lagSteps, stride: overlap == .disjoint ? lagSteps : 1,
      commonStep: Self.commonStep(of: trajectories))
    for cluster in Self.clusters(of: trajectories) { assembly.append(cluster) }
    guard assembly.count > 0 else { throw .tooFewSamples(needed: 1, found: 0) }
    self = assembly.sample()
  }

  /// The trajectories by cluster, in the order in which the clusters appear.
  private static func clusters(of trajectories: [Trajectory]) -> [[Trajectory]] {
    var places: [Int: Int] = [:]
    var clusters: [[Trajectory]] = []
    for trajectory in trajectories {
      if let label = trajectory.cluster, let place = places[label] {
        clusters[place].append(trajectory)
      } else {
        if let label = trajectory.cluster { places[label] = clusters.count }
        clusters.append([trajectory])
      }
    }
    return clusters
  }

  /// The step of all trajectories; nil when they differ.
  private static func commonStep(of trajectories: [Trajectory]) -> Double? {
    guard case .uniform(let step)? = trajectories.first?.times,
      trajectories.allSatisfy({ $0.times == .uniform(step: step) })
    else { return nil }
    return step
  }
}

/// A sample that grows trajectory by trajectory.
private struct SampleAssembly {
  let lagSteps: Int
  let stride: Int
  let commonStep: Double?
  var positions: [[Double]]
  var increments: [[Double]]
  var lags: [Double] = []
  var clusterBounds = [0]
  var sequenceBounds = [0]

  init(dimension: Int, lagSteps: Int, stride: Int, commonStep: Double?) {
    self.lagSteps = lagSteps
    self.stride = stride
    self.commonStep = commonStep
    positions = [[Double]](repeating: [], count: dimension)
    increments = positions
  }

  var count: Int { positions[0].count }

  mutating func append(_ cluster: [Trajectory]) {
    for trajectory in cluster where trajectory.count > lagSteps {
      let starts = Swift.stride(from: 0, to: trajectory.count - lagSteps, by: stride)
      for variable in positions.indices {
        let values = trajectory.variables[variable]
        positions[variable].append(contentsOf: starts.lazy.map { values[$0] })
        increments[variable].append(
          contentsOf: starts.lazy.map { [lagSteps] in values[$0 + lagSteps] - values[$0] })
      }
      if commonStep == nil {
        for start in starts { lags.append(trajectory.lag(from: start, to: start + lagSteps)) }
      }
      sequenceBounds.append(count)
    }
    if let last = clusterBounds.last, last < count { clusterBounds.append(count) }
  }

  func sample() -> IncrementSample {
    IncrementSample(
      positions: positions, increments: increments,
      lags: commonStep.map { .uniform(Double(lagSteps) * $0) } ?? .individual(lags),
      clusterBounds: clusterBounds, sequenceBounds: sequenceBounds,
      overlap: stride < lagSteps ? lagSteps : 1)
  }
}
