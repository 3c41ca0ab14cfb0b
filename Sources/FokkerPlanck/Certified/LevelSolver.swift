internal import Grids
internal import StochasticProcesses

/// Solves the equation on single levels of refinement.
struct LevelSolver {
  /// The steps after which exponentials of constant rates are given up, and how many more for every
  /// output time.
  private static let largestAttemptCount = 60
  private static let attemptsPerTime = 6

  private let source: AssemblerSource
  private let projection: InitialProjection
  private let startTime: Double
  private let times: [Double]
  private let reportsCurrents: Bool

  init(
    source: AssemblerSource, projection: InitialProjection, startTime: Double, times: [Double],
    reportsCurrents: Bool
  ) {
    (self.source, self.projection) = (source, projection)
    (self.startTime, self.times) = (startTime, times)
    self.reportsCurrents = reportsCurrents
  }

  /// The densities at all output times on one level.
  func solve(
    cellCount: Int, isAutonomous: Bool, _ pace: TimePace
  ) throws(FokkerPlanckError) -> LevelSolution {
    var assembler = try source.assembler(cellCount: cellCount)
    let axis = assembler.axis
    let initial = LevelState(projection.averages(on: axis), spacing: axis.spacing)
    let end = times.last ?? startTime
    var budget = StepBudget(startTime: startTime, endTime: end, tolerance: pace.tolerance)
    budget.largestAttemptCount = pace.largestAttemptCount
    var solution: LevelSolution
    if isAutonomous, pace.rule == .exponentialMidpoint {
      budget.largestAttemptCount = Self.largestAttemptCount + Self.attemptsPerTime * times.count
      var propagator = ConstantPropagator(
        rates: try assembler.rates(at: startTime), initial: initial, budget: budget)
      solution = try march(&propagator, axis)
      guard !propagator.budget.isExhausted else {
        var other = pace
        other.rule = .backwardEuler
        return try solve(cellCount: cellCount, isAutonomous: isAutonomous, other)
      }
      solution.roughness = assembler.roughness(weightedBy: propagator.state.cells.array)
    } else {
      var propagator = VaryingPropagator(
        advancer: SubstepAdvancer(rule: pace.rule, assembler: assembler), initial: initial,
        budget: budget, roughness: TimeRoughness(axis: axis, coefficients: source.coefficients),
        endTime: end)
      solution = try march(&propagator, axis)
      solution.rule = pace.rule
      solution.roughness = propagator.spaceRoughness
    }
    for index in times.indices {
      solution.timeErrors[index] = pace.corrected(solution.timeErrors[index], at: index)
    }
    return solution
  }

  private func march<Propagator: DensityPropagator>(
    _ propagator: inout Propagator, _ axis: Axis
  ) throws(FokkerPlanckError) -> LevelSolution {
    var solution = LevelSolution(axis: axis, budget: propagator.budget)
    for time in times {
      var field = LevelField(values: projection.contents(on: axis), pair: .zero)
      if time > startTime {
        try propagator.advance(to: time)
        field = LevelField(propagator.state)
        guard propagator.state.cells.sumAndMinimum.sum.isFinite else { throw .diverged(time: time) }
      }
      solution.fields.append(field)
      solution.timeErrors.append(propagator.budget.error)
      if reportsCurrents {
        solution.changes.append(try change(of: field, under: propagator.presentRates(), axis))
      }
    }
    solution.budget = propagator.budget
    return solution
  }
}

extension LevelSolver {
  /// The rate of change of a density, with the currents through both ends of the axis.
  private func change(
    of field: LevelField, under rates: JumpRates, _ axis: Axis
  ) -> LevelField {
    let (slope, flux) = (
      CellVector(count: axis.cellCount), CellVector(count: axis.cellCount + 1)
    )
    rates.apply(to: CellVector(field.values), slope: slope, flux: flux)
    return LevelField(
      values: slope.array,
      pair: axis.spacing * SIMD2(flux.pointer[0], flux.pointer[axis.cellCount]))
  }
}

/// The densities at all output times on one level, with the errors of their time steps.
struct LevelSolution {
  let axis: Axis
  var budget: StepBudget
  /// The rule by which the steps were taken, of exponentials if the rates are constant.
  var rule = SubstepRule.exponentialMidpoint
  var fields: [LevelField] = []
  var timeErrors: [Double] = []
  var largestTimeError: Double { timeErrors.max() ?? 0 }
  /// The rates of change at all output times with the currents through the ends, when wanted.
  var changes: [LevelField] = []
  /// How rough the coefficients are on these cells.
  var roughness = SpaceRoughness()
}
