internal import Grids
internal import RealModule
internal import StochasticProcesses

/// Carries the density of one level of refinement from time to time by exponentials of generators.
///
/// ```
/// p(t + τ) ≈ e^{τ Ā} p(t),   Ā = the generator of the coefficients averaged over the step
/// ```
///
/// For constant coefficients one exponential of any length is exact, up to the error of the
/// rational function, which ``SymmetryCertificate`` bounds; where it cannot, a step is compared with
/// two of half the length. Otherwise this is the exponential midpoint rule, of second order and
/// symmetric in time, so that one, two and four exponentials per step are extrapolated to sixth
/// order; each exponential alone keeps mass and sign. Errors are not amplified in L1, so their sum
/// over the steps bounds the error at the end.
///
/// ## Reference
///
/// S. Blanes, F. Casas, J. A. Oteo and J. Ros, "The Magnus expansion and some of its applications",
/// *Physics Reports* 470 (2009) 151-238,
/// [doi:10.1016/j.physrep.2008.11.001](https://doi.org/10.1016/j.physrep.2008.11.001).
struct LevelPropagator {
  let axis: Axis
  private(set) var state: LevelState
  private(set) var time: Double
  /// The sum of the estimated errors of all steps, in L1.
  private(set) var timeError = 0.0
  private(set) var acceptedSteps = 0
  private(set) var rejectedSteps = 0
  /// Whether some step had to be accepted with a larger error than allowed.
  private(set) var isAtSmallestStep = false
  private var assembler: GeneratorAssembler
  private let kernel: RationalExponentialKernel
  private var candidates: [LevelState]
  private let constantRates: JumpRates?
  private let certifiedError: Double
  private var shares: ExitShares
  /// The step that promised well last time.
  var suggestedStep: Double
  private let tolerance: Double
  private let endTime: Double

  /// - Parameters:
  ///   - assembler: The source of the rates.
  ///   - values: The cell averages at the start.
  ///   - isAutonomous: Whether the coefficients are constant in time.
  ///   - startTime: The time of the start.
  ///   - endTime: The last time that will be asked for.
  ///   - tolerance: The error allowed until then, in L1.
  init(
    assembler: GeneratorAssembler, values: [Double], isAutonomous: Bool, startTime: Double,
    endTime: Double, tolerance: Double
  ) throws(FokkerPlanckError) {
    self.assembler = assembler
    axis = assembler.axis
    let spacing = axis.spacing
    let initial = LevelState(values, spacing: spacing)
    state = initial
    time = startTime
    self.endTime = endTime
    self.tolerance = tolerance
    suggestedStep = .infinity
    let isRing = assembler.boundaries == .periodic
    kernel = RationalExponentialKernel(count: values.count, isRing: isRing)
    candidates = (0..<3).map { _ in LevelState(count: values.count, spacing: spacing) }
    let rates = isAutonomous ? try self.assembler.rates(at: startTime) : nil
    constantRates = rates
    shares = ExitShares()
    certifiedError =
      rates.map { SymmetryCertificate.bound($0, initial.cells, spacing: spacing) } ?? .infinity
  }

  /// The generator at the present time.
  mutating func presentRates() throws(FokkerPlanckError) -> JumpRates {
    if let constantRates { constantRates } else { try assembler.rates(at: time) }
  }

  /// Advances to a later time.
  mutating func advance(to target: Double) throws(FokkerPlanckError) {
    while time < target {
      if Task.isCancelled { throw .cancelled(time: time) }
      let remaining = target - time
      let parts = max(1, (remaining / suggestedStep * (1 - 1e-10)).rounded(.up))
      let step = parts > 1 ? remaining / parts : remaining
      let end = parts > 1 ? time + step : target
      guard end > time else { throw .stepTooSmall(time: time, step: step) }
      if constantRates != nil, certifiedError <= 0.1 * tolerance {
        try propagate(0, in: 1, to: end)
        accept(0, at: end, error: certifiedError)
      } else if constantRates != nil {
        try attemptConstant(to: end)
      } else {
        try attemptVarying(to: end)
      }
    }
  }
}

// MARK: - Steps

extension LevelPropagator {
  /// What a step may err by: it can never use up what is left for the time that remains.
  private func allowedError(_ step: Double) -> Double {
    let remaining = max(tolerance - timeError, 0.01 * tolerance)
    return remaining * (step / max(endTime - time, step)).squareRoot()
  }

  /// Two half steps, compared with a whole one.
  private mutating func attemptConstant(to end: Double) throws(FokkerPlanckError) {
    try propagate(0, in: 1, to: end)
    try propagate(1, in: 2, to: end)
    settle(1, at: end, error: candidates[1].distance(to: candidates[0]), order: 8)
  }

  /// One, two and four exponentials, extrapolated twice.
  private mutating func attemptVarying(to end: Double) throws(FokkerPlanckError) {
    for (index, count) in [1, 2, 4].enumerated() { try propagate(index, in: count, to: end) }
    let coarse = candidates[1].distance(to: candidates[0])
    let fine = candidates[2].distance(to: candidates[1])
    candidates[2].extrapolate(from: candidates[1], weight: 1.0 / 3)
    candidates[1].extrapolate(from: candidates[0], weight: 1.0 / 3)
    let change = candidates[2].distance(to: candidates[1])
    candidates[2].extrapolate(from: candidates[1], weight: 1.0 / 15)
    // Where the changes do not fall as for a smooth problem the last one is the estimate; where
    // they do, one more extrapolation gains about what the one before it gained.
    let isSmooth = coarse > 3 * fine && change < fine
    let error = isSmooth ? change / 15 * min(1, 4 * change / fine) : max(change, fine)
    settle(2, at: end, error: error, order: 6)
  }

  /// Takes a number of equal exponentials from the present state to a time.
  private mutating func propagate(
    _ index: Int, in count: Int, to end: Double
  ) throws(FokkerPlanckError) {
    let candidate = candidates[index]
    candidate.copy(state)
    for part in 0..<count {
      let (a, b) = (fraction(part, count, end), fraction(part + 1, count, end))
      let rates =
        if let constantRates { constantRates } else { try assembler.rates(averagedFrom: a, to: b) }
      shares.prepare(rates)
      let before = shares.content(of: candidate)
      kernel.advance(candidate.cells, by: b - a, rates: rates)
      let after = shares.content(of: candidate)
      candidate.exits.lower += before.lower - after.lower
      candidate.exits.upper += before.upper - after.upper
    }
  }

  private func fraction(_ part: Int, _ count: Int, _ end: Double) -> Double {
    part == count ? end : time + (end - time) * Double(part) / Double(count)
  }

  private mutating func settle(_ index: Int, at end: Double, error: Double, order: Double) {
    let step = end - time
    let allowed = allowedError(step)
    let ratio = error / allowed
    let factor = ratio > 0 ? min(4, max(0.2, 0.9 * Double.pow(ratio, -1 / order))) : 4
    let isSmallest = step <= 1e-9 * (endTime - time)
    guard error <= allowed || isSmallest else {
      rejectedSteps += 1
      suggestedStep = step * (error.isFinite ? min(factor, 0.7) : 0.2)
      return
    }
    if error > allowed { isAtSmallestStep = true }
    suggestedStep = max(step * factor, step < suggestedStep ? suggestedStep : 0)
    accept(index, at: end, error: error)
  }

  private mutating func accept(_ index: Int, at end: Double, error: Double) {
    swap(&state, &candidates[index])
    time = end
    timeError += error
    acceptedSteps += 1
  }
}
