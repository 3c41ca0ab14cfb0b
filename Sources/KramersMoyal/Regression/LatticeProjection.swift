internal import LinearAlgebra

/// The regression of a sample, with its increments replaced by the moments of a process.
///
/// Samples are moved to the nodes of a lattice, shared between two neighbours.
struct LatticeProjection {
  private let groups: LagGroups
  private let driftRows: [Double]
  private let diffusionRows: [Double]
  private let driftCount: Int
  private let diffusionCount: Int
  private let nodeCount: Int
  /// The weights w τ² and v of the samples at each node, group after group.
  private var driftMass: [Double]
  private var diffusionMass: [Double]
  private let driftSolution: NormalSolution
  private let diffusionSolution: NormalSolution

  init(
    _ regression: IncrementRegression, _ groups: LagGroups, _ layout: LatticeLayout
  ) throws(KramersMoyalError) {
    self.groups = groups
    nodeCount = layout.count
    driftCount = regression.drift.count
    diffusionCount = regression.diffusion.count
    let nodes = (0..<layout.count).map { layout.lowerBound + Double($0) * layout.spacing }
    driftRows = nodes.flatMap(regression.drift.row(at:))
    diffusionRows = nodes.flatMap(regression.diffusion.row(at:))
    driftMass = [Double](repeating: 0, count: groups.lags.count * layout.count)
    diffusionMass = driftMass
    let sample = regression.sample
    for index in 0..<sample.count {
      let position = (sample.positions[0][index] - layout.lowerBound) / layout.spacing
      let node = min(max(Int(position), 0), layout.count - 2)
      let right = position - Double(node)
      let lag = sample.lags[index]
      let place = groups.group(of: lag) * layout.count + node
      let (first, second) =
        (regression.driftWeights[index] * lag * lag, regression.diffusionWeights[index])
      driftMass[place] += (1 - right) * first
      driftMass[place + 1] += right * first
      diffusionMass[place] += (1 - right) * second
      diffusionMass[place + 1] += right * second
    }
    driftSolution = try Self.solution(
      driftRows, driftMass, driftCount, layout.count, sample.count)
    diffusionSolution = try Self.solution(
      diffusionRows, diffusionMass, diffusionCount, layout.count, sample.count)
  }

  private static func solution(
    _ rows: [Double], _ mass: [Double], _ count: Int, _ nodeCount: Int, _ samples: Int
  ) throws(KramersMoyalError) -> NormalSolution {
    var equations = NormalEquations(count: count)
    var rows = rows
    rows.withUnsafeMutableBufferPointer { rows in
      for (place, weight) in mass.enumerated() where weight > 0 {
        let start = place % nodeCount * count
        equations.add(
          UnsafeMutableBufferPointer(rebasing: rows[start..<(start + count)]), weight: weight,
          response: 0)
      }
    }
    return try equations.solve(samples: samples)
  }

  /// The effective coefficients of a process from its moments, one table per group of lags.
  func coefficients(_ tables: [BackwardLattice.Displacement]) -> [Double] {
    var moments = [Double](repeating: 0, count: driftCount)
    forEachNode(driftMass) { group, node, weight in
      let response = weight * tables[group].mean[node] / groups.lags[group]
      for i in 0..<driftCount { moments[i] += response * driftRows[node * driftCount + i] }
    }
    let drift = driftSolution.inverse * moments
    var second = [Double](repeating: 0, count: diffusionCount)
    forEachNode(diffusionMass) { group, node, weight in
      let lag = groups.lags[group]
      var missed = tables[group].mean[node]
      for i in 0..<driftCount { missed -= lag * drift[i] * driftRows[node * driftCount + i] }
      let response = weight * (tables[group].variance[node] + missed * missed) / (2 * lag)
      for i in 0..<diffusionCount {
        second[i] += response * diffusionRows[node * diffusionCount + i]
      }
    }
    return drift + diffusionSolution.inverse * second
  }

  private func forEachNode(_ mass: [Double], _ body: (Int, Int, Double) -> Void) {
    for (place, weight) in mass.enumerated() where weight > 0 {
      body(place / nodeCount, place % nodeCount, weight)
    }
  }
}
