import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

extension EquationSummary {
  /// Populations that feel each other, at the output times and at rest.
  struct Populations: Codable, Sendable {
    /// One population at one time.
    struct Moment: Codable, Sendable {
      var time: Double
      var population: String
      var mass: Double
      var mean: Double
      var variance: Double
      var entropy: Double
      var error: Double?
    }

    /// A stationary state.
    struct State: Codable, Sendable {
      /// The averages by the names of ``Populations/averages``.
      var averages: [Double]
      /// The entropy of each population.
      var entropies: [Double]
      var growingModes: Int
    }

    /// The names of the averages.
    var averages: [String]
    /// How the densities were obtained; nil when none were asked for.
    var method: String?
    var acceptedSteps: Int?
    var rejectedSteps: Int?
    var smallestDensity: Double?
    var moments: [Moment] = []
    /// The averages at each output time.
    var fields: [[Double]] = []
    var states: [State]?

    init(_ equation: PopulationEquation) { averages = equation.system.averages.map(\.name) }

    mutating func add(_ solution: PopulationSolution, _ equation: PopulationEquation) {
      method = solution.method
      acceptedSteps = solution.acceptedSteps
      rejectedSteps = solution.rejectedSteps
      smallestDensity = solution.smallestDensity
      fields = solution.averages
      for (index, time) in solution.times.enumerated() {
        for (name, densities) in zip(equation.variables, solution.densities) {
          let density = densities[index]
          moments.append(
            Moment(
              time: time, population: name, mass: density.mass, mean: density.mean,
              variance: density.variance, entropy: density.smoothEntropy,
              error: solution.errors[index]))
        }
      }
    }

    mutating func add(_ found: [PopulationState]) {
      states = found.map { found in
        State(
          averages: found.state.field.values,
          entropies: found.state.states.map(\.density.smoothEntropy),
          growingModes: found.growingModes)
      }
    }
  }
}
