internal import Grids
internal import StochasticProcesses

/// Halves the cells until the estimated errors at all output times are below the tolerance.
struct ToleranceSearch {
  /// Levels that are always solved: fewer cannot tell whether the solution has settled.
  private static let firstLevels = 3
  /// The share of the tolerance that the time steps may use.
  private static let timeShare = 0.1

  let settings: CertifiedSolver
  private let domain: ClosedRange<Double>
  let startTime: Double
  let times: [Double]
  private let projection: InitialProjection
  private let baseCellCount: Int
  let isAutonomous: Bool
  private let makeAssembler: (Axis) -> GeneratorAssembler
  let initialMass: Double
  private(set) var steps = StepCounts()
  private(set) var cellCounts: [Int] = []
  private var suggestedStep = Double.infinity

  init<Process: DiffusionProcess>(
    _ process: Process, _ settings: CertifiedSolver, domain: ClosedRange<Double>, law: InitialLaw,
    startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    (self.settings, self.domain, self.startTime, self.times) = (settings, domain, startTime, times)
    let boundaries = settings.boundaries
    makeAssembler = { GeneratorAssembler(process, axis: $0, boundaries: boundaries) }
    baseCellCount = InitialProjection.baseCellCount(
      for: law, atLeast: settings.smallestCellCount)
    projection = try InitialProjection(
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
  }

  /// Refines until the tolerance or a limit is reached.
  mutating func run() throws(FokkerPlanckError) -> CertifiedEvolution {
    var count = baseCellCount
    var answer = RefinedAnswer(isRing: settings.boundaries == .periodic)
    var best: RefinedAnswer?
    var failures = 0
    while true {
      answer.add(try solveLevel(cellCount: count))
      cellCounts.append(count)
      let isWorse = best.map { answer.largestError >= $0.largestError } ?? false
      if !isWorse { best = answer }
      failures = isWorse ? failures + 1 : 0
      let isSettled = cellCounts.count >= Self.firstLevels && answer.resolves
      if isSettled, answer.largestError <= settings.tolerance { break }
      if failures >= 2, (best ?? answer).largestError < 1e-7 {
        return try evolution(best ?? answer, limit: .rounding)
      }
      guard 2 * count <= settings.largestCellCount else { break }
      count *= 2
    }
    return try evolution(best ?? answer, limit: .cells)
  }

  /// The densities at all output times on one level.
  private mutating func solveLevel(cellCount: Int) throws(FokkerPlanckError) -> LevelSolution {
    let axis = try Axis.spanning(domain, cellCount: cellCount)
    var solution = LevelSolution(axis: axis)
    var propagator = try LevelPropagator(
      assembler: makeAssembler(axis), values: projection.averages(on: axis),
      isAutonomous: isAutonomous, startTime: startTime, endTime: times.last ?? startTime,
      tolerance: Self.timeShare * settings.tolerance)
    propagator.suggestedStep = suggestedStep
    for time in times {
      if time == startTime {
        solution.fields.append(
          LevelField(values: projection.contents(on: axis), pair: .zero))
      } else {
        try propagator.advance(to: time)
        let exits = propagator.state.exits
        solution.fields.append(
          LevelField(
            values: propagator.state.cells.array, pair: SIMD2(exits.lower, exits.upper)))
      }
      solution.timeErrors.append(propagator.timeError)
    }
    steps.add(propagator)
    suggestedStep = propagator.suggestedStep
    return solution
  }
}

/// The densities at all output times on one level, with the errors of their time steps.
struct LevelSolution {
  let axis: Axis
  var fields: [LevelField] = []
  var timeErrors: [Double] = []
}

/// The time steps of all levels.
struct StepCounts {
  var accepted = 0
  var rejected = 0
  var isAtSmallestStep = false

  mutating func add(_ propagator: LevelPropagator) {
    accepted += propagator.acceptedSteps
    rejected += propagator.rejectedSteps
    if propagator.isAtSmallestStep { isAtSmallestStep = true }
  }
}
