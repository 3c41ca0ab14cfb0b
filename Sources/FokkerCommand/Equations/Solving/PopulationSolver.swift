import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// The densities of populations that feel each other.
struct PopulationSolution: Sendable {
  /// How they were obtained.
  var method: String
  var evolution: MeanFieldEvolution
  /// The estimated largest L1 error of a population's density, at each time; empty without estimate.
  var errors: [Double] = []
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

  /// Solves in time and estimates the error.
  func solve() throws -> PopulationSolution {
    let fine = try evolution(cells: cells, loosening: 1)
    var solution = PopulationSolution(
      method: "finite volumes with \(cells) cells, "
        + "\(fine.sweeps.total) sweeps over densities and averages",
      evolution: fine)
    guard cells % 2 == 0, cells >= 8 else { return solution }
    let coarse = try evolution(cells: cells / 2, loosening: 10)
    solution.errors = fine.times.indices.map { time in
      zip(fine.populations, coarse.populations).reduce(0) { largest, pair in
        let distance = pair.0.densities[time].coarsened.l1Distance(to: pair.1.densities[time])
        return max(largest, distance / 3)
      }
    }
    return solution
  }

  private func evolution(cells: Int, loosening: Double) throws -> MeanFieldEvolution {
    guard [.automatic, .finiteVolume].contains(settings.scheme) else {
      throw CommandFailure(
        .usage, "Mean-field equations are solved by finite volumes; use --scheme finite-volume.")
    }
    var solver = MeanFieldSolver()
    solver.boundaries = equation.boundaries
    solver.timeScheme = try settings.timeScheme.lineScheme
    solver.stepControl =
      settings.timeStep > 0
      ? .fixed(step: settings.timeStep * (loosening > 1 ? 2 : 1))
      : .adaptive(tolerance: min(0.5, settings.tolerance / 10 * loosening))
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
