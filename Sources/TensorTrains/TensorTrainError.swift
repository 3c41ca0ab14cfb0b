/// Why an operation on tensor trains failed.
public enum TensorTrainError: Error, Hashable, Sendable {
  /// A train needs at least one core.
  case noCores
  /// The ranks of neighbouring cores differ, or an outer rank is not 1.
  case rankMismatch(bond: Int, left: Int, right: Int)
  /// Two trains, or a train and an operator, differ in the size of a mode.
  case sizeMismatch(mode: Int, expected: Int, found: Int)
  /// A core holds another number of elements than its shape says.
  case wrongCount(mode: Int, expected: Int, found: Int)
  /// A setting is out of range.
  case invalidParameter(name: String, value: Double, remedy: String)
  /// An element, or the function that is interpolated, is not a finite number.
  case notFinite(mode: Int)
  /// The function that is interpolated vanishes wherever it was evaluated.
  case onlyZeros(evaluations: Int)
  /// An iteration ended with an error above its tolerance.
  case notConverged(process: String, error: Double, tolerance: Double, sweeps: Int)
  /// A dense decomposition failed.
  case numericalFailure(reason: String)
  /// The task was cancelled.
  case cancelled
}

extension TensorTrainError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .noCores: "A tensor train needs at least one core."
    case .rankMismatch(let bond, let left, let right):
      "At bond \(bond) the core to the left has rank \(left) and the core to the right \(right); "
        + "they must agree, and the outer ranks must be 1."
    case .sizeMismatch(let mode, let expected, let found):
      "Mode \(mode) needs the size \(expected), but \(found) was given."
    case .wrongCount(let mode, let expected, let found):
      "The core of mode \(mode) needs \(expected) elements, but \(found) were given."
    case .invalidParameter(let name, let value, let remedy):
      "The parameter \(name) = \(value) is out of range; \(remedy)."
    case .notFinite(let mode):
      "A number is not finite at mode \(mode); check the function or the operator there."
    case .onlyZeros(let evaluations):
      "The function is zero at all \(evaluations) places where it was evaluated; give a starting "
        + "place where it is not."
    case .notConverged(let process, let error, let tolerance, let sweeps):
      "The \(process) still has the relative error \(error) after \(sweeps) sweeps, above "
        + "\(tolerance); allow more sweeps or a higher rank, or loosen the tolerance."
    case .numericalFailure(let reason): "A dense decomposition failed: \(reason)"
    case .cancelled: "The computation was cancelled."
    }
  }
}
