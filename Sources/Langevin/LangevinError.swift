/// What is wrong with an ensemble's description or its run.
public enum LangevinError: Error, Hashable, Sendable {
  /// A parameter has no meaning; the remedy says which values do.
  case invalidParameter(String, value: Double, remedy: String)
  /// Requested times do not ascend from the start.
  case timesNotAscending(index: Int, time: Double)
  /// The given steps end before the last requested time.
  case stepsTooFew(reached: Double, wanted: Double)
  /// The number of initial positions differs from the number of particles.
  case wrongPositionCount(expected: Int, found: Int)
  /// A mean-field system has another number of populations than there are sets of positions, axes
  /// or domains.
  case wrongPopulationCount(expected: Int, found: Int)
  /// A particle starts outside the walls or at no finite position.
  case badInitialPosition(path: Int, position: Double)
  /// A particle's position is no longer a finite number.
  case diverged(path: Int, step: Int, time: Double)
  /// The density of initial positions is negative or has no mass.
  case badInitialDensity(cell: Int)
  /// The number of axes or of domains differs from the number of variables.
  case wrongVariableCount(String, expected: Int, found: Int)
  /// The transition of a linear process over a step cannot be computed.
  case noTransition(step: Double, String)
  /// The task was cancelled.
  case cancelled
}

extension LangevinError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let remedy):
      "The parameter \(name) is \(value); \(remedy)."
    case .timesNotAscending(let index, let time):
      "The requested time \(time) at position \(index) is not finite or lies before its "
        + "predecessor or the start; sort the times."
    case .stepsTooFew(let reached, let wanted):
      "The given steps end at time \(reached), before the requested time \(wanted); give more."
    case .wrongPositionCount(let expected, let found):
      "The ensemble has \(expected) particles, but \(found) initial positions were given."
    case .wrongPopulationCount(let expected, let found):
      "The system has \(expected) populations, but \(found) sets of positions, axes or domains were "
        + "given."
    case .badInitialPosition(let path, let position):
      "Path \(path) starts at \(position), which is not finite or lies outside the walls."
    case .diverged(let path, let step, let time):
      "Path \(path) left the finite numbers in step \(step) at time \(time); use smaller steps or "
        + "the tamed scheme, and check that the diffusion coefficient is not negative."
    case .badInitialDensity(let cell):
      "The density of initial positions is negative in cell \(cell) or has no mass."
    case .wrongVariableCount(let what, let expected, let found):
      "The process has \(expected) variables, but \(found) \(what) were given."
    case .noTransition(let step, let reason):
      "The linear process has no transition over a step of \(step): \(reason) Check its matrices."
    case .cancelled: "The ensemble was cancelled before its last step."
    }
  }
}
