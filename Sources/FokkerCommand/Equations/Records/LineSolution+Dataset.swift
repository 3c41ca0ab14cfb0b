import Archives
import FokkerPlanck
import Grids

extension Dataset {
  /// Adds a solution over the dimensions `time` and the variable.
  mutating func add(_ solution: LineSolution, variable: String) throws {
    let evolution = solution.evolution
    attributes["method"] = .string(solution.method)
    attributes["accepted_steps"] = .integers([Int64(evolution.diagnostics.acceptedSteps)])
    attributes["rejected_steps"] = .integers([Int64(evolution.diagnostics.rejectedSteps)])
    attributes["smallest_density"] = .doubles([evolution.diagnostics.smallestDensity])
    attributes["largest_mass_error"] = .doubles([evolution.diagnostics.largestMassError])
    attributes["initial_mass_outside"] = .doubles([solution.outside])
    try addCoordinate("time", .doubles(evolution.times), units: "time", longName: "time")
    try add(evolution.axis, named: variable)
    try addCoordinate(
      "\(variable)_face", .doubles(evolution.axis.faces), units: "state",
      longName: "face between two cells")
    try add(
      "density", ["time", variable], evolution.densities.flatMap(\.values), units: "1/state",
      "probability density, averaged over each cell")
    try add(
      "current", ["time", "\(variable)_face"], solution.currents.flatMap(\.self), units: "1/time",
      "probability current, positive upwards")
    try addSeries(of: solution)
  }

  private mutating func addSeries(of solution: LineSolution) throws {
    let (densities, exits) = (solution.evolution.densities, solution.evolution.exits)
    let time = ["time"]
    try add("survival", time, densities.map(\.mass), units: "1", "probability inside the domain")
    try add(
      "exit_lower", time, exits.map(\.lower), units: "1",
      "probability that has left through the lower wall")
    try add(
      "exit_upper", time, exits.map(\.upper), units: "1",
      "probability that has left through the upper wall")
    try add("mean", time, densities.map(\.mean), units: "state", "mean of what is inside")
    try add(
      "variance", time, densities.map(\.variance), units: "state2", "variance of what is inside")
    try add("entropy", time, densities.map(\.smoothEntropy), units: "nat", "differential entropy")
    if !solution.errors.isEmpty {
      try add(
        "density_error_l1", time, solution.errors, units: "1",
        "estimate of the L1 error of density")
    }
    guard !solution.balances.isEmpty else { return }
    try add(
      "entropy_production", time, solution.balances.map(\.production), units: "nat/time",
      "entropy production")
    try add(
      "entropy_exchange", time, solution.balances.map(\.exchange), units: "nat/time",
      "entropy given to the surroundings")
  }

  /// Adds a stationary state.
  mutating func add(_ analysis: StationaryAnalysis, variable: String) throws {
    let name = try addAxis(analysis.density.axis, variable, suffix: "stationary")
    try add(
      "stationary_density", [name], analysis.density.values, units: "1/state",
      "stationary density, averaged over each cell")
    attributes["stationary_current"] = .doubles([analysis.current])
    attributes["stationary_entropy_production"] = .doubles([analysis.production])
    attributes["stationary_density_error_l1"] = .doubles([analysis.error])
  }

  /// Adds modes of relaxation.
  mutating func add(_ analysis: SpectrumAnalysis, axis: Axis, variable: String) throws {
    let name = try addAxis(axis, variable, suffix: "mode")
    let modes = analysis.rates.indices.map { Int64($0) }
    try addCoordinate("mode", .integers(modes), longName: "mode, from the slowest")
    try add("decay_rate", ["mode"], analysis.rates, units: "1/time", "rate of decay of a mode")
    try add(
      "decay_rate_error", ["mode"], analysis.errors, units: "1/time",
      "estimated error of decay_rate")
    try add(
      "mode_density", ["mode", name], analysis.modes.flatMap(\.deviation), units: "1/state",
      "deviation of the density that decays without changing shape")
    try add(
      "mode_dual", ["mode", name], analysis.modes.flatMap(\.dual), units: "1",
      "weight of a start in a mode")
  }

  /// Adds a first passage.
  mutating func add(_ analysis: FirstPassageAnalysis) throws {
    try addCoordinate(
      "passage_time", .doubles(analysis.equation.times), units: "time", longName: "time")
    try add(
      "passage_survival", ["passage_time"], analysis.survival.map(\.value), units: "1",
      "probability of not having reached an absorbing end")
    try add(
      "passage_density", ["passage_time"], analysis.density.map(\.value), units: "1/time",
      "density of the first-passage time")
    attributes["passage_bounds"] = .doubles([
      analysis.equation.domain.lowerBound, analysis.equation.domain.upperBound,
    ])
    if let mean = analysis.mean {
      attributes["mean_passage_time"] = .doubles([mean.value, mean.error])
    }
    if let upper = analysis.upperProbability {
      attributes["upper_exit_probability"] = .doubles([upper.value, upper.error])
    }
    guard let means = analysis.meanByStart else { return }
    try addCoordinate(
      "start", .doubles(means.axis.centers), units: "state", longName: "starting point")
    try add(
      "mean_passage_time_by_start", ["start"], means.values, units: "time",
      "mean first-passage time")
    guard let upper = analysis.upperByStart else { return }
    try add(
      "upper_exit_probability_by_start", ["start"], upper.values, units: "1",
      "probability of leaving through the upper end")
  }

  /// The name of the dimension of an axis: that of the variable when it has the same cells.
  private mutating func addAxis(
    _ axis: Axis, _ variable: String, suffix: String
  ) throws -> String {
    guard let existing = dimension(named: variable) else {
      try add(axis, named: variable)
      return variable
    }
    if existing.length == axis.cellCount { return variable }
    let name = "\(variable)_\(suffix)"
    try add(axis, named: name)
    return name
  }
}
