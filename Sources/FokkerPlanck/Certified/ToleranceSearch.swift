internal import Grids
internal import StochasticProcesses

/// Halves the cells until the estimated errors at all output times are below the tolerance.
struct ToleranceSearch {
  /// Levels that are always solved: fewer cannot tell whether the solution has settled.
  private static let firstLevels = 3
  /// Estimates below this that no longer fall are limited by rounding.
  private static let roundingLimit = 1e-8

  let settings: CertifiedSolver
  let times: [Double]
  let initialMass: Double
  let isAutonomous: Bool
  private(set) var cellCounts: [Int] = []
  private(set) var steps = StepCounts()
  /// The rule by which the last level was solved.
  private(set) var rule = SubstepRule.exponentialMidpoint
  private let baseCellCount: Int
  private let leastCellCount: Int
  private let levels: LevelSolver

  init<Process: DiffusionProcess>(
    _ process: Process, _ settings: CertifiedSolver, domain: ClosedRange<Double>, law: InitialLaw,
    startTime: Double, times: [Double], leastCellCount: Int = 0
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    (self.settings, self.times, self.leastCellCount) = (settings, times, leastCellCount)
    let boundaries = settings.boundaries
    baseCellCount = InitialProjection.baseCellCount(for: law, atLeast: settings.smallestCellCount)
    let projection = try InitialProjection(
      law, on: domain, cellCount: baseCellCount, isRing: boundaries == .periodic)
    initialMass = projection.mass(domain)
    try InitialMass(mass: initialMass, canDecrease: boundaries.canAbsorb, tolerance: 1e-3)
      .validate()
    isAutonomous =
      switch settings.timeDependence {
      case .autonomous: true
      case .dependent: false
      case .automatic:
        process.isAutonomous
          || AutonomyProbe(domain: domain, startTime: startTime, times: times).finds(process)
      }
    var source = AssemblerSource(process, domain: domain, boundaries: boundaries)
    try source.lookForJumps(cellCount: 2 * baseCellCount, time: startTime)
    levels = LevelSolver(
      source: source, projection: projection, startTime: startTime, times: times,
      reportsCurrents: settings.reportsCurrents)
  }

  /// Refines until the tolerance or a limit is reached.
  mutating func run() throws(FokkerPlanckError) -> CertifiedEvolution {
    var pace = TimePace(tolerance: settings.tolerance)
    if !isAutonomous {
      pace = try pace.calibrated(levels, cellCount: 4 * baseCellCount, timeCount: times.count)
    }
    var count = baseCellCount
    var answer = RefinedAnswer(isRing: settings.boundaries == .periodic)
    var best: RefinedAnswer?
    var failures = 0
    while true {
      let level = try levels.solve(cellCount: count, isAutonomous: isAutonomous, pace)
      steps.add(level.budget)
      (pace.rule, rule) = (level.rule, level.rule)
      cellCounts.append(count)
      answer.add(level)
      let isWorse = best.map { answer.isWorse(than: $0) } ?? false
      if !isWorse { best = answer }
      failures = isWorse ? failures + 1 : 0
      let isSettled =
        cellCounts.count >= Self.firstLevels && count >= leastCellCount && answer.resolves
      if isSettled, answer.largestError <= settings.tolerance {
        return try evolution(answer, limit: .cells)
      }
      if level.budget.isAtSmallestStep, level.largestTimeError > settings.tolerance { break }
      if failures >= 2, answer.resolves, (best ?? answer).largestError < Self.roundingLimit {
        return try evolution(best ?? answer, limit: .rounding)
      }
      guard 2 * count <= settings.largestCellCount else { break }
      count *= 2
    }
    return try evolution(best ?? answer, limit: .cells)
  }
}

/// The time steps of all levels.
struct StepCounts {
  var accepted = 0
  var rejected = 0
  var isAtSmallestStep = false

  mutating func add(_ budget: StepBudget) {
    accepted += budget.acceptedSteps
    rejected += budget.rejectedSteps
    if budget.isAtSmallestStep { isAtSmallestStep = true }
  }
}
