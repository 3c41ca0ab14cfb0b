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
    guard configuration.averages.isEmpty else { return try solvePopulations(names) }
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
    let settings = configuration.solve
    guard !settings.crossCheck, settings.target.items.isEmpty else {
      throw CommandFailure(
        .usage,
        "Cross-checks and targets are for one variable; compare --scheme finite-volume, spectral and "
          + "'fokker simulate', and make walls absorbing.")
    }
    guard !equation.times.isEmpty || settings.asksForMore else { throw CommandFailure.needsTimes }
    var dataset = try Dataset("solution", configuration, action: "solve")
    var summary = EquationSummary(equation: equation.description)
    if !equation.times.isEmpty {
      progress.begin("solving")
      let solution = try BoxSolver(equation: equation, settings: settings).solve()
      progress.finish("solved by \(solution.method)")
      try dataset.add(solution, variables: names)
      summary.solution = EquationSummary.Solution(solution)
      summary.box = EquationSummary.Box(solution, variables: names)
    }
    try analyse(equation, &dataset, &summary)
    return (dataset, summary)
  }

  private func analyse(
    _ equation: BoxEquation, _ dataset: inout Dataset, _ summary: inout EquationSummary
  ) throws {
    let settings = configuration.solve
    let analyses = BoxAnalyses(equation, cells: settings.cells)
    if settings.stationary {
      progress.begin("solving for the stationary density")
      let state = try analyses.stationary()
      progress.finish("solved for the stationary density")
      summary.boxStationary = EquationSummary.BoxState(state, variables: equation.variables)
      try dataset.add(state, variables: equation.variables)
    }
    if settings.spectrum > 0 {
      progress.begin("computing the slowest modes")
      let rates = try analyses.spectrum(count: settings.spectrum)
      progress.finish("computed the slowest modes")
      summary.boxSpectrum = rates
      try dataset.add(rates)
    }
    if settings.firstPassage {
      let passage = try analyses.firstPassage()
      summary.boxPassage = passage
      dataset.attributes["mean_passage_time"] = .doubles([passage.mean, passage.meanError])
      dataset.attributes["deviation_of_passage_time"] = .doubles([passage.deviation])
    }
  }

  private func solvePopulations(
    _ names: [String]
  ) throws -> (dataset: Dataset, summary: EquationSummary) {
    let equation = try PopulationEquation(configuration, variables: names)
    let settings = configuration.solve
    guard settings.spectrum == 0, !settings.firstPassage, !settings.crossCheck else {
      throw CommandFailure(
        .usage,
        "Mean-field equations are solved in time and for stationary states; spectra, first passages "
          + "and cross-checks are for equations without averages.")
    }
    guard !equation.times.isEmpty || settings.stationary else { throw CommandFailure.needsTimes }
    let solver = PopulationSolver(equation: equation, settings: settings)
    var dataset = try Dataset("solution", configuration, action: "solve")
    var summary = EquationSummary(equation: equation.description)
    var populations = EquationSummary.Populations(equation)
    if !equation.times.isEmpty {
      progress.begin("solving")
      let solution = try solver.solve()
      progress.finish("solved by \(solution.method)")
      try dataset.add(solution, equation)
      populations.add(solution, equation)
    }
    if settings.stationary {
      progress.begin("searching stationary states")
      let states = try solver.stationaryStates()
      progress.finish("found \(states.count) stationary states")
      try dataset.add(states, equation)
      populations.add(states)
    }
    summary.populations = populations
    return (dataset, summary)
  }

  private func solveJoint(
    _ names: [String]
  ) throws -> (dataset: Dataset, summary: EquationSummary) {
    let equation = try JointEquation(configuration, variables: names)
    guard !configuration.solve.asksForMore else {
      throw CommandFailure(
        .usage,
        "Without a grid there are no stationary densities, spectra, first passages and cross-checks; "
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
    guard configuration.averages.isEmpty else { return try simulatePopulations(names) }
    guard names.count == 1 else { return try await simulateJoint(names) }
    let equation = try LineEquation(configuration, variable: names[0])
    let settings = configuration.simulate
    let cells = histogramCells(default: 200)
    progress.begin("simulating \(settings.particles) particles")
    let simulation = try await LineSimulation.run(
      equation, settings, cells: cells, threads: threads)
    progress.finish("simulated \(settings.particles) particles")
    var dataset = try Dataset("ensemble", configuration, action: "simulate")
    try dataset.add(simulation, variable: equation.variable, paths: settings.paths)
    return (dataset, SimulationSummary(equation.description, simulation, settings))
  }

  private func simulatePopulations(
    _ names: [String]
  ) throws -> (dataset: Dataset, summary: SimulationSummary) {
    let equation = try PopulationEquation(configuration, variables: names)
    let settings = configuration.simulate
    guard settings.paths == 0 else {
      throw CommandFailure(
        .usage, "simulate.paths is for independent particles; populations keep no paths.")
    }
    progress.begin("simulating \(settings.particles) particles of every population")
    let simulation = try PopulationSimulation.run(
      equation, settings, cells: histogramCells(default: 200))
    progress.finish("simulated \(settings.particles) particles of every population")
    var dataset = try Dataset("ensemble", configuration, action: "simulate")
    try dataset.add(simulation, equation)
    return (dataset, SimulationSummary(equation, simulation, settings))
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
    try dataset.add(simulation, variables: names, paths: settings.paths)
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
