import Archives
import Grids
import Langevin

extension Dataset {
  /// The probabilities whose quantiles are written.
  private static let probabilities = [0.025, 0.25, 0.5, 0.75, 0.975]

  /// Adds an ensemble over the dimensions `time` and the variable.
  mutating func add(_ simulation: LineSimulation, variable: String, paths: Int) throws {
    let snapshots = simulation.evolution.snapshots
    attributes["particles"] = .integers([Int64(simulation.evolution.particleCount)])
    attributes["steps"] = .integers([Int64(simulation.evolution.stepCount)])
    attributes["time_step"] = .doubles([simulation.timeStep])
    try addCoordinate("time", .doubles(snapshots.map(\.time)), units: "time", longName: "time")
    try add(simulation.axis, named: variable)
    let plane = ["time", variable]
    try add(
      "density", plane, snapshots.flatMap(\.density.values), units: "1/state",
      "probability density, averaged over each cell")
    try add(
      "density_error", plane, snapshots.flatMap(\.densityStandardErrors), units: "1/state",
      "standard error of density")
    try addSeries(of: simulation)
    try addQuantiles(of: snapshots)
    try addPaths(
      paths, of: [variable], particles: simulation.evolution.particleCount,
      at: snapshots.map(\.positions))
    let exits = simulation.evolution.exitTimes
    guard !exits.isEmpty else { return }
    try addDimension("particle", length: exits.count)
    try add(
      "exit_time", ["particle"], exits, units: "time",
      "time at which a wall took the particle; infinite for survivors")
  }

  private mutating func addSeries(of simulation: LineSimulation) throws {
    let (snapshots, time) = (simulation.evolution.snapshots, ["time"])
    let count = Double(simulation.evolution.particleCount)
    let survival = snapshots.map { Double($0.survivingCount) / count }
    try add("survival", time, survival, units: "1", "fraction of the particles inside the domain")
    try add(
      "survival_error", time, survival.map { ($0 * (1 - $0) / count).squareRoot() }, units: "1",
      "standard error of survival")
    try add("mean", time, snapshots.map(\.mean), units: "state", "mean of what is inside")
    try add(
      "mean_error", time, snapshots.map(\.meanStandardError), units: "state",
      "standard error of mean")
    try add(
      "variance", time, snapshots.map(\.variance), units: "state2", "variance of what is inside")
    try add(
      "variance_error", time, snapshots.map(\.varianceStandardError), units: "state2",
      "standard error of variance")
  }

  private mutating func addQuantiles(of snapshots: [EnsembleSnapshot]) throws {
    guard snapshots.allSatisfy({ !$0.positions.isEmpty }) else { return }
    try addCoordinate(
      "probability", .doubles(Self.probabilities), units: "1", longName: "probability")
    let values = snapshots.flatMap { $0.quantiles(Self.probabilities) }
    try add(
      "quantile", ["time", "probability"], values, units: "state",
      "point below which a particle lies with the probability")
  }
}

extension EnsembleSnapshot {
  /// The quantiles of the particles' positions, those taken by a wall at the wall.
  func quantiles(_ probabilities: [Double]) -> [Double] {
    let sorted = positions.sorted()
    return probabilities.map { probability in
      let place = probability * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
  }
}
