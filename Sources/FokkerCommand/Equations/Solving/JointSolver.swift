import FokkerPlanck
import Grids
import LinearAlgebra
import StochasticProcesses

/// Solves an equation in many variables without a grid of their joint density.
struct JointSolver: Sendable {
  let equation: JointEquation
  let settings: EquationSolveConfiguration

  /// The cells of each variable's density when none are asked for.
  static let defaultCellCount = 200

  private var cells: Int { settings.cells > 0 ? settings.cells : Self.defaultCellCount }

  /// Solves the equation and estimates the error.
  func solve() throws -> JointSolution {
    settings.scheme == .gaussianClosure ? try gaussian() : try tensorTrain()
  }

  // MARK: - The closure of moments

  private func gaussian() throws -> JointSolution {
    guard let start = equation.normalStart else {
      throw CommandFailure(
        .usage,
        "The Gaussian closure begins with a normal law; give normal(mean, deviation) for every "
          + "variable.")
    }
    let closure = GaussianClosure(tolerance: min(1e-6, settings.tolerance))
    let laws = try closure.laws(
      of: equation.process, from: start, startingAt: equation.startTime, times: equation.times)
    var solution = JointSolution(
      method: "gaussian-closure: exact for linear drifts and constant D, otherwise without an "
        + "estimate of its error", times: equation.times)
    solution.means = laws.map(\.mean)
    solution.covariances = laws.map(\.covariance)
    solution.entropies = try laws.map { try $0.entropy() }
    let axes = try axes(solution)
    solution.marginals = laws.map { law in
      axes.indices.map { Density(axis: axes[$0], cumulative: law.marginal(of: $0).cumulative) }
    }
    return solution
  }

  // MARK: - Tensor trains

  private func tensorTrain() throws -> JointSolution {
    let fine = try evolution(tolerance: settings.tolerance)
    var solution = JointSolution(
      method: "tensor-train, ranks up to \(fine.diagnostics.largestRank)", times: fine.times)
    for density in fine.densities {
      let moments = try density.meanAndCovariance()
      let entropy = try density.entropy(tolerance: max(settings.tolerance, 1e-9))
      solution.means.append(moments.mean)
      solution.covariances.append(moments.covariance)
      solution.entropies.append(entropy.value)
      solution.entropyErrors.append(entropy.estimatedError)
      solution.ranks.append(density.ranks.max() ?? 1)
    }
    let axes = try axes(solution)
    solution.marginals = try fine.densities.map { try marginals($0, axes) }
    solution.acceptedSteps = fine.diagnostics.acceptedSteps
    solution.rejectedSteps = fine.diagnostics.rejectedSteps
    solution.smallestRelativeDensity = fine.diagnostics.smallestRelativeDensity
    solution.largestMassError = fine.diagnostics.largestMassError
    if fine.diagnostics.reachedMaximumRank {
      solution.shortfall = "A step needed a higher rank than is allowed; give a larger --tolerance."
    }
    try estimateErrors(&solution, axes)
    return solution
  }

  /// Compares marginal densities with those of a solution with ten times the tolerance.
  private func estimateErrors(_ solution: inout JointSolution, _ axes: [Axis]) throws {
    guard settings.tolerance < 0.005 else { return }
    let loose = try evolution(tolerance: 10 * settings.tolerance)
    for (fine, density) in zip(solution.marginals, loose.densities) {
      let coarse = try marginals(density, axes)
      solution.errors.append(zip(fine, coarse).reduce(0) { max($0, $1.0.l1Distance(to: $1.1)) })
    }
  }

  private func marginals(
    _ density: TensorTrainDensity, _ axes: [Axis]
  ) throws -> [Density] {
    try axes.indices.map { try density.marginal(of: $0, on: axes[$0]) }
  }

  private func evolution(tolerance: Double) throws -> TensorTrainEvolution {
    var solver = TensorTrainSolver(tolerance: min(max(tolerance, 1e-9), 0.05))
    if equation.box != nil { solver.maximumModeCount = 129 }
    if settings.timeStep > 0 { solver.longestStep = settings.timeStep }
    return try solver.solve(
      equation.process, from: try start(tolerance: tolerance), startingAt: equation.startTime,
      times: equation.times)
  }

  private func start(tolerance: Double) throws -> TensorTrainDensity {
    let accuracy = min(1e-8, tolerance)
    guard let box = equation.box else {
      guard let law = equation.normalStart else {
        throw CommandFailure(
          .usage,
          "On the whole line the start is normal(mean, deviation) for every variable; give that, "
            + "or a domain.")
      }
      return try TensorTrainDensity(law, tolerance: accuracy)
    }
    let (value, peaks) = try equation.initial.smoothDensity(in: box)
    let density = try TensorTrainDensity(
      axes: try equation.axes(count: 65), startingAt: peaks, tolerance: accuracy,
      interpolating: value)
    let mass = try density.mass()
    guard mass > 0, equation.initial.isJoint || mass > 0.999 else {
      throw CommandFailure(
        .badData,
        "Of the initial law only \(mass) lies in the domain; widen the domain or move the law.")
    }
    return density.scaled(by: 1 / mass)
  }

  /// The box, or where all but a millionth of each variable is at all output times.
  private func axes(_ solution: JointSolution) throws -> [Axis] {
    try equation.variables.indices.map { variable in
      if let box = equation.box { return try Axis(box[variable], cellCount: cells) }
      var (lower, upper) = (Double.infinity, -Double.infinity)
      for (mean, covariance) in zip(solution.means, solution.covariances) {
        let width = 6 * covariance[variable, variable].squareRoot()
        lower = min(lower, mean[variable] - width)
        upper = max(upper, mean[variable] + width)
      }
      return try Axis(lower...upper, cellCount: cells)
    }
  }
}
