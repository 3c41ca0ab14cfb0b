/// Carries a density through time under constant rates, by exponentials of the generator.
///
/// ```
/// p(t + τ) = e^{τ A} p(t)
/// ```
///
/// One exponential of any length is exact up to the error of the rational function, which
/// ``SymmetryCertificate`` bounds. Where it cannot, on a ring or under a drift that carries the
/// density far, the rational function may be wrong by any amount; there every step is compared with
/// two of half the length. A drift across many cells makes such steps short, since the function
/// enlarges the modes that are carried far; the number of attempts is therefore limited, after which
/// `LevelSolver` takes another method.
struct ConstantPropagator: DensityPropagator {
  /// The least factor by which two half steps are better than a whole one.
  private static let gainOfHalving = 8.0

  let rates: JumpRates
  private(set) var state: LevelState
  var budget: StepBudget
  private let kernel: RationalExponentialKernel
  private var whole: LevelState
  private var halves: LevelState
  private let certifiedError: Double
  private var shares = ExitShares()

  /// - Parameters:
  ///   - rates: A.
  ///   - initial: The density at the start.
  ///   - budget: The time of the start and the error allowed.
  init(rates: JumpRates, initial: LevelState, budget: StepBudget) {
    self.rates = rates
    self.budget = budget
    state = initial
    kernel = RationalExponentialKernel(count: initial.cells.count, isRing: rates.isRing)
    whole = LevelState(count: initial.cells.count, spacing: initial.spacing)
    halves = LevelState(count: initial.cells.count, spacing: initial.spacing)
    shares.prepare(rates)
    certifiedError = SymmetryCertificate.bound(rates, initial.cells, spacing: initial.spacing)
  }

  /// A.
  func presentRates() -> JumpRates { rates }

  /// Advances to a later time.
  mutating func advance(to target: Double) throws(FokkerPlanckError) {
    let isCertified = certifiedError <= 0.1 * budget.tolerance
    while budget.time < target, !budget.isExhausted {
      if isCertified {
        if Task.isCancelled { throw .cancelled(time: budget.time) }
        propagate(whole, in: 1, by: target - budget.time)
        budget.accept(target, error: certifiedError, cellCount: state.cells.count)
        swap(&state, &whole)
      } else {
        try attempt(budget.nextEnd(towards: target))
      }
    }
  }

  /// Two half steps, compared with a whole one.
  private mutating func attempt(_ end: Double) throws(FokkerPlanckError) {
    propagate(whole, in: 1, by: end - budget.time)
    propagate(halves, in: 2, by: end - budget.time)
    let error = halves.distance(to: whole) / Self.gainOfHalving
    if budget.settle(end, error: error, order: 8, cellCount: state.cells.count) {
      swap(&state, &halves)
    }
  }

  private func propagate(_ target: LevelState, in count: Int, by duration: Double) {
    target.copy(state)
    let before = shares.content(of: target)
    for _ in 0..<count {
      kernel.advance(target.cells, by: duration / Double(count), rates: rates)
    }
    shares.addLoss(from: before, to: shares.content(of: target), target)
  }
}
