import FokkerPlanck
import Grids
import StochasticProcesses

/// Solves an equation in several variables as its settings ask.
struct BoxSolver: Sendable {
  let equation: BoxEquation
  let settings: EquationSolveConfiguration

  /// The numbers that all densities of a solution may hold, 2 GiB.
  private static let largestSize = 1 << 28

  /// Solves the equation, estimates the error and adds the currents.
  func solve() throws -> BoxSolution {
    let order = equation.variables.count
    let cells = settings.cells > 0 ? settings.cells : Self.defaultCellCount(order)
    let size = (0..<order).reduce(Double(equation.times.count + 8)) { size, _ in
      size * Double(cells)
    }
    guard size * Double(order) <= Double(Self.largestSize) else {
      throw CommandFailure(
        .usage,
        "\(cells) cells along each of \(order) axes at \(equation.times.count) times are more than "
          + "fit into memory; give fewer --cells or --times.")
    }
    let (fine, outside) = try evolution(cells: cells, loosening: 1)
    var solution = BoxSolution(
      method: "\(scheme.rawValue), \(cells) cells along each axis", evolution: fine,
      outside: outside)
    if cells % 4 == 0, cells >= 16 {
      solution.errors = try errors(of: fine, cells: cells)
      if let error = solution.errors.max(), error > settings.tolerance {
        solution.shortfall =
          "The estimated error is above the tolerance \(settings.tolerance); give more --cells, or a "
          + "larger --tolerance."
      }
    }
    for (time, density) in zip(fine.times, fine.densities) {
      solution.currents.append(
        try ProbabilityCurrent(
          of: equation.process, in: density, boundaries: equation.boundaries, at: time))
    }
    return solution
  }

  /// The estimated errors by solutions on cells of twice and of four times the size.
  private func errors(of fine: BoxEvolution, cells: Int) throws -> [Double] {
    let middle = try evolution(cells: cells / 2, loosening: 10).evolution.densities
    let coarse =
      cells % 8 == 0 && cells >= 32
      ? try? evolution(cells: cells / 4, loosening: 100).evolution.densities : nil
    let order =
      switch scheme {
      case .spectral: 30
      case .extrapolated: 4
      default: 2
      }
    return fine.densities.indices.map { time in
      guard fine.times[time] > equation.startTime else { return 0 }
      return HalvingEstimate(order: order).error(
        near: fine.densities[time].coarsened.l1Distance(to: middle[time]),
        far: coarse.map { middle[time].coarsened.l1Distance(to: $0[time]) },
        filledCells: fine.densities[time].filledCells)
    }
  }

  /// The cells along each axis when none are asked for.
  static func defaultCellCount(_ order: Int) -> Int {
    order <= 2 ? 128 : (order == 3 ? 48 : 16)
  }

  /// The scheme that is meant.
  private var scheme: EquationScheme {
    guard settings.scheme == .automatic else { return settings.scheme }
    return equation.initial?.isRough ?? true ? .finiteVolume : .extrapolated
  }

  private func evolution(
    cells: Int, loosening: Double
  ) throws -> (evolution: BoxEvolution, outside: Double) {
    let (start, outside) = try equation.start(on: try equation.axes(cells: cells))
    let solver = try solver(loosening: loosening)
    let evolution = try solver.solve(
      equation.process, from: start, startingAt: equation.startTime, times: equation.times)
    return (evolution, outside)
  }

  private func solver(loosening: Double) throws -> any BoxFokkerPlanckSolver {
    switch scheme {
    case .automatic, .finiteVolume, .extrapolated:
      var solver = BoxFiniteVolumeSolver()
      solver.boundaries = equation.boundaries
      solver.timeScheme = try settings.timeScheme.boxScheme
      solver.stepControl =
        settings.timeStep > 0
        ? .fixed(step: settings.timeStep * (loosening > 1 ? 2 : 1))
        : .adaptive(tolerance: min(0.5, settings.tolerance / 10 * loosening))
      solver.extrapolation = scheme == .extrapolated ? .spacing : .none
      solver.startingSteps = equation.initial?.isRough ?? true ? 4 : 0
      return solver
    case .spectral:
      guard equation.boundaries.allSatisfy({ $0 == .periodic }) else {
        throw CommandFailure(
          .usage,
          "The scheme spectral in several variables needs periodic boundaries; give --boundary "
            + "periodic (where the density vanishes at the walls it makes no difference) or use "
            + "finite-volume.")
      }
      var solver = BoxSpectralSolver()
      solver.stepControl =
        settings.timeStep > 0
        ? .fixed(step: settings.timeStep * (loosening > 1 ? 2 : 1))
        : .adaptive(tolerance: min(0.5, settings.tolerance / 10 * loosening))
      return solver
    default:
      throw CommandFailure(
        .usage,
        "The scheme \(scheme.rawValue) solves equations in one variable; use automatic, "
          + "finite-volume, extrapolated, spectral, tensor-train or gaussian-closure.")
    }
  }
}
