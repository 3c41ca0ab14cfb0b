import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// Solves an equation in one variable as its settings ask.
struct LineSolver: Sendable {
  let equation: LineEquation
  let settings: EquationSolveConfiguration

  /// The numbers that all densities of a solution may hold, 2 GiB.
  private static let largestSize = 1 << 28

  /// Solves the equation and adds what follows from the densities.
  func solve() throws -> LineSolution {
    var solution = try densities(scheme)
    let axis = solution.evolution.axis
    let conserves = !equation.boundaries.canLose
    for (time, density) in zip(solution.evolution.times, solution.evolution.densities) {
      let generator = try DiscreteGenerator(
        equation.process, axis: axis, boundaries: equation.boundaries, time: time)
      solution.currents.append(generator.currents(of: density))
      if conserves { solution.balances.append(try generator.entropyBalance(of: density)) }
    }
    return solution
  }

  /// Solves the equation by one scheme and estimates the error.
  func densities(_ scheme: EquationScheme) throws -> LineSolution {
    let cells = settings.cells > 0 ? settings.cells : scheme.defaultCellCount
    guard cells <= Self.largestSize / (equation.times.count + 4) else {
      throw CommandFailure(
        .usage,
        "\(cells) cells at \(equation.times.count) times are more than fit into memory; "
          + "give fewer --cells or --times.")
    }
    let (fine, outside) = try evolution(scheme, cells: cells, loosening: 1)
    var solution = LineSolution(
      method: "\(scheme.rawValue), \(cells) cells", evolution: fine, outside: outside)
    // The error of the coarse solution is at least four times that of the fine one.
    let smallest = scheme == .spectral ? 32 : 4
    guard cells % 2 == 0, cells >= smallest else { return solution }
    guard let coarse = try? evolution(scheme, cells: cells / 2, loosening: 10).evolution else {
      return solution
    }
    solution.errors = zip(fine.densities, coarse.densities).map {
      $0.coarsened.l1Distance(to: $1) / 3
    }
    return solution
  }

  /// The scheme that `automatic` stands for.
  private var scheme: EquationScheme {
    guard settings.scheme == .automatic else { return settings.scheme }
    let isShort = (settings.cells == 0 || settings.cells <= 3000) && settings.timeStep == 0
    return equation.process.base.isAutonomous && isShort ? .rationalExponential : .finiteVolume
  }

  private func evolution(
    _ scheme: EquationScheme, cells: Int, loosening: Double
  ) throws -> (evolution: DensityEvolution, outside: Double) {
    let (start, outside) = try equation.start(on: try equation.axis(cells: cells))
    let solver = try solver(scheme, loosening: loosening)
    let evolution = try solver.solve(
      equation.process, from: start, startingAt: equation.startTime, times: equation.times)
    return (evolution, outside)
  }

  private func solver(
    _ scheme: EquationScheme, loosening: Double
  ) throws -> any FokkerPlanckSolver {
    let control: StepControl =
      settings.timeStep > 0
      ? .fixed(step: settings.timeStep * (loosening > 1 ? 2 : 1))
      : .adaptive(tolerance: min(0.5, settings.tolerance / 10 * loosening))
    switch scheme {
    case .automatic, .finiteVolume: return finiteVolume(control)
    case .extrapolated:
      return ExtrapolatedSolver(
        finiteVolume(control), isPeriodic: equation.boundaries == .periodic)
    case .rationalExponential:
      var solver = RationalExponentialSolver()
      solver.boundaries = equation.boundaries
      solver.extrapolationLevels = equation.initial?.isRough ?? true ? 1 : 3
      return solver
    case .spectral:
      var solver = SpectralSolver()
      solver.boundaries = equation.boundaries
      solver.stepControl = control
      solver.guardFraction = equation.boundaries == .periodic ? 0 : 0.1
      return solver
    case .movingMesh:
      guard equation.boundaries == .reflecting else {
        throw CommandFailure(
          .usage, "The scheme moving-mesh needs reflecting walls; use finite-volume.")
      }
      var solver = MovingMeshSolver()
      solver.stepControl = control
      return solver
    }
  }

  private func finiteVolume(_ control: StepControl) -> FiniteVolumeSolver {
    var solver = FiniteVolumeSolver()
    solver.boundaries = equation.boundaries
    solver.timeScheme = settings.timeScheme.timeScheme
    solver.stepControl = control
    return solver
  }
}

extension EquationScheme {
  /// The number of cells when none is given.
  var defaultCellCount: Int {
    switch self {
    case .spectral: 256
    case .automatic, .rationalExponential, .extrapolated: 400
    case .finiteVolume, .movingMesh: 800
    }
  }

}

extension BoundaryConditions {
  /// Whether probability can leave through a wall.
  var canLose: Bool {
    switch self {
    case .periodic: false
    case .walls(let lower, let upper): lower == .absorbing || upper == .absorbing
    }
  }
}
