internal import RealModule

/// Carries a density through time under coefficients that depend on time.
///
/// A step is taken with several numbers of equal substeps of one rule, whose results are
/// extrapolated; the last change of the extrapolation is the estimated error. Every substep alone
/// keeps mass and sign. A step over which the coefficients are not smooth in time is halved without
/// being tried, until it ends at what makes them so.
struct VaryingPropagator: DensityPropagator {
  /// Steps below this part of the whole time are tried whatever the coefficients do.
  private static let roughPart = 1e-8
  /// What the gain of the last extrapolation is multiplied with to expect that of the next.
  private static let gainMargin = 20.0

  private(set) var state: LevelState
  var budget: StepBudget
  private var advancer: SubstepAdvancer
  private var candidates: [LevelState]
  private let roughness: TimeRoughness
  private let duration: Double

  /// - Parameters:
  ///   - advancer: The rule of the substeps.
  ///   - initial: The density at the start.
  ///   - budget: The time of the start and the error allowed.
  ///   - roughness: The test for steps that are not smooth.
  ///   - endTime: The last time that will be asked for.
  init(
    advancer: SubstepAdvancer, initial: LevelState, budget: StepBudget, roughness: TimeRoughness,
    endTime: Double
  ) {
    self.advancer = advancer
    self.budget = budget
    self.roughness = roughness
    duration = endTime - budget.time
    state = initial
    candidates = advancer.rule.substeps.map { _ in
      LevelState(count: initial.cells.count, spacing: initial.spacing)
    }
  }

  /// How rough the coefficients are in space, where the present density is.
  var spaceRoughness: SpaceRoughness { advancer.roughness(weightedBy: state.cells.array) }

  /// The generator at the present time.
  mutating func presentRates() throws(FokkerPlanckError) -> JumpRates {
    try advancer.rates(at: budget.time)
  }

  /// Advances to a later time.
  mutating func advance(to target: Double) throws(FokkerPlanckError) {
    while budget.time < target, !budget.isExhausted {
      let end = try budget.nextEnd(towards: target)
      let isRough = roughness.finds(from: budget.time, to: end, state)
      if isRough, end - budget.time > Self.roughPart * duration {
        budget.reject(end, factor: 0.5)
        continue
      }
      let error = max(try extrapolatedStep(to: end), isRough ? try roughError(to: end) : 0)
      let order = advancer.rule.errorOrder
      if budget.settle(end, error: error, order: order, cellCount: state.cells.count) {
        swap(&state, &candidates[0])
      }
    }
  }

  /// Leaves the extrapolated state in the first candidate and returns its estimated error.
  private mutating func extrapolatedStep(to end: Double) throws(FokkerPlanckError) -> Double {
    let rule = advancer.rule
    let counts = rule.substeps
    var changes: [Double] = []
    var (correction, before) = (0.0, 0.0)
    for (row, count) in counts.enumerated() {
      try takeSubsteps(count, candidates[row], to: end)
      if row > 0 { changes.append(candidates[row].distance(to: candidates[row - 1])) }
      // Neville's scheme in place: the candidate of the first row ends up in the last column.
      for column in stride(from: row - 1, through: 0, by: -1) {
        let ratio = Double(counts[row]) / Double(counts[column])
        let power = Double.pow(ratio, rule.orderStep)
        before = correction
        correction = candidates[column + 1].distance(to: candidates[column]) / (power - 1)
        candidates[column].extrapolate(towards: candidates[column + 1], beyond: 1 / (power - 1))
      }
    }
    guard changes[0] > rule.smoothFactor * changes[1] else {
      return max(correction, changes[changes.count - 1])
    }
    // One more extrapolation would gain about what the last one gained over the one before.
    return correction * min(1, Self.gainMargin * correction / max(before, correction))
  }

  private mutating func takeSubsteps(
    _ count: Int, _ candidate: LevelState, to end: Double
  ) throws(FokkerPlanckError) {
    candidate.copy(state)
    let (start, step) = (budget.time, end - budget.time)
    for part in 0..<count {
      let from = start + step * Double(part) / Double(count)
      let to = part + 1 == count ? end : start + step * Double(part + 1) / Double(count)
      try advancer.advance(candidate, from: from, to: to)
    }
  }

  /// How far the generators of the two ends of a step carry the density apart.
  ///
  /// It bounds the error of a jump within the step.
  private mutating func roughError(to end: Double) throws(FokkerPlanckError) -> Double {
    let duration = end - budget.time
    let spare = (candidates[1], candidates[2])
    for (candidate, time) in [(spare.0, budget.time), (spare.1, end)] {
      candidate.copy(state)
      advancer.exponentiate(candidate, try advancer.rates(at: time), by: duration)
    }
    return spare.0.distance(to: spare.1)
  }
}
