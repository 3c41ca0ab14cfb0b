internal import Grids
internal import StochasticProcesses

/// Solves the equation on single levels of refinement.
struct LevelSolver {
  private let domain: ClosedRange<Double>
  private let startTime: Double
  private let times: [Double]
  private let projection: InitialProjection
  /// Makes the source of rates on an axis, with or without care for jumps.
  private let makeAssembler: (Axis, Bool) -> GeneratorAssembler
  /// Whether the coefficients jump within cells.
  private var resolvesJumps = false
  private let coefficients: (Double, Double) -> (Double, Double)

  init<Process: DiffusionProcess>(
    _ process: Process, boundaries: BoundaryConditions, domain: ClosedRange<Double>,
    projection: InitialProjection, startTime: Double, times: [Double]
  ) where Process.Scalar == Double {
    (self.domain, self.startTime, self.times) = (domain, startTime, times)
    self.projection = projection
    let coefficients = { (process.drift(at: $0, time: $1), process.diffusion(at: $0, time: $1)) }
    self.coefficients = coefficients
    makeAssembler = { axis, resolvesJumps in
      var assembler = GeneratorAssembler(process, axis: axis, boundaries: boundaries)
      if resolvesJumps {
        assembler.jumpResolution = JumpResolution(
          axis: axis, isRing: boundaries == .periodic, coefficients: coefficients)
      }
      return assembler
    }
  }

  /// Looks for jumps of the coefficients at the start, wherever they are.
  mutating func lookForJumps(cellCount: Int) throws(FokkerPlanckError) {
    var roughness: [Double] = []
    for count in [cellCount, 2 * cellCount] {
      var assembler = makeAssembler(try Axis.spanning(domain, cellCount: count), false)
      _ = try assembler.rates(at: startTime)
      roughness.append(
        assembler.roughness(weightedBy: [Double](repeating: 1, count: count)))
    }
    resolvesJumps = roughness[1] > 1e-9 && roughness[0] < 3 * roughness[1]
  }

  /// The densities at all output times on one level.
  func solve(
    cellCount: Int, isAutonomous: Bool, _ pace: TimePace
  ) throws(FokkerPlanckError) -> LevelSolution {
    let axis = try Axis.spanning(domain, cellCount: cellCount)
    let initial = LevelState(projection.averages(on: axis), spacing: axis.spacing)
    let end = times.last ?? startTime
    var budget = StepBudget(startTime: startTime, endTime: end, tolerance: pace.tolerance)
    budget.largestAttemptCount = pace.largestAttemptCount
    var assembler = makeAssembler(axis, resolvesJumps)
    var solution: LevelSolution
    if isAutonomous {
      var propagator = ConstantPropagator(
        rates: try assembler.rates(at: startTime), initial: initial, budget: budget)
      solution = try march(&propagator, axis)
      solution.roughness = assembler.roughness(weightedBy: propagator.state.cells.array)
    } else {
      var propagator = VaryingPropagator(
        advancer: SubstepAdvancer(rule: pace.rule, assembler: assembler), initial: initial,
        budget: budget, roughness: TimeRoughness(axis: axis, coefficients: coefficients),
        endTime: end)
      solution = try march(&propagator, axis)
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
      if time == startTime {
        solution.fields.append(
          LevelField(values: projection.contents(on: axis), pair: .zero))
      } else {
        try propagator.advance(to: time)
        let state = propagator.state
        guard state.cells.sumAndMinimum.sum.isFinite else { throw .diverged(time: time) }
        solution.fields.append(
          LevelField(
            values: state.cells.array, pair: SIMD2(state.exits.lower, state.exits.upper)))
      }
      solution.timeErrors.append(propagator.budget.error)
    }
    solution.budget = propagator.budget
    return solution
  }
}

/// The densities at all output times on one level, with the errors of their time steps.
struct LevelSolution {
  let axis: Axis
  var budget: StepBudget
  var fields: [LevelField] = []
  var timeErrors: [Double] = []
  /// How rough the coefficients are on these cells.
  var roughness = 0.0
}
