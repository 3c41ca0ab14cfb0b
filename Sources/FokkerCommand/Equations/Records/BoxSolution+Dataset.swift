import Archives
import FokkerPlanck
import Grids

extension Dataset {
  /// Adds a solution over the dimensions `time` and the variables.
  mutating func add(_ solution: BoxSolution, variables: [String]) throws {
    let evolution = solution.evolution
    attributes["method"] = .string(solution.method)
    attributes["accepted_steps"] = .integers([Int64(evolution.diagnostics.acceptedSteps)])
    attributes["rejected_steps"] = .integers([Int64(evolution.diagnostics.rejectedSteps)])
    attributes["smallest_density"] = .doubles([evolution.diagnostics.smallestDensity])
    attributes["largest_mass_error"] = .doubles([evolution.diagnostics.largestMassError])
    attributes["initial_mass_outside"] = .doubles([solution.outside])
    try addCoordinate("time", .doubles(evolution.times), units: "time", longName: "time")
    for (name, axis) in zip(variables, evolution.axes) { try add(axis, named: name) }
    let box = ["time"] + variables
    try add(
      "density", box, evolution.densities.flatMap(\.values), units: "1/volume",
      "probability density, averaged over each cell")
    for (index, name) in variables.enumerated() {
      try add(
        "current_\(name)", box, solution.currents.flatMap { $0.components[index] },
        units: "1/(area time)", "probability current along \(name) in the middle of each cell")
    }
    try addMoments(of: solution, variables: variables)
  }

  private mutating func addMoments(of solution: BoxSolution, variables: [String]) throws {
    let (densities, order) = (solution.evolution.densities, variables.count)
    try addCoordinate("variable", .strings(variables), longName: "variable")
    try addCoordinate("other", .strings(variables), longName: "other variable")
    try add(
      "mean", ["time", "variable"], densities.flatMap(\.means), units: "state",
      "mean of what is inside")
    let covariances = densities.flatMap { density in
      (0..<order * order).map { density.covariance($0 / order, $0 % order) }
    }
    try add(
      "covariance", ["time", "variable", "other"], covariances, units: "state2",
      "covariance of what is inside")
    let exits = solution.evolution.exits
    try add(
      "exit_lower", ["time", "variable"], exits.flatMap { $0.map(\.lower) }, units: "1",
      "probability that has left through the lower wall of a variable")
    try add(
      "exit_upper", ["time", "variable"], exits.flatMap { $0.map(\.upper) }, units: "1",
      "probability that has left through the upper wall of a variable")
    try addSeries(of: solution)
  }

  private mutating func addSeries(of solution: BoxSolution) throws {
    let (densities, time) = (solution.evolution.densities, ["time"])
    try add("survival", time, densities.map(\.mass), units: "1", "probability inside the box")
    try add("entropy", time, densities.map(\.smoothEntropy), units: "nat", "differential entropy")
    try add(
      "entropy_production", time, solution.currents.map(\.entropyBalance.production),
      units: "nat/time", "entropy production")
    try add(
      "entropy_exchange", time, solution.currents.map(\.entropyBalance.exchange),
      units: "nat/time", "entropy given to the surroundings")
    guard !solution.errors.isEmpty else { return }
    try add(
      "density_error_l1", time, solution.errors, units: "1", "estimate of the L1 error of density")
  }
}

extension Dataset {
  /// Adds a stationary state, on axes of its own where the densities in time have other cells.
  mutating func add(_ state: BoxStationary, variables: [String]) throws {
    var names: [String] = []
    for (name, axis) in zip(variables, state.density.axes) {
      let existing = dimension(named: name)
      let own = existing == nil || existing?.length == axis.cellCount ? name : "\(name)_stationary"
      if dimension(named: own) == nil { try add(axis, named: own) }
      names.append(own)
    }
    try add(
      "stationary_density", names, state.density.values, units: "1/volume",
      "stationary density, averaged over each cell")
    attributes["stationary_entropy_production"] = .doubles([state.production])
    attributes["stationary_density_error_l1"] = .doubles([state.error])
  }

  /// Adds decay rates of modes.
  mutating func add(_ rates: [BoxRate]) throws {
    try addCoordinate(
      "mode", .integers(rates.indices.map { Int64($0) }), longName: "mode, from the slowest")
    try add(
      "decay_rate", ["mode"], rates.map(\.rate), units: "1/time", "rate of decay of a mode")
    try add(
      "frequency", ["mode"], rates.map(\.frequency), units: "1/time",
      "angular frequency of a mode")
    try add(
      "decay_rate_error", ["mode"], rates.map(\.error), units: "1/time",
      "estimated error of decay_rate and frequency")
  }
}
