internal import Grids

/// How the time steps of a level are chosen, and what their estimated errors are worth.
struct TimePace {
  /// The share of the tolerance that the time steps may use.
  private static let share = 0.1
  /// The substeps that the first trials may take, and how many more for every output time.
  private static let firstLimit = 300
  private static let limitPerTime = 30
  /// The substeps beyond which no limit is set any more.
  private static let largestLimit = 1_000_000
  /// How many times more steps the comparison may take.
  private static let largestGrowth = 6
  /// How much smaller the tolerance of the comparison is.
  private static let comparison = 30.0
  /// The margin between the observed and the reported error.
  private static let margin = 3.0
  /// The smallest factor that an estimate is multiplied with.
  private static let smallestFactor = 1e-3

  /// The rule of the substeps.
  var rule = SubstepRule.exponentialMidpoint
  /// The error allowed, as the steps estimate it.
  var tolerance: Double
  /// The number of steps after which an attempt is given up.
  var largestAttemptCount = Int.max
  /// What the estimated error at every output time is multiplied with; empty means 1.
  private var factors: [Double] = []

  /// - Parameter tolerance: The error allowed in space and time together.
  init(tolerance: Double) { self.tolerance = Self.share * tolerance }

  /// The estimated error at an output time, corrected by what was observed.
  func corrected(_ error: Double, at index: Int) -> Double {
    factors.isEmpty ? error : factors[index] * error
  }

  /// The pace of the first rule that solves a level within a limit, which grows until one does.
  ///
  /// The level is solved once more with a tolerance thirty times smaller; the observed difference,
  /// with a margin, tells what the estimated errors are worth.
  func calibrated(
    _ levels: LevelSolver, cellCount: Int, timeCount: Int
  ) throws(FokkerPlanckError) -> TimePace {
    var limit = Self.firstLimit + Self.limitPerTime * timeCount
    while limit < Self.largestLimit {
      for rule in SubstepRule.allCases {
        if let pace = try checked(rule, levels, cellCount, limit: limit / rule.substepCount) {
          return pace
        }
      }
      limit *= 4
    }
    return try checked(.backwardEuler, levels, cellCount, limit: .max) ?? self
  }

  /// A rule's pace with its factors; nil when it takes more steps than the limit.
  private func checked(
    _ rule: SubstepRule, _ levels: LevelSolver, _ cellCount: Int, limit: Int
  ) throws(FokkerPlanckError) -> TimePace? {
    var pace = self
    pace.rule = rule
    pace.largestAttemptCount = limit
    let trial = try levels.solve(cellCount: cellCount, isAutonomous: false, pace)
    guard !trial.budget.isExhausted else { return nil }
    var finer = pace
    finer.tolerance /= Self.comparison
    finer.largestAttemptCount = max(limit, Self.largestGrowth * trial.budget.attempts)
    let reference = try levels.solve(cellCount: cellCount, isAutonomous: false, finer)
    guard !reference.budget.isExhausted else { return nil }
    pace.largestAttemptCount = .max
    pace.factors = trial.fields.indices.map { index in
      var difference = trial.fields[index]
      difference.add(reference.fields[index], times: -1)
      let observed = Self.margin * difference.norm(spacing: trial.axis.spacing)
      let error = trial.timeErrors[index]
      return error > 0 ? max(Self.smallestFactor, observed / error) : 1
    }
    let worst = zip(pace.factors, trial.timeErrors).reduce(0) { max($0, $1.0 * $1.1) }
    pace.tolerance /= max(1, worst / tolerance)
    return pace
  }
}
