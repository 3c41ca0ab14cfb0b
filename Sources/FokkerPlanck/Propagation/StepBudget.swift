internal import RealModule

/// Chooses steps so that the errors of all of them together stay below a tolerance.
///
/// A Markov semigroup does not enlarge distances in L1, so the sum of the errors of the steps bounds
/// the error at the end.
struct StepBudget {
  /// The rounding of one step, divided by the square root of the number of cells.
  private static let rounding = 4e-15
  /// The smallest step, as a part of the time that remains.
  private static let smallestPart = 1e-13
  /// The smallest tolerance: below it there is only rounding.
  private static let smallestTolerance = 1e-12
  /// The steps times cells after which steps are no longer refused.
  private static let largestWork = 200_000_000

  private(set) var time: Double
  /// The sum of the estimated errors of all steps, in L1.
  private(set) var error = 0.0
  private(set) var acceptedSteps = 0
  private(set) var rejectedSteps = 0
  /// The number of steps that were computed, whether accepted or not.
  private(set) var attempts = 0
  /// Whether some step was taken although its error was larger than allowed.
  private(set) var isAtSmallestStep = false
  /// The step that promised well last time.
  var suggestedStep = Double.infinity
  /// The number of tried steps after which an attempt is given up.
  var largestAttemptCount = Int.max
  let tolerance: Double
  private let endTime: Double

  /// - Parameters:
  ///   - startTime: The time of the start.
  ///   - endTime: The last time that will be asked for.
  ///   - tolerance: The error allowed until then, in L1.
  init(startTime: Double, endTime: Double, tolerance: Double) {
    time = startTime
    self.endTime = endTime
    self.tolerance = max(tolerance, Self.smallestTolerance)
  }

  /// Whether more steps were tried than allowed.
  var isExhausted: Bool { attempts > largestAttemptCount }

  /// The time that is left.
  private var remaining: Double { endTime - time }

  /// The end of the next step towards a target, which is divided evenly.
  func nextEnd(towards target: Double) throws(FokkerPlanckError) -> Double {
    if Task.isCancelled { throw .cancelled(time: time) }
    let parts = max(1, ((target - time) / suggestedStep * (1 - 1e-10)).rounded(.up))
    guard parts > 1 else { return target }
    let step = (target - time) / parts
    guard time + step > time else { throw .stepTooSmall(time: time, step: step) }
    return time + step
  }

  /// Accepts a step that needs no control.
  mutating func accept(_ end: Double, error: Double, cellCount: Int) {
    time = end
    self.error += error + Self.rounding * Double(cellCount).squareRoot()
    acceptedSteps += 1
  }

  /// Accepts or rejects a step and suggests the next one.
  ///
  /// What a step may err by can never use up what is left for the time that remains.
  ///
  /// - Parameters:
  ///   - end: The end of the step.
  ///   - error: Its estimated error.
  ///   - order: The power of the step that the error is proportional to.
  ///   - cellCount: The number of cells.
  /// - Returns: Whether the step is accepted.
  mutating func settle(_ end: Double, error: Double, order: Double, cellCount: Int) -> Bool {
    attempts += 1
    let step = end - time
    let left = max(tolerance - self.error, 0.01 * tolerance)
    let rounding = 2 * Self.rounding * Double(cellCount).squareRoot()
    let allowed = max(left * (step / max(remaining, step)).squareRoot(), rounding)
    let ratio = error / allowed
    let factor = ratio > 0 ? min(4, max(0.2, 0.9 * Double.pow(ratio, -1 / order))) : 4
    let isLate = attempts > Self.largestWork / cellCount
    if !(error <= allowed) {
      guard isLate || step <= Self.smallestPart * remaining else {
        reject(end, factor: error.isFinite ? min(factor, 0.7) : 0.2)
        return false
      }
      isAtSmallestStep = true
    }
    suggestedStep = max(step * factor, step < suggestedStep ? suggestedStep : 0)
    if isLate { suggestedStep = max(suggestedStep, remaining / 8) }
    // Two densities differ by two at most.
    accept(end, error: error < 2 ? error : 2, cellCount: cellCount)
    return true
  }

  /// Rejects a step and suggests a shorter one.
  mutating func reject(_ end: Double, factor: Double) {
    rejectedSteps += 1
    suggestedStep = factor * (end - time)
  }
}
