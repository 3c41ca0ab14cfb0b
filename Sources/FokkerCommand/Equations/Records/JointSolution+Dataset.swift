import Archives
import Grids
import LinearAlgebra

extension Dataset {
  /// Adds a solution over the dimension `time` and one dimension for each variable.
  mutating func add(_ solution: JointSolution, variables: [String]) throws {
    attributes["method"] = .string(solution.method)
    attributes["accepted_steps"] = .integers([Int64(solution.acceptedSteps)])
    attributes["rejected_steps"] = .integers([Int64(solution.rejectedSteps)])
    try addCoordinate("time", .doubles(solution.times), units: "time", longName: "time")
    try addCoordinate("variable", .strings(variables), longName: "variable")
    try addCoordinate("other", .strings(variables), longName: "other variable")
    try add(
      "mean", ["time", "variable"], solution.means.flatMap(\.self), units: "state", "mean")
    try add(
      "covariance", ["time", "variable", "other"], solution.covariances.flatMap(\.elements),
      units: "state2", "covariance")
    try add(
      "entropy", ["time"], solution.entropies, units: "nat",
      "differential entropy of all variables together")
    try addQuality(of: solution)
    guard let first = solution.marginals.first else { return }
    for (index, name) in variables.enumerated() {
      try add(first[index].axis, named: name)
      try add(
        "marginal_\(name)", ["time", name], solution.marginals.flatMap { $0[index].values },
        units: "1/state", "probability density of \(name) alone, averaged over each cell")
    }
  }

  private mutating func addQuality(of solution: JointSolution) throws {
    if !solution.entropyErrors.isEmpty {
      try add(
        "entropy_error", ["time"], solution.entropyErrors, units: "nat",
        "estimated error of the entropy's interpolation")
    }
    if !solution.errors.isEmpty {
      try add(
        "density_error_l1", ["time"], solution.errors, units: "1",
        "estimate of the largest L1 error of a marginal density")
    }
    guard !solution.ranks.isEmpty else { return }
    try add(
      Variable(
        "rank", dimensions: ["time"], values: .integers(solution.ranks.map(Int64.init)),
        units: "1", longName: "largest rank of the tensor train"))
  }
}
