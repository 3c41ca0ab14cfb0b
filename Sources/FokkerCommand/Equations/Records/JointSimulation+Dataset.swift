import Archives
import Grids
import Langevin
import LinearAlgebra

extension Dataset {
  /// Adds an ensemble over the dimensions `time` and the variables.
  mutating func add(_ simulation: JointSimulation, variables: [String], paths: Int) throws {
    let snapshots = simulation.evolution.snapshots
    attributes["particles"] = .integers([Int64(simulation.evolution.particleCount)])
    attributes["steps"] = .integers([Int64(simulation.evolution.stepCount)])
    attributes["time_step"] = .doubles([simulation.timeStep])
    try addCoordinate("time", .doubles(snapshots.map(\.time)), units: "time", longName: "time")
    for (name, axis) in zip(variables, simulation.axes) { try add(axis, named: name) }
    try addJoint(snapshots.flatMap(\.joint), variables: variables)
    for (index, name) in variables.enumerated() {
      try add(
        "density_\(name)", ["time", name], snapshots.flatMap { $0.marginals[index].values },
        units: "1/state", "probability density of \(name) alone, averaged over each cell")
      try add(
        "density_\(name)_error", ["time", name],
        snapshots.flatMap { $0.marginalStandardErrors[index] }, units: "1/state",
        "standard error of density_\(name)")
    }
    try addMoments(of: snapshots, variables: variables)
    try addPaths(
      paths, of: variables, particles: simulation.evolution.particleCount,
      at: snapshots.map(\.positions))
    try addExits(of: simulation)
  }

  private mutating func addJoint(_ joint: [JointHistogram], variables: [String]) throws {
    guard !joint.isEmpty else { return }
    let box = ["time"] + variables
    try add(
      "density", box, joint.flatMap(\.density.values), units: "1/volume",
      "probability density, averaged over each cell")
    try add(
      "density_error", box, joint.flatMap(\.standardErrors), units: "1/volume",
      "standard error of density")
  }

  private mutating func addMoments(
    of snapshots: [MultivariateSnapshot], variables: [String]
  ) throws {
    let order = variables.count
    try addCoordinate("variable", .strings(variables), longName: "variable")
    try addCoordinate("other", .strings(variables), longName: "other variable")
    try add(
      "mean", ["time", "variable"], snapshots.flatMap(\.means), units: "state",
      "mean of what is inside")
    try add(
      "mean_error", ["time", "variable"], snapshots.flatMap(\.meanStandardErrors),
      units: "state", "standard error of mean")
    let square = ["time", "variable", "other"]
    func elements(_ matrix: (Int, Int) -> Double) -> [Double] {
      (0..<order * order).map { matrix($0 / order, $0 % order) }
    }
    try add(
      "covariance", square,
      snapshots.flatMap { snapshot in elements { snapshot.covariance[$0, $1] }
      }, units: "state2", "covariance of what is inside")
    try add(
      "covariance_error", square,
      snapshots.flatMap { snapshot in elements { snapshot.covarianceStandardErrors[$0, $1] } },
      units: "state2", "standard error of covariance")
  }

  private mutating func addExits(of simulation: JointSimulation) throws {
    let count = Double(simulation.evolution.particleCount)
    func error(_ share: Double) -> Double { (max(0, share * (1 - share)) / count).squareRoot() }
    let survival = simulation.evolution.snapshots.map { Double($0.survivingCount) / count }
    try add("survival", ["time"], survival, units: "1", "fraction of the particles inside the box")
    try add(
      "survival_error", ["time"], survival.map(error), units: "1", "standard error of survival")
    guard !simulation.exits.isEmpty else { return }
    for (end, shares) in [
      ("lower", simulation.exits.flatMap { $0.map(\.lower) }),
      ("upper", simulation.exits.flatMap { $0.map(\.upper) }),
    ] {
      try add(
        "exit_\(end)", ["time", "variable"], shares, units: "1",
        "fraction of the particles that have left through the \(end) wall of a variable")
      try add(
        "exit_\(end)_error", ["time", "variable"], shares.map(error), units: "1",
        "standard error of exit_\(end)")
    }
    let exits = simulation.evolution.exitTimes
    try addDimension("particle", length: exits.count)
    try add(
      "exit_time", ["particle"], exits, units: "time",
      "time at which a wall took the particle; infinite for survivors")
  }
}
