import Figures
import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// A typed mean-field equation: a population for each variable, read and checked.
struct PopulationEquation: Sendable {
  /// The names of the variables.
  let variables: [String]
  /// The populations as they are typed.
  let system: TypedMeanFieldProcess
  /// The interval of each population.
  let domains: [ClosedRange<Double>]
  /// The walls of each population.
  let boundaries: [BoundaryConditions]
  /// The law of each population at the start; empty when none was given.
  let initial: [StartingLaw]
  /// The time of the initial laws.
  let startTime: Double
  /// The output times.
  let times: [Double]

  /// Reads the equation of a configuration with averages.
  init(_ configuration: EquationConfiguration, variables: [String]) throws {
    let numbers = EquationNumbers(parameters: configuration.parameters)
    let order = variables.count
    self.variables = variables
    system = try TypedMeanFieldProcess(
      variables: variables, drift: configuration.drift.items,
      noise: try configuration.populationNoise(count: order),
      averages: configuration.averages, parameters: configuration.parameters)
    guard configuration.interpretation == .ito || system.hasHomogeneousDiffusion else {
      throw CommandFailure(
        .usage,
        "Mean-field equations are read in Itô's sense; add α D′ to the drift yourself and leave out "
          + "the interpretation.")
    }
    domains = try (0..<order).map { try configuration.interval(of: $0, among: order, numbers) }
    boundaries = try configuration.boundaries(count: order)
    let texts = configuration.initial.items
    guard texts.isEmpty || texts.count == order else {
      throw CommandFailure(
        .usage,
        "There are \(texts.count) initial laws for \(order) populations; give one for each.")
    }
    initial = try texts.enumerated().map { [domains] index, text in
      try StartingLaw(text, variable: variables[index], domain: domains[index], numbers)
    }
    startTime = configuration.startTime
    times = try numbers.times(configuration.times.items, from: startTime)
  }

  /// The domains divided into cells, as many for every population.
  func axes(cells: Int) throws -> [Axis] { try domains.map { try Axis($0, cellCount: cells) } }

  /// The initial laws on axes, each of mass 1.
  func start(on axes: [Axis]) throws -> [Density] {
    guard initial.count == axes.count else { throw CommandFailure.needsBoxLaw }
    return try zip(initial, axes).enumerated().map { index, pair in
      let density = try pair.0.density(on: pair.1)
      guard density.mass > 0.999 || (pair.0.hasAnyMass && density.mass > 0) else {
        throw CommandFailure(
          .badData,
          "Of the initial law of \(variables[index]) only \(NumberText.significant(density.mass)) "
            + "lies in its domain; widen the domain or move the law.")
      }
      return try density.normalized()
    }
  }

  /// The equation as a line for people.
  var description: String {
    let drifts = zip(variables, system.driftTexts).map { "d\($0) = (\($1)) dt + noise" }
    let averages = system.averages.map { "\($0.name) = ⟨\($0.function.text)⟩" }
    let ranges = zip(variables, domains).map { "\($0) from \($1.lowerBound) to \($1.upperBound)" }
    return (drifts + averages).joined(separator: ", ") + "; " + ranges.joined(separator: ", ")
      + ", " + boundaries.commonDescription
  }
}

extension StartingLaw {
  /// Whether the mass is what the density happens to have, not 1.
  fileprivate var hasAnyMass: Bool {
    if case .density = self { true } else { false }
  }
}

extension EquationConfiguration {
  /// D or σ of every population; a single one stands for all.
  fileprivate func populationNoise(count: Int) throws -> [TypedNoise] {
    try checkNoise()
    let rows = diffusion.rows.isEmpty ? noise.rows : diffusion.rows
    let texts = rows.count == 1 ? rows[0] : rows.compactMap(\.first)
    guard rows.allSatisfy({ $0.count == 1 }) || rows.count == 1,
      texts.count == count || texts.count == 1
    else {
      throw CommandFailure(
        .usage, "\(count) populations have \(count) diffusion coefficients, one for each.")
    }
    return (0..<count).map { index in
      let text = texts.count == 1 ? texts[0] : texts[index]
      return diffusion.rows.isEmpty ? .amplitude(text) : .diffusion(text)
    }
  }
}
