public import FokkerPlanck
public import Grids
public import InformationTheory
public import KramersMoyal
public import Langevin

/// Why a layer model could not be fitted, solved or compared.
public enum DriftDiffusionError: Error, Hashable, Sendable {
  /// An array of the log has the wrong number of values.
  case wrongCount(quantity: String, layer: Int, expected: Int, found: Int)
  /// A value of the log is not a finite number.
  case notFinite(quantity: String, layer: Int, network: Int, epoch: Double)
  /// A standard deviation of the log is negative.
  case negativeDeviation(layer: Int, network: Int, epoch: Double)
  /// A norm is negative.
  case negativeNorm(quantity: String, layer: Int, network: Int, epoch: Double)
  /// The times of the log do not ascend.
  case timesNotAscending(index: Int)
  /// The log holds too little to do anything.
  case emptyLog(String)
  /// A parameter is out of its range.
  case badParameter(name: String, value: Double, remedy: String)
  /// The optimiser has a state of its own, so an equation for the weights alone is not closed.
  case optimizerHasState(String)
  /// The regression of a layer failed.
  case regression(layer: Int, epoch: Double, KramersMoyalError)
  /// All weights of a layer are equal, so their density is a point.
  case degenerateWeights(layer: Int, epoch: Double)
  /// The log has no per-weight values, which everything but the homogeneous closure needs.
  case noWeights(layer: Int)
  /// The fitted drift carries the density of a layer beyond all bounds.
  case explodingDrift(layer: Int, closure: Closure, scale: Double)
  /// A grid of a layer could not be made.
  case grid(layer: Int, GridError)
  /// The Fokker-Planck solver failed.
  case solver(layer: Int, closure: Closure, FokkerPlanckError)
  /// The Langevin ensemble failed.
  case ensemble(layer: Int, closure: Closure, LangevinError)
  /// An entropy could not be estimated.
  case entropy(layer: Int, InformationError)
  /// The work was cancelled.
  case cancelled
}

extension DriftDiffusionError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .wrongCount(let quantity, let layer, let expected, let found):
      "Layer \(layer) needs \(expected) values of the \(quantity), but the log holds \(found)."
    case .notFinite(let quantity, let layer, let network, let epoch):
      "The \(quantity) of layer \(layer) is not a finite number in network \(network) at epoch "
        + "\(format(epoch)); leave out that network or the epochs from there on."
    case .negativeDeviation(let layer, let network, let epoch):
      "The gradient's standard deviation in layer \(layer) is negative in network \(network) at "
        + "epoch \(format(epoch)); a standard deviation, not a log or a signed value, is needed."
    case .negativeNorm(let quantity, let layer, let network, let epoch):
      "The \(quantity) of layer \(layer) is negative in network \(network) at epoch "
        + "\(format(epoch)); a norm, not its logarithm, is needed."
    case .timesNotAscending(let index):
      "Recorded epoch number \(index) does not come after the one before it; sort the log by epoch."
    case .emptyLog(let what): "The gradient log has \(what)."
    case .badParameter(let name, let value, let remedy): "\(name) is \(format(value)); \(remedy)."
    case .optimizerHasState(let name):
      "The run was trained with \(name), whose own state is not in the log, so an equation for the "
        + "weights alone is not closed; train with plain SGD, or allow it by fit.allowStatefulOptimizer = true."
    case .regression(let layer, let epoch, let reason):
      "The drift of layer \(layer) at epoch \(format(epoch)) could not be fitted: \(reason)"
    case .degenerateWeights(let layer, let epoch):
      "All weights of layer \(layer) are equal at epoch \(format(epoch)), so they have no density; "
        + "start later or use more networks."
    case .noWeights(let layer):
      "The log has no weights for layer \(layer), only its means and deviations, which allow the "
        + "homogeneous closure alone; log every weight for the others."
    case .explodingDrift(let layer, let closure, let scale):
      "The \(closure.rawValue) drift of layer \(layer) spreads its density by a factor of "
        + "\(format(scale)); the log's epochs are too far apart or its gradients too noisy for it."
    case .grid(let layer, let reason): "Layer \(layer): \(reason)"
    case .solver(let layer, let closure, let reason):
      "The \(closure.rawValue) equation of layer \(layer) could not be solved: \(reason)"
    case .ensemble(let layer, let closure, let reason):
      "The \(closure.rawValue) ensemble of layer \(layer) could not be simulated: \(reason)"
    case .entropy(let layer, let reason):
      "The weight entropy of layer \(layer) could not be estimated: \(reason)"
    case .cancelled: "The work was stopped."
    }
  }

  private func format(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
