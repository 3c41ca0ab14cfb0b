internal import RealModule

/// Drives a one-step method on a box, with error estimates by step doubling where they are wanted.
///
/// The density of two half steps is kept, and the L1 norm of its distance to that of the whole step,
/// divided by 2ᵖ − 1 for order p, is the estimate of its error.
struct BoxStepper<Scheme: BoxScheme>: StateStepper {
  let shape: BoxShape
  private(set) var scheme: Scheme
  /// The scheme after the step that was tried last.
  private var candidateScheme: Scheme
  private let estimatesError: Bool
  private var values: CellVector
  private var candidate: CellVector
  private let whole: CellVector
  private var losses: WallLosses
  private var candidateLosses: WallLosses
  /// The part of the mass that moves per unit of time at the start.
  private var relativeChange = 0.0

  init(
    scheme: Scheme, shape: BoxShape, values: [Double], startTime: Double, estimatesError: Bool
  ) throws(FokkerPlanckError) {
    (self.scheme, candidateScheme) = (scheme, scheme)
    self.shape = shape
    self.estimatesError = estimatesError
    self.values = CellVector(values)
    let scratch = estimatesError ? values.count : 0
    (candidate, whole) = (CellVector(count: scratch), CellVector(count: scratch))
    losses = WallLosses(dimension: shape.dimension)
    candidateLosses = losses
    guard estimatesError else { return }
    let change = try self.scheme.changeRate(of: self.values, at: startTime)
    relativeChange = change / max(self.values.sumOfMagnitudes, .leastNormalMagnitude)
  }

  var localErrorOrder: Double { scheme.order + 1 }

  func initialStep(tolerance: Double) -> Double {
    guard relativeChange > 0 else { return .greatestFiniteMagnitude }
    return 0.2 * Double.pow(tolerance, 1 / localErrorOrder) / relativeChange
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    guard estimatesError else {
      // A step of fixed length is never taken back.
      try scheme.advance(values, from: time, by: step, losses: &losses)
      return values.sumAndMinimum.sum.isFinite ? 0 : .nan
    }
    whole.pointer.update(from: values.pointer, count: values.count)
    candidate.pointer.update(from: values.pointer, count: values.count)
    var (ignored, wholeScheme) = (losses, scheme)
    try wholeScheme.advance(whole, from: time, by: step, losses: &ignored)
    (candidateLosses, candidateScheme) = (losses, scheme)
    try candidateScheme.advance(candidate, from: time, by: step / 2, losses: &candidateLosses)
    try candidateScheme.advance(
      candidate, from: time + step / 2, by: step / 2, losses: &candidateLosses)
    combine(into: whole, 1, whole, -1, candidate)
    let divisor = Double.pow(2, scheme.order) - 1
    return whole.sumOfMagnitudes * shape.cellVolume / divisor
  }

  mutating func acceptStep() {
    guard estimatesError else { return }
    swap(&values, &candidate)
    (losses, scheme) = (candidateLosses, candidateScheme)
  }

  func inspect() -> StateInspection {
    let (sum, minimum) = values.sumAndMinimum
    var exited = ExitProbability()
    for exit in losses.exits(cellVolume: shape.cellVolume) {
      exited.lower += exit.lower
      exited.upper += exit.upper
    }
    return StateInspection(
      mass: sum * shape.cellVolume, smallestDensity: minimum, exited: exited)
  }

  /// The cell averages and what has left, with all work done that steps have put off.
  func snapshot() -> (values: [Double], exits: [ExitProbability]) {
    let copy = CellVector(count: values.count)
    copy.pointer.update(from: values.pointer, count: values.count)
    var losses = losses
    scheme.complete(copy, losses: &losses)
    return (copy.array, losses.exits(cellVolume: shape.cellVolume))
  }
}
