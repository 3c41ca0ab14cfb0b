import Archives
import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

extension Dataset {
  /// Adds populations over the dimensions `time` and one for each variable, with their averages.
  mutating func add(_ solution: PopulationSolution, _ equation: PopulationEquation) throws {
    attributes["method"] = .string(solution.method)
    try addCoordinate("time", .doubles(solution.times), units: "time", longName: "time")
    for (name, densities) in zip(equation.variables, solution.densities) {
      guard let axis = densities.first?.axis else { continue }
      try add(axis, named: name)
      try add(
        "density_\(name)", ["time", name], densities.flatMap(\.values),
        units: "1/state", "probability density of population \(name), averaged over each cell")
      try add(
        "survival_\(name)", ["time"], densities.map(\.mass), units: "1",
        "probability of population \(name) inside its domain")
      try add(
        "entropy_\(name)", ["time"], densities.map(\.smoothEntropy), units: "nat",
        "differential entropy of population \(name)")
    }
    for (index, average) in equation.system.averages.enumerated() {
      try add(
        "average_\(average.name)", ["time"], solution.averages.map { $0[index] },
        units: "state", "average of \(average.function.text)")
    }
    try add(
      "density_error_l1", ["time"], solution.errors, units: "1",
      "estimate of the largest L1 error of a population's density")
  }

  /// Adds stationary states over the dimension `state`.
  mutating func add(_ states: [PopulationState], _ equation: PopulationEquation) throws {
    try addCoordinate(
      "state", .integers(states.indices.map { Int64($0) }), longName: "stationary state")
    for (index, average) in equation.system.averages.enumerated() {
      try add(
        "stationary_\(average.name)", ["state"], states.map { $0.state.field.values[index] },
        units: "state", "average of \(average.function.text) in a stationary state")
    }
    try add(
      Variable(
        "growing_modes", dimensions: ["state"],
        values: .integers(states.map { Int64($0.growingModes) }), units: "1",
        longName: "number of modes that grow; zero for a stable state"))
    for (population, name) in equation.variables.enumerated() {
      guard let first = states.first?.state.states[population].density else { continue }
      if dimension(named: name) == nil { try add(first.axis, named: name) }
      try add(
        "stationary_density_\(name)", ["state", name],
        states.flatMap { $0.state.states[population].density.values }, units: "1/state",
        "stationary density of population \(name), averaged over each cell")
    }
  }
}
