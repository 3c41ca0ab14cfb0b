import Archives
import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// Everything that is asked about a typed equation.
struct EquationWork: Sendable {
  let configuration: EquationConfiguration
  let threads: Int
  let progress: ProgressReporter

  /// Solves the equation and analyses it as the configuration asks.
  func solve() async throws -> (dataset: Dataset, summary: EquationSummary) {
    let names = try configuration.variableNames()
    guard names.count == 1 else {
      return try isSolvedJointly(names) ? solveJoint(names) : solveBox(names)
    }
    let equation = try LineEquation(configuration, variable: names[0])
    let settings = configuration.solve
    var dataset = try Dataset("solution", configuration, action: "solve")
    var summary = EquationSummary(equation: equation.description)
    if equation.times.isEmpty, !settings.asksForMore { throw CommandFailure.needsTimes }
    if settings.crossCheck {
      summary.crossCheck = try await CrossCheck.run(
        equation, configuration, threads: threads, progress)
    } else if !equation.times.isEmpty, !settings.firstPassage {
      progress.begin("solving")
      let solution = try LineSolver(equation: equation, settings: settings).solve()
      progress.finish("solved by \(solution.method)")
      summary.solution = EquationSummary.Solution(solution)
      try dataset.add(solution, variable: equation.variable)
    }
    try analyse(equation, &dataset, &summary)
    return (dataset, summary)
  }

  /// Whether the variables are too many for a grid of all, or another way was asked for.
  private func isSolvedJointly(_ names: [String]) -> Bool {
    let scheme = configuration.solve.scheme
    return scheme.isGridless || (scheme == .automatic && names.count > 3)
  }

  private func solveBox(
    _ names: [String]
  ) throws -> (dataset: Dataset, summary: EquationSummary) {
    let equation = try BoxEquation(configuration, variables: names)
    guard !configuration.solve.asksForMore else {
      throw CommandFailure(
        .usage,
        "Stationary densities, spectra, first passages and cross-checks are for one variable; "
          + "solve to a late time instead.")
    }
    guard !equation.times.isEmpty else { throw CommandFailure.needsTimes }
    progress.begin("solving")
    let solution = try BoxSolver(equation: equation, settings: configuration.solve).solve()
    progress.finish("solved by \(solution.method)")
    var dataset = try Dataset("solution", configuration, action: "solve")
    try dataset.add(solution, variables: names)
    var summary = EquationSummary(equation: equation.description)
    summary.solution = EquationSummary.Solution(solution)
    summary.box = EquationSummary.Box(solution, variables: names)
    return (dataset, summary)
  }

  private func solveJoint(
    _ names: [String]
  ) throws -> (dataset: Dataset, summary: EquationSummary) {
    let equation = try JointEquation(configuration, variables: names)
    guard !configuration.solve.asksForMore else {
      throw CommandFailure(
        .usage,
        "Stationary densities, spectra, first passages and cross-checks are for one variable; "
          + "solve to a late time instead.")
    }
    guard !equation.times.isEmpty else { throw CommandFailure.needsTimes }
    progress.begin("solving")
    let solution = try JointSolver(equation: equation, settings: configuration.solve).solve()
    progress.finish("solved by \(solution.method)")
    var dataset = try Dataset("solution", configuration, action: "solve")
    try dataset.add(solution, variables: names)
    var summary = EquationSummary(equation: equation.description)
    summary.solution = EquationSummary.Solution(solution)
    summary.box = EquationSummary.Box(solution, variables: names)
    return (dataset, summary)
  }

  private func analyse(
    _ equation: LineEquation, _ dataset: inout Dataset, _ summary: inout EquationSummary
  ) throws {
    let settings = configuration.solve
    let cells = settings.cells > 0 ? settings.cells : 800
    if settings.stationary {
      let analysis = try StationaryAnalysis(equation, cells: cells)
      summary.stationary = EquationSummary.Stationary(analysis)
      try dataset.add(analysis, variable: equation.variable)
    }
    if settings.spectrum > 0 {
      let analysis = try SpectrumAnalysis(equation, count: settings.spectrum, cells: cells)
      summary.spectrum = zip(analysis.rates, analysis.errors).map {
        EquationSummary.Rate(rate: $0, error: $1)
      }
      try dataset.add(
        analysis, axis: try equation.axis(cells: 4 * cells), variable: equation.variable)
    }
    if settings.firstPassage {
      let numbers = EquationNumbers(parameters: configuration.parameters)
      let targets = try settings.target.items.map { try numbers.number($0, role: "target") }
      let analysis = try FirstPassageAnalysis(equation, targets: targets, cells: cells)
      summary.firstPassage = EquationSummary.Passage(analysis)
      try dataset.add(analysis)
    }
  }

  /// Simulates the process.
  func simulate() async throws -> (dataset: Dataset, summary: SimulationSummary) {
    let names = try configuration.variableNames()
    guard names.count == 1 else { return try await simulateJoint(names) }
    let equation = try LineEquation(configuration, variable: names[0])
    let settings = configuration.simulate
    let cells = histogramCells(default: 200)
    progress.begin("simulating \(settings.particles) particles")
    let simulation = try await LineSimulation.run(
      equation, settings, cells: cells, threads: threads)
    progress.finish("simulated \(settings.particles) particles")
    var dataset = try Dataset("ensemble", configuration, action: "simulate")
    try dataset.add(simulation, variable: equation.variable)
    return (dataset, SimulationSummary(equation.description, simulation, settings))
  }

  private func simulateJoint(
    _ names: [String]
  ) async throws -> (dataset: Dataset, summary: SimulationSummary) {
    let equation = try JointEquation(configuration, variables: names)
    let settings = configuration.simulate
    let cells = histogramCells(
      default: isSolvedJointly(names)
        ? JointSolver.defaultCellCount : BoxSolver.defaultCellCount(names.count))
    progress.begin("simulating \(settings.particles) particles")
    let simulation = try await JointSimulation.run(
      equation, settings, cells: cells, threads: threads)
    progress.finish("simulated \(settings.particles) particles")
    var dataset = try Dataset("ensemble", configuration, action: "simulate")
    try dataset.add(simulation, variables: names)
    return (
      dataset, SimulationSummary(equation.description, simulation, settings, variables: names)
    )
  }

  /// The cells of each variable's histogram: those of the solution.
  private func histogramCells(default cells: Int) -> Int {
    if configuration.simulate.cells > 0 { return configuration.simulate.cells }
    return configuration.solve.cells > 0 ? configuration.solve.cells : cells
  }
}

extension LineEquation {
  /// The equation as a line for people.
  var description: String {
    let reading = typed.hasHomogeneousDiffusion ? "" : " (\(interpretation.rawValue))"
    let symbol = typed.isAmplitude ? "σ" : "D"
    return "d\(variable) = (\(typed.drift.text)) dt + noise, \(symbol) = \(typed.noise.text)"
      + "\(reading), \(variable) from \(domain.lowerBound) to \(domain.upperBound), "
      + boundaries.description
  }
}
