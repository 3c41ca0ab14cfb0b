import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// The densities of populations that feel each other.
struct PopulationSolution: Sendable {
  /// How they were obtained.
  var method: String
  let times: [Double]
  /// The density of every population at each time, shape [population][time].
  var densities: [[Density]]
  /// The averages of the field, shape [time][average].
  var averages: [[Double]]
  /// The estimated largest L1 error of a population's density, at each time.
  var errors: [Double]
  /// Steps taken and rejected on the finer cells, and the smallest density there.
  var acceptedSteps: Int
  var rejectedSteps: Int
  var smallestDensity: Double
}

/// A stationary state of populations that feel each other.
struct PopulationState: Sendable {
  var state: StationaryMeanField
  /// The number of modes that grow; zero for a stable state.
  var growingModes: Int
}

/// Solves a mean-field equation as its settings ask.
struct PopulationSolver: Sendable {
  let equation: PopulationEquation
  let settings: EquationSolveConfiguration

  private var cells: Int { settings.cells > 0 ? settings.cells : 400 }

  /// Solves in time on two grids, extrapolates where the start is smooth and estimates the error.
  func solve() throws -> PopulationSolution {
    let (wide, fine) = (try evolution(cells: cells), try evolution(cells: 2 * cells))
    let isSmooth = !equation.initial.contains(where: \.isRough)
    var solution = PopulationSolution(
      method: "finite volumes with \(cells) and \(2 * cells) cells"
        + (isSmooth ? ", extrapolated, " : ", ")
        + "\(fine.sweeps.total) sweeps over densities and averages",
      times: fine.times, densities: fine.populations.map { $0.densities.map(\.coarsened) },
      averages: fine.fields.map(\.values), errors: fine.times.map { _ in 0 },
      acceptedSteps: fine.populations.first?.diagnostics.acceptedSteps ?? 0,
      rejectedSteps: fine.populations.first?.diagnostics.rejectedSteps ?? 0,
      smallestDensity: fine.populations.map(\.diagnostics.smallestDensity).min() ?? 0)
    for (population, evolution) in wide.populations.enumerated() {
      for (time, other) in evolution.densities.enumerated() {
        let error = solution.densities[population][time].l1Distance(to: other) / 3
        solution.errors[time] = max(solution.errors[time], error)
        if isSmooth { solution.densities[population][time].removeLeadingError(of: other) }
      }
    }
    guard isSmooth else { return solution }
    for (time, field) in wide.fields.enumerated() {
      for (index, value) in field.values.enumerated() {
        solution.averages[time][index] += (solution.averages[time][index] - value) / 3
      }
    }
    return solution
  }

  private func evolution(cells: Int) throws -> MeanFieldEvolution {
    guard [.automatic, .finiteVolume].contains(settings.scheme) else {
      throw CommandFailure(
        .usage, "Mean-field equations are solved by finite volumes; use --scheme finite-volume.")
    }
    var solver = MeanFieldSolver()
    solver.boundaries = equation.boundaries
    solver.timeScheme = try settings.timeScheme.lineScheme
    solver.stepControl =
      settings.timeStep > 0
      ? .fixed(step: settings.timeStep) : .adaptive(tolerance: min(0.5, settings.tolerance / 10))
    return try solver.solve(
      equation.system, from: try equation.start(on: try equation.axes(cells: cells)),
      startingAt: equation.startTime, times: equation.times)
  }

  /// All stationary states that guesses over the domains lead to, with their stability.
  func stationaryStates() throws -> [PopulationState] {
    guard equation.system.isAutonomous else { throw CommandFailure.needsConstant("--stationary") }
    let equilibria = try MeanFieldEquilibria(
      equation.system, axes: try equation.axes(cells: cells), boundaries: equation.boundaries,
      time: equation.startTime)
    return try equilibria.states(from: try guesses()).map { state in
      PopulationState(state: state, growingModes: try equilibria.growingModeCount(in: state))
    }
  }

  /// Averages over narrow densities at nine places of every domain, all populations alike, and over
  /// the initial laws.
  private func guesses() throws -> [[Double]] {
    var guesses = (1...9).map { place in
      equation.system.averages.map { average -> Double in
        let domain = equation.domains[average.population]
        let length = domain.upperBound - domain.lowerBound
        return average.function([domain.lowerBound + Double(place) / 10 * length])
      }
    }
    guard !equation.initial.isEmpty else { return guesses }
    let start = try equation.start(on: try equation.axes(cells: cells))
    guesses.append(
      equation.system.averages.map { average in
        start[average.population].moment { average.function([$0]) }
      })
    return guesses
  }
}
