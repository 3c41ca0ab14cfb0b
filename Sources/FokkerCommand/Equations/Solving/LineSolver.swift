import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// Solves an equation in one variable as its settings ask.
struct LineSolver: Sendable {
  let equation: LineEquation
  var settings: EquationSolveConfiguration

  /// The numbers that all densities of a solution may hold, 2 GiB.
  private static let largestSize = 1 << 28

  /// Solves the equation and adds what follows from the densities.
  func solve() throws -> LineSolution {
    var solution = try settings.scheme == .automatic ? automatic() : densities(settings.scheme)
    try addCurrents(to: &solution)
    return settings.scheme == .automatic && settings.cells > 0
      ? solution.coarsened(to: settings.cells) : solution
  }

  private func addCurrents(to solution: inout LineSolution) throws {
    let conserves = !equation.boundaries.canLose
    let evolution = solution.evolution
    for (time, density) in zip(evolution.times, evolution.densities) {
      let generator = try DiscreteGenerator(
        equation.process, axis: evolution.axis, boundaries: equation.boundaries, time: time)
      solution.currents.append(generator.currents(of: density))
      if conserves { solution.balances.append(try generator.entropyBalance(of: density)) }
    }
  }

  /// Solves to the tolerance by the method that fits the equation.
  private func automatic() throws -> LineSolution {
    let largest = CertifiedSolver().largestCellCount
    guard settings.cells <= largest, settings.timeStep == 0 else {
      return try densities(.finiteVolume)
    }
    // Where diffusion is next to nothing, cells at rest would smear the density.
    if try equation.isCarried() {
      return try doubled(equation.boundaries == .reflecting ? .movingMesh : .finiteVolume)
    }
    return try certified()
  }

  /// Doubles the cells until the estimated error is below the tolerance.
  private func doubled(_ scheme: EquationScheme) throws -> LineSolution {
    guard settings.cells == 0 else { return try densities(scheme) }
    var solver = self
    solver.settings.cells = 400
    while true {
      var solution = try solver.densities(scheme)
      let error = solution.largestError ?? .infinity
      if error <= settings.tolerance { return solution }
      guard solver.settings.cells < 10_000 else {
        let isNarrow = error >= HalvingEstimate.largest
        solution.shortfall =
          isNarrow
          ? "The density is too narrow for the cells, so nothing is known of its error; narrow the "
            + "domain or give more --cells."
          : "The estimated error is above the tolerance \(settings.tolerance); give more --cells."
        return solution
      }
      solver.settings.cells *= 2
    }
  }

  /// Solves to the tolerance, on cells that are those wanted or their parts.
  private func certified() throws -> LineSolution {
    let axis = try equation.axis(cells: 1 << 12)
    let outside = try equation.start(on: axis).outside
    var solver = CertifiedSolver()
    solver.boundaries = equation.boundaries
    solver.tolerance = settings.tolerance
    solver.timeDependence = equation.typed.isAutonomous ? .autonomous : .dependent
    if settings.cells > 0 {
      var cells = settings.cells
      while cells < solver.smallestCellCount { cells *= 2 }
      solver.smallestCellCount = cells
      solver.largestCellCount = max(solver.largestCellCount, 4 * cells)
    }
    let law = try equation.start().law(on: equation.domain)
    let result = try solver.solve(
      equation.process, on: equation.domain, from: law, startingAt: equation.startTime,
      times: equation.times)
    return LineSolution(
      method: result.summary, evolution: result.evolution, errors: result.errors.map(\.total),
      shortfall: result.shortfall?.description ?? "", outside: outside)
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
    if let errors = try errors(of: fine, scheme, cells: cells) { solution.errors = errors }
    return solution
  }

