/// What can go wrong when networks are configured, fed or trained.
public enum TrainingError: Error, Hashable, Sendable {
  /// A parameter of a configuration or an argument has a value outside its range.
  case invalidParameter(name: String, value: String, remedy: String)
  /// An array's length does not fit the rest.
  case wrongCount(of: String, expected: Int, found: Int)
  /// A pattern of the data cannot be used.
  case invalidPattern(pattern: Int, reason: String)
  /// A weight is no longer a finite number.
  case diverged(network: Int, layer: Int, epoch: Int, step: Int)
  /// A network cannot go on from the state that was kept of it.
  case unusableCheckpoint(network: Int, reason: String)
  /// The encoder of a layer could not be improved.
  case unusableEncoder(layer: Int, reason: String)
  /// The store could not keep a network.
  case notSaved(reason: String)
  /// The task that trains was cancelled.
  case cancelled
}

extension TrainingError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let remedy):
      "The parameter \(name) cannot be \(value); \(remedy)."
    case .wrongCount(let quantity, let expected, let found):
      "There should be \(expected) \(quantity), but \(found) were given."
    case .invalidPattern(let pattern, let reason):
      "Pattern \(pattern) cannot be used: \(reason)."
    case .diverged(let network, let layer, let epoch, let step):
      """
      Network \(network) diverged: layer \(layer) holds a weight that is not a finite number after \
      step \(step) of epoch \(epoch); lower the learning rate.
      """
    case .unusableCheckpoint(let network, let reason):
      "Network \(network) cannot go on from what was kept of it: \(reason); train it anew."
    case .unusableEncoder(let layer, let reason):
      "The encoder of layer \(layer) cannot be improved: \(reason)"
    case .notSaved(let reason): reason
    case .cancelled: "The training was cancelled."
    }
  }
}

/// Throws an invalid parameter unless the condition holds.
func require<Value>(
  _ condition: Bool, _ name: String, _ value: Value, _ remedy: String
) throws(TrainingError) {
  guard condition else {
    throw .invalidParameter(name: name, value: "\(value)", remedy: remedy)
  }
}

/// Throws a wrong count unless the two are equal.
func requireCount(_ found: Int, _ expected: Int, _ quantity: String) throws(TrainingError) {
  guard found == expected else {
    throw .wrongCount(of: quantity, expected: expected, found: found)
  }
}
