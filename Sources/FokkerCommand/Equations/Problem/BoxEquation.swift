import Figures
import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// A typed equation in several variables, read and checked.
struct BoxEquation: Sendable {
  /// The names of the variables.
  let variables: [String]
  /// The process as it is typed, with the drift in the reading it is given in.
  let typed: TypedMultivariateProcess
  /// The reading in which the drift is given.
  let interpretation: NoiseInterpretation
  /// The interval of each variable.
  let box: [ClosedRange<Double>]
  /// The walls of each variable.
  let boundaries: [BoundaryConditions]
  /// The law at the start; nil when none was given.
  let initial: BoxStartingLaw?
  /// The time of the initial law.
  let startTime: Double
  /// The output times.
  let times: [Double]

  /// Reads the equation of a configuration with several variables.
  init(_ configuration: EquationConfiguration, variables: [String]) throws {
    let numbers = EquationNumbers(parameters: configuration.parameters)
    let order = variables.count
    self.variables = variables
    typed = try configuration.multivariateProcess(variables)
    interpretation = typed.hasHomogeneousDiffusion ? .ito : configuration.interpretation
    guard interpretation != .stratonovich || typed.hasNoiseMatrix else {
      throw TypedProcessError.needsNoiseMatrix
    }
    box = try (0..<order).map { try configuration.interval(of: $0, among: order, numbers) }
    boundaries = try configuration.boundaries(count: order)
    initial =
      try configuration.initial.items.isEmpty
      ? nil : BoxStartingLaw(configuration.initial.items, variables: variables, box: box, numbers)
    startTime = configuration.startTime
    times = try numbers.times(configuration.times.items, from: startTime)
  }

  /// The process in Itô's reading.
  var process: InterpretedMultivariateProcess<TypedMultivariateProcess> {
    InterpretedMultivariateProcess(typed, readAs: interpretation, over: box)
  }

  /// The box divided into cells, as many along every axis.
  func axes(cells: Int) throws -> [Axis] { try box.map { try Axis($0, cellCount: cells) } }

  /// The initial law on a grid, of mass 1, and the share of it that was cut off at the ends.
  func start(on axes: [Axis]) throws -> (density: BoxDensity, outside: Double) {
    guard let initial else {
      throw CommandFailure.needsBoxLaw
    }
    var density = try initial.density(on: axes)
    let mass = density.mass
    guard mass > 0, initial.isJoint || mass > 0.999 else {
      throw CommandFailure(
        .badData,
        "Of the initial law only \(NumberText.significant(mass)) lies in the box; widen the domain "
          + "or move the law.")
    }
    for cell in density.values.indices { density.values[cell] /= mass }
    return (density, initial.isJoint ? 0 : max(0, 1 - mass))
  }

  /// The equation as a line for people.
  var description: String {
    let drifts = zip(variables, typed.drift).map { "d\($0) = (\($1.text)) dt + noise" }
    let ranges = zip(variables, box).map { "\($0) from \($1.lowerBound) to \($1.upperBound)" }
    let reading = typed.hasHomogeneousDiffusion ? "" : " (\(interpretation.rawValue))"
    return drifts.joined(separator: ", ") + reading + "; " + ranges.joined(separator: ", ") + ", "
      + boundaries.commonDescription
  }
}

extension EquationConfiguration {
  /// The process of several variables as it is typed.
  func multivariateProcess(_ variables: [String]) throws -> TypedMultivariateProcess {
    try checkNoise()
    let order = variables.count
    let matrix: TypedNoiseMatrix =
      diffusion.rows.isEmpty
      ? .noise(noise.square(order: order)) : .diffusion(diffusion.square(order: order))
    return try TypedMultivariateProcess(
      variables: variables, drift: drift.items, noise: matrix, parameters: parameters)
  }

  /// The walls of every variable; one entry stands for all.
  func boundaries(count: Int) throws -> [BoundaryConditions] {
    let kinds = try boundary.items.map(EquationNumbers.boundaries)
    if kinds.count == 1 { return [BoundaryConditions](repeating: kinds[0], count: count) }
    guard kinds.count == count else {
      throw CommandFailure(
        .usage,
        "There are \(kinds.count) boundaries for \(count) variables; give one for each, or one for "
          + "all.")
    }
    return kinds
  }
}

extension [BoundaryConditions] {
  /// The walls of all variables in words; once where they are the same.
  var commonDescription: String {
    let words = map(\.description)
    return words.allSatisfy { $0 == words.first }
      ? words.first ?? "" : words.joined(separator: " and ")
  }
}

extension BoundaryConditions {
  /// The walls in words.
  var description: String {
    switch self {
    case .periodic: "periodic"
    case .walls(let lower, let upper):
      lower == upper
        ? "\(lower.rawValue) walls" : "\(lower.rawValue) below, \(upper.rawValue) above"
    }
  }
}