  /// The estimated errors by solutions on wider cells; nil when the number of cells cannot be halved.
  private func errors(
    of fine: DensityEvolution, _ scheme: EquationScheme, cells: Int
  ) throws -> [Double]? {
    func wider(_ factor: Int, loosening: Double) -> [Density]? {
      let smallest = scheme == .spectral ? 16 : 2
      guard cells % factor == 0, cells / factor >= smallest else { return nil }
      let wider = try? evolution(scheme, cells: cells / factor, loosening: loosening)
      return wider?.evolution.densities
    }
    guard let middle = wider(2, loosening: 10) else { return nil }
    let coarse = wider(4, loosening: 100)
    let estimate = HalvingEstimate(
      order: order(of: scheme), unseen: unseen(of: fine.diagnostics, scheme))
    return fine.densities.indices.map { time in
      guard fine.times[time] > equation.startTime else { return 0 }
      return estimate.error(
        near: fine.densities[time].coarsened.l1Distance(to: middle[time]),
        far: coarse.map { middle[time].coarsened.l1Distance(to: $0[time]) },
        filledCells: fine.densities[time].filledCells)
    }
  }

  /// The order of the error in the size of the cells at best.
  private func order(of scheme: EquationScheme) -> Int {
    let isRough = equation.initial?.isRough ?? true
    return switch scheme {
    case .automatic, .finiteVolume, .movingMesh: 2
    case .extrapolated: 4
    case .rationalExponential: isRough ? 2 : 6
    case .spectral, .spectralElements, .tensorTrain, .gaussianClosure: isRough ? 2 : 30
    }
  }

  /// The error that wider cells share: the mass in the bands in which the modes need another process, and
  /// the error of elements, which do not follow the cells.
  private func unseen(of diagnostics: SolverDiagnostics, _ scheme: EquationScheme) -> Double {
    switch scheme {
    case .spectral: equation.boundaries == .periodic ? 0 : 2 * diagnostics.largestEdgeMass
    case .spectralElements:
      2 * diagnostics.spatialErrorEstimate * Double(max(1, diagnostics.acceptedSteps))
    default: 0
    }
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
    case .automatic, .finiteVolume: return try finiteVolume(control)
    case .extrapolated:
      return ExtrapolatedSolver(
        try finiteVolume(control), isPeriodic: equation.boundaries == .periodic)
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
    case .spectralElements:
      var solver = SpectralElementSolver()
      let tolerance = min(max(settings.tolerance / 10 * loosening, 1e-12), 1e-3)
      solver.boundaries = equation.boundaries
      solver.elementControl = .adaptive(tolerance: tolerance)
      solver.stepControl = settings.timeStep > 0 ? control : .adaptive(tolerance: tolerance)
      return solver
    case .tensorTrain, .gaussianClosure:
      throw CommandFailure(
        .usage, "The scheme \(scheme.rawValue) is for several variables; use automatic.")
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

  private func finiteVolume(_ control: StepControl) throws -> FiniteVolumeSolver {
    var solver = FiniteVolumeSolver()
    solver.boundaries = equation.boundaries
    solver.timeScheme = try settings.timeScheme.lineScheme
    solver.stepControl = control
    return solver
  }
}

extension EquationScheme {
  /// The number of cells when none is given.
  var defaultCellCount: Int {
    switch self {
    case .spectral: 256
    case .automatic, .rationalExponential, .extrapolated, .spectralElements, .tensorTrain,
      .gaussianClosure:
      400
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

extension CertifiedEvolution {
  /// How the densities were obtained, in words.
  fileprivate var summary: String {
    let way =
      switch method {
      case .rationalExponential: "exponentials of the generator"
      case .exponentialMidpoint: "exponentials of averaged generators"
      case .backwardEuler: "extrapolated backward Euler"
      }
    let order = orders.max() ?? 2
    return "finite volumes with \(cellCounts.first ?? 0) to \(cellCounts.last ?? 0) cells, "
      + "extrapolated to order \(order), and \(way)"
  }
}

extension LineSolution {
  /// The same densities on fewer cells, each of a whole number of cells that is a power of two.
  fileprivate func coarsened(to cells: Int) -> LineSolution {
    var result = self
    while !result.evolution.times.isEmpty, result.evolution.axis.cellCount > cells {
      result.evolution = result.evolution.coarsened
      result.currents = result.currents.map { currents in
        stride(from: 0, to: currents.count, by: 2).map { currents[$0] }
      }
    }
    return result
  }
}
