internal import Grids
internal import StochasticProcesses

/// One spacing of an extrapolation: its axis, its rates and its start.
struct ExponentialLevel {
  let axis: Axis
  let rates: JumpRates
  let start: [Double]

  init(rates: JumpRates, values: [Double], axis: Axis) {
    self.axis = axis
    self.rates = rates
    start = values
  }

  /// The level with half the spacing of another.
  init<Process: DiffusionProcess>(
    _ process: Process, refining coarse: ExponentialLevel, _ boundaries: BoundaryConditions,
    _ time: Double
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    axis = try Axis.spanning(
      coarse.axis.lowerBound...coarse.axis.upperBound, cellCount: 2 * coarse.axis.cellCount)
    var assembler = GeneratorAssembler(process, axis: axis, boundaries: boundaries)
    rates = try assembler.rates(at: time)
    start = CellAverageTransfer.refined(coarse.start, isRing: boundaries == .periodic)
  }
}

/// Advances the levels of an extrapolation, combines them and collects the densities.
struct ExtrapolationRecorder {
  private let axis: Axis
  private var propagators: [ConstantPropagator]
  private let initialMass: Double
  private var diagnostics = SolverDiagnostics()
  private var densities: [Density] = []
  private var exits: [ExitProbability] = []

  init(
    initial: Density, levels: [ExponentialLevel], budget: StepBudget
  ) {
    axis = initial.axis
    initialMass = initial.mass
    propagators = levels.map { level in
      ConstantPropagator(
        rates: level.rates, initial: LevelState(level.start, spacing: level.axis.spacing),
        budget: budget)
    }
  }

  /// Computes the density at a time and records it.
  mutating func record(at time: Double) throws(FokkerPlanckError) {
    var table: [LevelField] = []
    for index in propagators.indices {
      try propagators[index].advance(to: time)
      var field = LevelField(propagators[index].state)
      for _ in 0..<index { field = field.coarsened }
      table.append(field)
    }
    var power = 1.0
    while table.count > 1 {
      power *= 4
      for index in 0..<table.count - 1 {
        var fine = table[index + 1]
        fine.add(fine, times: 1 / (power - 1))
        fine.add(table[index], times: -1 / (power - 1))
        table[index] = fine
      }
      table.removeLast()
    }
    try keep(table[0], time)
  }

  private mutating func keep(_ field: LevelField, _ time: Double) throws(FokkerPlanckError) {
    var exit = ExitProbability()
    (exit.lower, exit.upper) = (field.pair.x, field.pair.y)
    do {
      densities.append(try Density(axis: axis, values: field.values))
    } catch {
      throw .diverged(time: time)
    }
    exits.append(exit)
    diagnostics.observe(densities[densities.count - 1], exit, initialMass: initialMass)
  }

  /// All densities, with the steps of all levels.
  func evolution(times: [Double]) -> DensityEvolution {
    var diagnostics = diagnostics
    for propagator in propagators {
      diagnostics.acceptedSteps += propagator.budget.acceptedSteps
      diagnostics.rejectedSteps += propagator.budget.rejectedSteps
    }
    return DensityEvolution(
      axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics)
  }
}
