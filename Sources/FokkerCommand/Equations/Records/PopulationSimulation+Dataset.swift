import Archives
import Grids
import Langevin
import StochasticProcesses
import TypedProcesses

extension Dataset {
  /// Adds interacting populations over `time` and one dimension for each variable, under the names
  /// of `fokker solve`.
  mutating func add(_ simulation: PopulationSimulation, _ equation: PopulationEquation) throws {
    let populations = simulation.evolution.populations
    guard let first = populations.first else { return }
    attributes["particles"] = .integers([Int64(first.particleCount)])
    attributes["steps"] = .integers([Int64(first.stepCount)])
    attributes["time_step"] = .doubles([simulation.timeStep])
    try addCoordinate(
      "time", .doubles(first.snapshots.map(\.time)), units: "time", longName: "time")
    for (name, population) in zip(equation.variables, populations) {
      let snapshots = population.snapshots
      guard let axis = snapshots.first?.density.axis else { continue }
      try add(axis, named: name)
      try add(
        "density_\(name)", ["time", name], snapshots.flatMap(\.density.values),
        units: "1/state", "probability density of population \(name), averaged over each cell")
      try add(
        "density_\(name)_error", ["time", name], snapshots.flatMap(\.densityStandardErrors),
        units: "1/state", "standard error of density_\(name), as if particles were independent")
      let survival = snapshots.map { Double($0.survivingCount) / Double(population.particleCount) }
      try add(
        "survival_\(name)", ["time"], survival, units: "1",
        "fraction of the particles of population \(name) inside its domain")
    }
    for (index, average) in equation.system.averages.enumerated() {
      try add(
        "average_\(average.name)", ["time"], simulation.evolution.fields.map { $0.values[index] },
        units: "state", "average of \(average.function.text) over the particles")
    }
  }
}
